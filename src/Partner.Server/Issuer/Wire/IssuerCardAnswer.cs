using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Projections;

namespace Partner.Server.Issuer.Wire;

/// <summary>What a card look-up found out.</summary>
public enum IssuerCardVerdict
{
    /// <summary>The issuer knows the card.</summary>
    Found,

    /// <summary>The issuer said, naming the card, that it has none such.</summary>
    UnknownCard,

    /// <summary>No usable answer: time-out, breaker, full queue, error status, nonsense.</summary>
    Unavailable,
}

/// <summary>A card as the issuer knows it now.</summary>
/// <param name="CardType">The type that the issuer has on record.</param>
/// <param name="ValidUntil">End of validity (UTC), exclusive; null when never activated.</param>
/// <param name="RemainingDataBytes">Remaining data in bytes, 0 or more; null for a card without data.</param>
public sealed record IssuerCard(
    CardType CardType, CardStanding Status, DateTimeOffset? ValidUntil, long? RemainingDataBytes)
{
    /// <summary>The balance; null where the issuer tells none.</summary>
    public Money? Balance { get; init; }

    /// <summary>Data that can be used now; null where the issuer tells only how much is left in all.</summary>
    public IReadOnlyList<DataPack>? Packs { get; init; }

    /// <summary>Data that waits.</summary>
    public IReadOnlyList<QueuedPack> Queue { get; init; } = [];

    /// <summary>Where the card works; null where the issuer does not tell.</summary>
    public string? Region { get; init; }

    /// <summary>Whether it renews itself; null where the issuer does not tell.</summary>
    public bool? AutoRenewal { get; init; }

    /// <summary>The state of its eSIM profile; null where it has none, or the issuer does not tell.</summary>
    public EsimProfile? EsimProfile { get; init; }

    /// <summary>The card as the rules see it.</summary>
    /// <param name="cardType">The type by the operator's number ranges.</param>
    public CardState ToState(CardType cardType) => new(cardType, Status, ValidUntil)
    {
        Balance = Balance,
        Packs = Packs ?? (RemainingDataBytes is { } bytes and > 0 ? [new DataPack(null, bytes, null)] : []),
        Queue = Queue,
        Region = Region,
        AutoRenewal = AutoRenewal,
        EsimProfile = EsimProfile,
    };
}

/// <summary>The answer to a card look-up.</summary>
/// <param name="Verdict">What is known.</param>
/// <param name="Card">The facts, with <see cref="IssuerCardVerdict.Found"/> only.</param>
/// <param name="Detail">For logs and operators, without card numbers.</param>
public sealed record IssuerCardAnswer(IssuerCardVerdict Verdict, IssuerCard? Card = null, string? Detail = null)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    /// <summary>Why nothing can be told of the card; null where the issuer knows it.</summary>
    public Refusal? Refusal => Verdict switch
    {
        IssuerCardVerdict.UnknownCard => new Refusal(Reason.CardUnknown),
        IssuerCardVerdict.Unavailable => new Refusal(Reason.IssuerUnavailable) { RetryAfter = AskAgain },
        _ => null,
    };
}
