using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Contacts;
using Partner.Core.Errors;
using Partner.Core.Limits;
using Partner.Core.Projections;

namespace Partner.Core.TopUps;

/// <summary>A top-up as it is stored. What was sold never changes; the state moves forward only.</summary>
public sealed record TopUpRecord
{
    /// <summary>The partner that sold it.</summary>
    public required PartnerId PartnerId { get; init; }

    /// <summary>26 characters, ordered by creation; also our id at the issuer.</summary>
    public required TopUpId Id { get; init; }

    /// <summary>The partner's id of the sale.</summary>
    public required RequestId RequestId { get; init; }

    /// <summary>What was sold. Of its price only the commission changes, at success, to what was granted.</summary>
    public required TopUpOffer Offer { get; init; }

    /// <summary>Who sold it.</summary>
    public required Seller Seller { get; init; }

    /// <summary>The quote that it consumed; null when none.</summary>
    public QuoteId? QuoteId { get; init; }

    /// <summary>How it came about.</summary>
    public Origin Origin { get; init; } = Origin.Sale;

    /// <summary>When it was saved (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its state.</summary>
    public TopUpState State { get; init; } = TopUpState.Processing;

    /// <summary>Counts its changes from 1; every change is a compare-and-set on it.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Why it is in its state.</summary>
    public Reason Reason { get; init; } = Reason.AwaitingIssuer;

    /// <summary>The issuer's reference; null until known.</summary>
    public string? IssuerReference { get; init; }

    /// <summary>When the issuer's acceptance reached us (UTC); null until then.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>When it became final (UTC); null while it is not.</summary>
    public DateTimeOffset? FinalAt { get; init; }

    /// <summary>Since when the issuer's answer is unknown (UTC); null when it is not.</summary>
    public DateTimeOffset? InDoubtSince { get; init; }

    /// <summary>Its latest reversal; null when none was asked for.</summary>
    public ReversalId? ReversalId { get; init; }

    /// <summary>
    /// What was refunded of it, where that was not all of it in money: it stays SUCCEEDED. Null where nothing was, and
    /// of one that is REVERSED.
    /// </summary>
    public PartialRefund? Refunded { get; init; }

    /// <summary>What an operator recorded when settling it by hand; null otherwise.</summary>
    public string? Evidence { get; init; }

    /// <summary>In what the card was found to be another than was promised; none while nothing was found.</summary>
    public CardDifferences CardDifferences { get; init; }

    /// <summary>
    /// Whom its outcome is told; null where no number was left, <see cref="ContactId.NotKept"/> where one was and no
    /// notices go out.
    /// </summary>
    public ContactId? ContactId { get; init; }

    /// <summary>How far the gifts to its card are; null where it gives none, or has not succeeded yet.</summary>
    public GiftState? GiftState { get; init; }

    /// <summary>Why the gifts are as they are: none, or why the issuer refused them or their taking back.</summary>
    public Reason GiftReason { get; init; } = Reason.None;

    /// <summary>
    /// The identity document that was checked for it, of which only a keyed hash is kept; null where none was.
    /// </summary>
    public KeptIdCheck? IdCheck { get; init; }

    /// <summary>In which counters of limits it counts while it stands; null where nothing limited it.</summary>
    public CountedLimits? Counted { get; init; }

    /// <summary>The partner's receipt counter at the sale; printed with a check digit.</summary>
    public long ReceiptCounter { get; init; }

    /// <summary>The partner's event that wrote this state.</summary>
    public long EventNumber { get; init; }

    /// <summary>
    /// The partner's event that ended it; null while it is PROCESSING, and where it ended before this was kept.
    /// </summary>
    public long? FinalEvent { get; init; }

    /// <summary>A new top-up, not saved yet: neither receipt nor event are counted.</summary>
    /// <param name="partnerId">The partner that sells it.</param>
    /// <param name="id">Its id; none when it will not be saved.</param>
    /// <param name="offer">What it comes to.</param>
    public static TopUpRecord Of(
        PartnerId partnerId, TopUpId id, TopUpOrder order, TopUpOffer offer, DateTimeOffset now) => new()
        {
            PartnerId = partnerId,
            Id = id,
            RequestId = order.RequestId,
            Offer = offer.DemandsIdCheck ? offer with { DemandsIdCheck = false } : offer,
            Seller = order.Seller,
            QuoteId = order.QuoteId,
            Origin = order.Origin,
            CreatedAt = now,
            IdCheck = order.IdCheckFor(offer.Card),
            ContactId = order.Contact is null ? null : order.Contact.Kept?.Id ?? Identifiers.ContactId.NotKept,
        };

