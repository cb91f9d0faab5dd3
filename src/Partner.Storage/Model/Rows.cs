namespace Partner.Storage.Model;

// One class per table. Times are UTC ticks, money is minor units, enums are their numbers: all plain integers, so that
// every provider stores and compares them alike. Tables of a partner have the partner as their first key column.

/// <summary>What happened at a till: a sale or a reversal, each by its own outlet, day and so on.</summary>
internal interface ITillRow
{
    string Id { get; }

    string Outlet { get; }

    string Terminal { get; }

    string Cashier { get; }

    int? BusinessDate { get; }

    long CreatedAt { get; }
}

/// <summary>How far somebody has followed a partner's events, and to whom that is left until when.</summary>
internal interface IEventProgressRow
{
    string PartnerId { get; }

    long LastEvent { get; }

    string LeaseOwner { get; }

    long LeaseUntil { get; }
}

internal sealed class PartnerRow
{
    public required string Id { get; set; }

    public required string Name { get; set; }

    public int Status { get; set; }

    public required string Currency { get; set; }

    public long CreatedAt { get; set; }
}

internal sealed class PartnerCounterRow
{
    public required string PartnerId { get; set; }

    public long LastEvent { get; set; }

    public long LastReceipt { get; set; }

    /// <summary>Version of its organisation; null is 0: rows of servers that do not know it have none.</summary>
    public long? Organisation { get; set; }

    /// <summary>Number of the last action of the partner's chain; null before the first.</summary>
    public long? LastAction { get; set; }

    /// <summary>That action's hash.</summary>
    public string? LastActionHash { get; set; }
}

internal sealed class BalanceRow
{
    public required string PartnerId { get; set; }

    public required string Currency { get; set; }

    public long Posted { get; set; }

    public long Reserved { get; set; }

    public long CreditLimit { get; set; }

    public long LastSequence { get; set; }

    public long LastPostedAt { get; set; }
}

internal sealed class RequestRow
{
    public required string PartnerId { get; set; }

    public required string RequestId { get; set; }

    public int Method { get; set; }

    public required string InputHash { get; set; }

    public required string ResourceId { get; set; }

    public long CreatedAt { get; set; }
}

internal sealed class ReversalRow : ITillRow
{
    public required string PartnerId { get; set; }

    public required string Id { get; set; }

    public required string TopUpId { get; set; }

    public required string RequestId { get; set; }

    public int State { get; set; }

    public int Version { get; set; }

    public int Reason { get; set; }

    public required string Currency { get; set; }

    public long Amount { get; set; }

    public long Clawback { get; set; }

    public required string Comment { get; set; }

    public required string Outlet { get; set; }

    public required string Terminal { get; set; }

    public required string Cashier { get; set; }

    /// <summary>Day number (days since 0001-01-01); never null, but a top-up's may be.</summary>
    public int? BusinessDate { get; set; }

    public string? IssuerReference { get; set; }

    public long CreatedAt { get; set; }

    public long? FinalAt { get; set; }

    public long? InDoubtSince { get; set; }

    public string? Evidence { get; set; }

    /// <summary>Number of the ground of a refund that is not all of it in money; null for all others.</summary>
    public int? RefundGround { get; set; }

    /// <summary>How many of the sale's bytes or days are refunded; null where all of it is in money.</summary>
    public long? RefundPart { get; set; }

    /// <summary>Of how many.</summary>
    public long? RefundWhole { get; set; }

    /// <summary>What of the face goes back, in the plan's currency; null: all of it.</summary>
    public long? RefundFace { get; set; }

    /// <summary>What the customer gets back; null: all that was paid.</summary>
    public long? RefundPays { get; set; }

    /// <summary>What of the seller's commission goes back, in the plan's currency; null: all of it.</summary>
    public long? RefundCommission { get; set; }

    /// <summary>The points that the card gets; null where it is money.</summary>
    public long? RefundPoints { get; set; }

    /// <summary>What of the handling fee goes back; null: all of it, or not kept yet.</summary>
    public long? RefundFee { get; set; }

    /// <summary>The partner's event that saved it; null where that was not kept yet.</summary>
    public long? SavedEvent { get; set; }

    /// <summary>The partner's event that ended it; null likewise.</summary>
    public long? FinalEvent { get; set; }
}

internal sealed class TransferRow
{
    public required string PartnerId { get; set; }

    public required string Id { get; set; }

    public int Kind { get; set; }

    public int Phase { get; set; }

    public string? TopUpId { get; set; }

    /// <summary>The partner that sold the top-up, where it is not this one but beneath it; null otherwise.</summary>
    public string? SellerId { get; set; }

    public string? Reverses { get; set; }

    /// <summary>What produced the amount, where a rule did: rule, rate, base and schedule version as JSON.</summary>
    public string? Basis { get; set; }

    public long CreatedAt { get; set; }

    public long? ResolvedAt { get; set; }
}

internal sealed class LegRow
{
    public required string PartnerId { get; set; }

    public required string TransferId { get; set; }

    public int Number { get; set; }

    public int Account { get; set; }

    public required string Currency { get; set; }

    public long Amount { get; set; }
}

internal sealed class FloatEntryRow
{
    public required string PartnerId { get; set; }

    public required string Currency { get; set; }

    public long Sequence { get; set; }

    public required string TransferId { get; set; }

    public long Amount { get; set; }

    public long BalanceAfter { get; set; }

    public long PostedAt { get; set; }
}

internal sealed class JobRow
{
    public required string PartnerId { get; set; }

    /// <summary>The top-up or reversal that the job finishes; also our id at the issuer.</summary>
    public required string OperationId { get; set; }

    public int Kind { get; set; }

    public int State { get; set; }

    /// <summary>
    /// Whether a request may have left a process; once true, the issuer is asked before anything is sent.
    /// </summary>
    public bool PossiblySent { get; set; }

    public int Attempts { get; set; }

    /// <summary>QUEUED and WAITING: when to work on it. CLAIMED: when the lease ends.</summary>
    public long DueAt { get; set; }

    public string? LeaseOwner { get; set; }

    public long CreatedAt { get; set; }

    /// <summary>W3C trace context of the call that saved it, so that one trace shows the whole route.</summary>
    public string? TraceParent { get; set; }

    /// <summary>The issuer's latest answers that ended nothing, a line each; null where there was none.</summary>
    public string? Answers { get; set; }
}

internal sealed class EventRow
{
    public required string PartnerId { get; set; }

    public long Number { get; set; }

    public required string TopUpId { get; set; }

    public int State { get; set; }

    public long At { get; set; }
}

/// <summary>How far the sales of a partner were compared with what became of their cards.</summary>
internal sealed class CardCheckRow : IEventProgressRow
{
    public required string PartnerId { get; set; }

    /// <summary>Number of the partner's last event that is dealt with.</summary>
    public long LastEvent { get; set; }

    public required string LeaseOwner { get; set; }

    public long LeaseUntil { get; set; }
}

internal sealed class DocumentRow
{
    public int Kind { get; set; }

    public required string Id { get; set; }

    public required string Version { get; set; }

    public long ValidFrom { get; set; }

    public long PublishedAt { get; set; }

    public required string Json { get; set; }
}

internal sealed class AnomalyRow
{
    public required string PartnerId { get; set; }

    public required string Id { get; set; }

    public required string TopUpId { get; set; }

    public required string Detail { get; set; }

    public long At { get; set; }
}

/// <summary>
/// Row 1 is what servers write in order to find out whether the database takes writes; row 2 is what publishers of
/// documents lock.
/// </summary>
internal sealed class HeartbeatRow
{
    public int Id { get; set; }

    public long At { get; set; }
}
