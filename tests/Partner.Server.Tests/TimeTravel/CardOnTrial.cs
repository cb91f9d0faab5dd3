using Partner.Core.Cards;
using Partner.Core.Projections;

namespace Partner.Server.Tests.TimeTravel;

/// <summary>One of the cards, and what was seen of it.</summary>
/// <param name="number">Its ICCID.</param>
/// <param name="plan">What is sold to it, the first time and ever after.</param>
internal sealed class CardOnTrial(string number, string plan)
{
    /// <summary>Its number.</summary>
    public CardNumber Number { get; } = CardNumber.Iccid(number)!;

    /// <summary>Its type.</summary>
    public CardType Type { get; } = Partner.Sandbox.Issuer.SandboxCards.TypeOf(number)!.Value;

    /// <summary>What is sold to it.</summary>
    public PlanCode Plan { get; } = new(plan);

    /// <summary>Its auto-renewal; null when it has none.</summary>
    public RenewalId? Renewal { get; set; }

    /// <summary>Whether the issuer has a fault of its own for gifts to it.</summary>
    public bool HasGiftTrouble { get; init; }

    /// <summary>Who renews it; null when nobody does.</summary>
    public PartnerId? Renews { get; set; }

    /// <summary>How many days before its end it is renewed.</summary>
    public int DaysBefore { get; set; }

    /// <summary>The end of its validity when it was looked at last (UTC).</summary>
    public DateTimeOffset? ValidUntil { get; set; }

    /// <summary>Gifts that are on it, as this test counts them.</summary>
    public int Gifts { get; set; }

    /// <summary>Sales that succeeded and were not taken back, as this test counts them.</summary>
    public int Sold { get; set; }

    /// <summary>Whether the card is what was projected; everything that the test itself cannot have changed.</summary>
    public static string? Difference(CardState expected, CardState actual, DateTimeOffset now)
    {
        var (told, seen) = (Told(expected, now), Told(actual, now));
        return told == seen ? null : $"expected {told}, is {seen}";
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Type} {Number.Value} {Plan}";

    private static string Told(CardState card, DateTimeOffset now) => FormattableString.Invariant(
        $"{card.Standing} until {card.ValidUntil:O}, {card.Balance}, {card.DataAt(now)} bytes, ")
        + string.Join("; ", card.Queue);
}
