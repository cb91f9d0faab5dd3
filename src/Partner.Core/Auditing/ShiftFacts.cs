namespace Partner.Core.Auditing;

/// <summary>A closed shift as it is stored.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="Id">Its id.</param>
/// <param name="Outlet">The outlet; may be empty.</param>
/// <param name="Terminal">The terminal.</param>
/// <param name="Number">Its number at the terminal.</param>
/// <param name="FromReceipt">The partner's receipt counter where it begins.</param>
/// <param name="ThroughReceipt">Where it ends.</param>
/// <param name="FromEvent">The partner's last event before it.</param>
/// <param name="ThroughEvent">Its last event.</param>
/// <param name="BusinessDay">Day number of the till's day.</param>
/// <param name="LastOfDay">Whether it closed that day.</param>
/// <param name="ClosedThrough">Day number of the terminal's last closed day; null while there is none.</param>
/// <param name="ClosedAt">When it was closed (UTC).</param>
public sealed record ShiftFacts(
    string PartnerId,
    string Id,
    string Outlet,
    string Terminal,
    long Number,
    long FromReceipt,
    long ThroughReceipt,
    long FromEvent,
    long ThroughEvent,
    int BusinessDay,
    bool LastOfDay,
    int? ClosedThrough,
    DateTimeOffset ClosedAt)
{
    /// <summary>Its frozen figures; null while nobody has added them up.</summary>
    public ShiftSumFacts? Figures { get; init; }

    /// <summary>What became of what was under way; null while some of it still is, or nobody has asked.</summary>
    public ShiftSumFacts? Sequel { get; init; }
}

/// <summary>Stored sums of a shift.</summary>
/// <param name="Lines">Its lines as they stand there; null where they cannot be read.</param>
/// <param name="MoreCashiers">Whether cashiers share lines.</param>
/// <param name="Open">How many are said to be under way still.</param>
public sealed record ShiftSumFacts(IReadOnlyList<ShiftLineFacts>? Lines, bool MoreCashiers, long Open);

/// <summary>A stored line of a shift; amounts are minor units.</summary>
/// <param name="Entry">Number of the <see cref="Shifts.ShiftEntry"/>.</param>
/// <param name="Cashier">The cashier; empty for none.</param>
/// <param name="Count">How many.</param>
/// <param name="Currency">Of the plan's amounts.</param>
/// <param name="DebitCurrency">Of the float.</param>
/// <param name="Face">Sum of the face values.</param>
/// <param name="Fee">Of the handling fees.</param>
/// <param name="Pays">Of what customers paid, or got back.</param>
/// <param name="Debit">Of the debits or credits.</param>
/// <param name="Commission">Of the seller's commissions.</param>
public sealed record ShiftLineFacts(
    int Entry, string Cashier, long Count, string Currency, string DebitCurrency, long Face, long Fee, long Pays,
    long Debit, long Commission);

/// <summary>One sale or refund within the range of a shift, as it is now; amounts are minor units.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="ShiftId">The shift in whose range it is.</param>
/// <param name="IsRefund">Whether it is a refund.</param>
/// <param name="State">Number of its state.</param>
/// <param name="EndedBy">The partner's event that ended it; null while it is under way, or where it has none.</param>
/// <param name="EndedAt">When it ended (UTC); null while it is under way.</param>
/// <param name="Cashier">Who did it.</param>
/// <param name="Currency">Of the plan's amounts.</param>
/// <param name="DebitCurrency">Of the float.</param>
/// <param name="Face">Its face value, or what goes back of it.</param>
/// <param name="Fee">The handling fee.</param>
/// <param name="Pays">What the customer paid, or gets back.</param>
/// <param name="Debit">The debit, or the credit.</param>
/// <param name="Commission">The seller's commission.</param>
public sealed record ShiftPartFacts(
    string PartnerId, string ShiftId, bool IsRefund, int State, long? EndedBy, DateTimeOffset? EndedAt, string Cashier,
    string Currency, string DebitCurrency, long Face, long Fee, long Pays, long Debit, long Commission);
