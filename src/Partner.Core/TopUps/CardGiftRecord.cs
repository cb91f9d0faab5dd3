using Partner.Core.Errors;
using Partner.Core.Plans;

namespace Partner.Core.TopUps;

/// <summary>
/// How far the gifts of a sale to its card are. PROCESSING → GRANTED or REFUSED; when the sale is taken back,
/// PROCESSING and GRANTED → TAKING_BACK → TAKEN_BACK or KEPT (REFUSED where it comes out that they never were granted).
/// Numbers are stored, and are those of the contract.
/// </summary>
public enum GiftState
{
    /// <summary>The issuer is asked to put them onto the card.</summary>
    Processing = 1,

    /// <summary>They are on the card.</summary>
    Granted = 2,

    /// <summary>The issuer refused them: they never will be on the card.</summary>
    Refused = 3,

    /// <summary>The sale was taken back: the issuer is asked to withdraw them, or to take them off the card.</summary>
    TakingBack = 4,

    /// <summary>What goes back with the sale is off the card, or never was on it.</summary>
    TakenBack = 5,

    /// <summary>The issuer refused to take them off: the card keeps them.</summary>
    Kept = 6,
}

/// <summary>What of a sale's gifts goes back with a refund.</summary>
/// <param name="Whole">Whether it is all of them: what was not granted yet need not be granted at all.</param>
/// <param name="Service">Whether the data and validity go back.</param>
/// <param name="Credit">What of the balance goes back, in minor units of the plan's currency; 0 or more.</param>
/// <param name="Points">The points that go back; 0 or more.</param>
public sealed record GiftTakeBack(bool Whole, bool Service, long Credit, long Points)
{
    /// <summary>Whether nothing goes back.</summary>
    public bool IsEmpty => !Service && Credit == 0 && Points == 0;

    /// <summary>
    /// What goes back: money and points as their postings do, to the minor unit; data and validity as a whole with
    /// every refund. Gifts are used last, so that whoever has something of the sale left has all of them.
    /// </summary>
    /// <param name="topUp">The sale.</param>
    /// <param name="partial">What is refunded; null for all of it in money.</param>
    /// <returns>What goes back; null where the sale gave nothing to its card.</returns>
    public static GiftTakeBack? Of(TopUpRecord topUp, PartialRefund? partial)
    {
        if (topUp.Offer.Price.CardGifts is not { } gifts)
        {
            return null;
        }

        var part = partial is null
            ? gifts
            : Refund.Of(topUp.Offer.Price, partial.Decision) is { Decision.Means: RefundMeans.Money } refund
                ? refund.Part.CardGifts
                : null;
        var (credit, points) = (part?.Credit.Minor ?? 0, part?.Points ?? 0);
        return new GiftTakeBack(
            credit == gifts.Credit.Minor && points == gifts.Points, gifts.Grants.Count > 0, credit, points);
    }
}

/// <summary>
/// The gifts of a sale to its card, as they are stored: an operation at the issuer with an id of its own, made in the
/// transaction of the success. What they are, the sale's price says.
/// </summary>
public sealed record CardGiftRecord
{
    private const string Suffix = "-gifts";
    private const string BackSuffix = "-gifts-back";

    /// <summary>The partner.</summary>
    public required PartnerId PartnerId { get; init; }

    /// <summary>The sale.</summary>
    public required TopUpId TopUpId { get; init; }

    /// <summary>When the sale succeeded (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Their state.</summary>
    public GiftState State { get; init; } = GiftState.Processing;

    /// <summary>Counts their changes from 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Why they are in their state; none unless the issuer refused something.</summary>
    public Reason Reason { get; init; } = Reason.None;

    /// <summary>Since when the issuer's answer is unknown (UTC); null when it is not.</summary>
    public DateTimeOffset? InDoubtSince { get; init; }

    /// <summary>When the issuer's acceptance reached us (UTC); null while they were not granted.</summary>
    public DateTimeOffset? GrantedAt { get; init; }

    /// <summary>The issuer's reference of the grant; null until known.</summary>
    public string? Reference { get; init; }

    /// <summary>The issuer's reference of the taking back; null until known.</summary>
    public string? BackReference { get; init; }

    /// <summary>What goes back; null while the sale stands.</summary>
    public GiftTakeBack? Back { get; init; }

    /// <summary>When they got into a state in which they rest (UTC); null while something is under way.</summary>
    public DateTimeOffset? FinalAt { get; init; }

    /// <summary>What an operator recorded when settling them by hand.</summary>
    public string? Evidence { get; init; }

    /// <summary>Whether something is under way.</summary>
    public bool IsUnfinished => State is GiftState.Processing or GiftState.TakingBack;

    /// <summary>Our id of the grant at the issuer: it cannot be granted twice under it.</summary>
    public string GrantId => GrantIdOf(TopUpId);

    /// <summary>Our id of the taking back at the issuer.</summary>
    public string BackId => BackIdOf(TopUpId);

    /// <summary>
    /// The id at the issuer of what is under way: while it is not known whether the gifts were granted, that of the
    /// grant.
    /// </summary>
    public string PresentId => State == GiftState.TakingBack && GrantedAt is not null ? BackId : GrantId;

    /// <summary>The gifts of a sale that has succeeded now.</summary>
    /// <param name="topUp">The sale.</param>
    /// <param name="now">The time of its success.</param>
    /// <returns>The gifts; null where it gives none to its card.</returns>
    public static CardGiftRecord? Of(TopUpRecord topUp, DateTimeOffset now) => topUp.Offer.Price.CardGifts is null
        ? null
        : new CardGiftRecord
        {
            PartnerId = topUp.PartnerId, TopUpId = topUp.Id, CreatedAt = now,
        };

    /// <summary>Our id at the issuer of the gifts of a sale.</summary>
    public static string GrantIdOf(TopUpId topUpId) => topUpId.Value + Suffix;

    /// <summary>Our id at the issuer of taking the gifts of a sale back.</summary>
    public static string BackIdOf(TopUpId topUpId) => topUpId.Value + BackSuffix;

    /// <summary>The sale whose gifts an id at the issuer is about; null where it is no such id.</summary>
    /// <param name="id">The id.</param>
    public static TopUpId? SaleOf(string id) =>
        id.EndsWith(BackSuffix, StringComparison.Ordinal) ? new TopUpId(id[..^BackSuffix.Length])
        : id.EndsWith(Suffix, StringComparison.Ordinal) ? new TopUpId(id[..^Suffix.Length])
        : null;
}
