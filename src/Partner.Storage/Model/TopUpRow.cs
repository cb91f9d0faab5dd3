using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Limits;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.TopUps;

namespace Partner.Storage.Model;

internal sealed class TopUpRow : ITillRow
{
    public required string PartnerId { get; set; }

    public required string Id { get; set; }

    public required string RequestId { get; set; }

    public int State { get; set; }

    public int Version { get; set; }

    public int Reason { get; set; }

    public required string Card { get; set; }

    public int CardType { get; set; }

    public required string PlanCode { get; set; }

    public required string Currency { get; set; }

    public long Face { get; set; }

    public long HandlingFee { get; set; }

    public long CustomerPays { get; set; }

    public long NetDebit { get; set; }

    /// <summary>Currency of the net debit: the float's.</summary>
    public required string DebitCurrency { get; set; }

    /// <summary>The whole breakdown as JSON; the columns beside it are for sums and checks.</summary>
    public required string Price { get; set; }

    public long Commission { get; set; }

    public int Channel { get; set; }

    public required string Outlet { get; set; }

    public required string Terminal { get; set; }

    public required string Cashier { get; set; }

    public required string ClientReference { get; set; }

    /// <summary>Day number (days since 0001-01-01); null when not given.</summary>
    public int? BusinessDate { get; set; }

    public string? QuoteId { get; set; }

    public int Origin { get; set; }

    public long ReversalWindow { get; set; }

    public long ReceiptCounter { get; set; }

    public long CreatedAt { get; set; }

    public string? IssuerReference { get; set; }

    public long? AcceptedAt { get; set; }

    public long? FinalAt { get; set; }

    public long? InDoubtSince { get; set; }

    public string? ReversalId { get; set; }

    public string? Evidence { get; set; }

    public long EventNumber { get; set; }

    /// <summary>Null is false: rows of servers that do not know it have none.</summary>
    public bool? StartNow { get; set; }

    /// <summary>The sum of the core's numbers of differences; null while none was found.</summary>
    public int? CardDifferences { get; set; }

    /// <summary>What the plan says of refunds, as JSON; null where it says nothing.</summary>
    public string? RefundTerms { get; set; }

    /// <summary>As of its reversal, where that was not of all of it in money; null otherwise.</summary>
    public int? RefundGround { get; set; }

    public long? RefundPart { get; set; }

    public long? RefundWhole { get; set; }

    public long? RefundPoints { get; set; }

    /// <summary>How far the gifts to its card are; null where it gives none, or has not succeeded.</summary>
    public int? GiftState { get; set; }

    /// <summary>Why; null where there is no reason.</summary>
    public int? GiftReason { get; set; }

    /// <summary>Whom its outcome is told; null where no number was left.</summary>
    public string? ContactId { get; set; }

    /// <summary>Which identity document was checked; null where none was.</summary>
    public int? IdDocument { get; set; }

    /// <summary>Its keyed hash.</summary>
    public string? IdHash { get; set; }

    /// <summary>The partner's event that ended it; null while PROCESSING, or where that was not kept yet.</summary>
    public long? FinalEvent { get; set; }

    /// <summary>Day number of the partner's day that it counts in; null where no limit counts it.</summary>
    public int? CountedDay { get; set; }

    /// <summary>In which counters of limits it counts: a bit for each.</summary>
    public int? CountedIn { get; set; }
}

/// <summary>Turns a row into a record; beside the columns, since a new one has to be read here.</summary>
internal static class TopUpMapping
{
    public static TopUpRecord ToRecord(this TopUpRow row) => new()
    {
        PartnerId = new PartnerId(row.PartnerId),
        Id = new TopUpId(row.Id),
        RequestId = new RequestId(row.RequestId),
        Offer = new TopUpOffer(
            CardNumber.Stored(row.Card),
            (CardType)row.CardType,
            new PlanCode(row.PlanCode),
            (Channel)row.Channel,
            PriceJson.Read(row.Price),
            TimeSpan.FromTicks(row.ReversalWindow))
        {
            StartNow = row.StartNow ?? false,
            Refund = RefundJson.Read(row.RefundTerms),
        },
        Seller = new Seller(
            row.Outlet,
            row.Terminal,
            row.Cashier,
            row.ClientReference,
            row.BusinessDate is { } day ? DateOnly.FromDayNumber(day) : null),
        QuoteId = QuoteId.Of(row.QuoteId),
        Origin = (Origin)row.Origin,
        CreatedAt = Mapping.Instant(row.CreatedAt),
        State = (TopUpState)row.State,
        Version = row.Version,
        Reason = (Reason)row.Reason,
        IssuerReference = row.IssuerReference,
        AcceptedAt = Mapping.Instant(row.AcceptedAt),
        FinalAt = Mapping.Instant(row.FinalAt),
        InDoubtSince = Mapping.Instant(row.InDoubtSince),
        ReversalId = ReversalId.Of(row.ReversalId),
        Evidence = row.Evidence,
        ContactId = Core.Identifiers.ContactId.Of(row.ContactId),
        IdCheck = Mapping.IdCheck(row.IdDocument, row.IdHash),
        Counted = row.CountedDay is { } counted
            ? new CountedLimits(DateOnly.FromDayNumber(counted), row.CountedIn ?? 0)
            : null,
        ReceiptCounter = row.ReceiptCounter,
        EventNumber = row.EventNumber,
        FinalEvent = row.FinalEvent,
        CardDifferences = (CardDifferences)(row.CardDifferences ?? 0),
        GiftState = (GiftState?)row.GiftState,
        GiftReason = (Reason)(row.GiftReason ?? 0),
        Refunded = RefundJson.Partial(row.RefundGround, row.RefundPart, row.RefundWhole, row.RefundPoints),
    };
}

internal sealed class QuoteRow
{
    public required string PartnerId { get; set; }

    public required string Id { get; set; }

    public required string Card { get; set; }

    public int CardType { get; set; }

    public required string PlanCode { get; set; }

    public string? AmountCurrency { get; set; }

    public long? Amount { get; set; }

    public int Channel { get; set; }

    public required string Price { get; set; }

    public long ReversalWindow { get; set; }

    public long CreatedAt { get; set; }

    public long ExpiresAt { get; set; }

    public string? UsedBy { get; set; }

    public string Outlet { get; set; } = "";

    /// <summary>Null is false.</summary>
    public bool? StartNow { get; set; }

    /// <summary>The card before and after, as JSON; null where nothing was promised.</summary>
    public string? Promise { get; set; }

    /// <summary>As of a top-up.</summary>
    public string? RefundTerms { get; set; }
}