    /// <summary>Printable receipt number: 8 digits and a Luhn check digit, longer once 8 are not enough.</summary>
    public string ReceiptNumber => ReceiptOf(ReceiptCounter);

    /// <summary>The counter that a receipt number was made of.</summary>
    /// <param name="number">The number as it was printed.</param>
    /// <returns>The counter; null where no receipt has that number.</returns>
    public static long? ReceiptCounterOf(string number) =>
        number.Length > 0
        && long.TryParse(number.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var counter)
        && ReceiptOf(counter) == number
            ? counter
            : null;

    private static string ReceiptOf(long counter)
    {
        var digits = counter.ToString("D8", CultureInfo.InvariantCulture);
        return digits + CardNumber.LuhnDigit(digits);
    }
}

/// <summary>A reversal as it is stored.</summary>
public sealed record ReversalRecord
{
    /// <summary>The partner.</summary>
    public required PartnerId PartnerId { get; init; }

    /// <summary>26 characters, ordered by creation; also our id at the issuer.</summary>
    public required ReversalId Id { get; init; }

    /// <summary>The top-up that it takes back.</summary>
    public required TopUpId TopUpId { get; init; }

    /// <summary>The partner's id of the reversal.</summary>
    public required RequestId RequestId { get; init; }

    /// <summary>How much of it goes back and in what; null: all of it in money.</summary>
    public PartialRefund? Partial { get; init; }

    /// <summary>What of the sale's figures goes back, where that is not all of them; null otherwise.</summary>
    public RefundSums? Sums { get; init; }

    /// <summary>Credited to the float at success.</summary>
    public required Money Amount { get; init; }

    /// <summary>Commission taken back at success.</summary>
    public required Money Clawback { get; init; }

    /// <summary>Why, in the partner's words; may be empty.</summary>
    public required string Comment { get; init; }

    /// <summary>Where and on which business day it counts.</summary>
    public required Till Till { get; init; }

    /// <summary>When it was saved (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its state.</summary>
    public ReversalState State { get; init; } = ReversalState.Processing;

    /// <summary>Counts its changes from 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Why it is in its state.</summary>
    public Reason Reason { get; init; } = Reason.AwaitingIssuer;

    /// <summary>The issuer's reference; null until known.</summary>
    public string? IssuerReference { get; init; }

    /// <summary>When it became final (UTC).</summary>
    public DateTimeOffset? FinalAt { get; init; }

    /// <summary>Since when the issuer's answer is unknown (UTC).</summary>
    public DateTimeOffset? InDoubtSince { get; init; }

    /// <summary>What an operator recorded when settling it by hand.</summary>
    public string? Evidence { get; init; }

    /// <summary>The partner's event that saved it; null where that was before this was kept.</summary>
    public long? SavedEvent { get; init; }

    /// <summary>The partner's event that ended it; null likewise, and while it is PROCESSING.</summary>
    public long? FinalEvent { get; init; }
}

/// <summary>A price that is held for one sale. Only its use changes it.</summary>
/// <param name="PartnerId">The partner it was made for.</param>
/// <param name="Id">26 characters.</param>
/// <param name="Offer">What it holds; the net debit of its price binds.</param>
/// <param name="Amount">The amount as it was asked for; null when the plan's price was meant.</param>
/// <param name="CreatedAt">When it was made (UTC).</param>
/// <param name="ExpiresAt">End of its validity, exclusive (UTC).</param>
/// <param name="UsedBy">The top-up that consumed it; null while it is free.</param>
public sealed record QuoteRecord(
    PartnerId PartnerId,
    QuoteId Id,
    TopUpOffer Offer,
    Money? Amount,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    TopUpId? UsedBy)
{
    /// <summary>The outlet that it was made for, since prices may depend on it; empty when none was named.</summary>
    public string Outlet { get; init; } = "";

    /// <summary>What was promised of the card; null where nothing was, or nobody needs it.</summary>
    public CardProjection? Promise { get; init; }
}
