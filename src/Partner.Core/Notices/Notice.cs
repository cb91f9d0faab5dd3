using Partner.Core.Amounts;
using Partner.Core.Texts;

namespace Partner.Core.Notices;

/// <summary>
/// A notice to a customer, as it is stored: made once, in the transaction of the event that it tells of, and sent at
/// least once, always under the same id.
/// </summary>
public sealed record Notice
{
    /// <summary>Whose customer is told.</summary>
    public required PartnerId PartnerId { get; init; }

    /// <summary>What is told.</summary>
    public required NoticeKind Kind { get; init; }

    /// <summary>
    /// What it is about: a top-up's id; or an auto-renewal's, and which of its steps. With the kind it makes the id, so
    /// that the same event never makes two. At most 100 characters.
    /// </summary>
    public required string Occasion { get; init; }

    /// <summary>Who is told.</summary>
    public required ContactId ContactId { get; init; }

    /// <summary>What it says; null: its occasion, a top-up or a step, says it when it is sent.</summary>
    public NoticeFacts? Facts { get; init; }

    /// <summary>When the event was (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it is sent (UTC).</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>From when on it is not sent any more (UTC).</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How far it is.</summary>
    public NoticeState State { get; init; } = NoticeState.Due;

    /// <summary>How often somebody began to send it.</summary>
    public int Attempts { get; init; }

    /// <summary>When it came to its end (UTC); null while it is due.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Its id, unique for the partner.</summary>
    public string Id => IdOf(Occasion, Kind);

    /// <summary>The id by which the gateway knows one that it has had before.</summary>
    public string DeliveryId => $"{PartnerId}.{Id}";

    /// <summary>The id of the notice of a kind that an occasion makes.</summary>
    public static string IdOf(string occasion, NoticeKind kind) => $"{occasion}.{EnumWord.Lower(kind)}";
}

/// <summary>What a notice says. It has no more of a card's number than its owner knows it by.</summary>
/// <param name="CardEnding">The last four digits of the card's number.</param>
/// <param name="PlanEn">The plan's name in English; empty when it is not known.</param>
/// <param name="PlanZh">The plan's name in Chinese.</param>
/// <param name="Amount">What was or is to be paid; null where it says nothing of that.</param>
/// <param name="Day">
/// The last day of the card's validity, by its own calendar: after it was topped up, or as it will end; null when it is
/// not known.
/// </param>
public sealed record NoticeFacts(string CardEnding, string PlanEn, string PlanZh, Money? Amount, DateOnly? Day)
{
    /// <summary>Whether the card may be valid for longer.</summary>
    public bool AtLeast { get; init; }

    /// <summary>Number of the receipt; empty when there is none.</summary>
    public string Receipt { get; init; } = "";
}
