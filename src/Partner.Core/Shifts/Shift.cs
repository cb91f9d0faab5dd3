using Partner.Core.Amounts;

namespace Partner.Core.Shifts;

/// <summary>What a line of a shift adds up. Numbers are stored, and are the contract's.</summary>
public enum ShiftEntry
{
    /// <summary>Sales under way.</summary>
    SaleProcessing = 1,

    /// <summary>Sales that succeeded, also those that were refunded since.</summary>
    SaleSucceeded = 2,

    /// <summary>Sales that failed.</summary>
    SaleFailed = 3,

    /// <summary>Sales that were cancelled.</summary>
    SaleCancelled = 4,

    /// <summary>Refunds under way.</summary>
    RefundProcessing = 5,

    /// <summary>Refunds that were made.</summary>
    RefundSucceeded = 6,

    /// <summary>Refunds that were refused.</summary>
    RefundFailed = 7,
}

/// <summary>The sums of what a cashier did of one kind, in one currency.</summary>
/// <param name="Cashier">Empty where none was named.</param>
/// <param name="Count">How many.</param>
/// <param name="Face">Sum of the face values, in the plan's currency; of refunds what goes back of them.</param>
/// <param name="Fee">Of the handling fees.</param>
/// <param name="CustomerPays">Of what customers paid, or get back.</param>
/// <param name="NetDebit">Of the debits, or credits, in the float's currency.</param>
/// <param name="Commission">Of the seller's commissions; 0 unless it succeeded.</param>
public sealed record ShiftLine(
    ShiftEntry Entry,
    string Cashier,
    long Count,
    Money Face,
    Money Fee,
    Money CustomerPays,
    Money NetDebit,
    Money Commission)
{
    /// <summary>Whether it is about what was under way.</summary>
    public bool IsOpen => Entry is ShiftEntry.SaleProcessing or ShiftEntry.RefundProcessing;

    /// <summary>Both lines as one; they must be of one entry, cashier and currency.</summary>
    public static ShiftLine operator +(ShiftLine one, ShiftLine other) => one with
    {
        Count = checked(one.Count + other.Count),
        Face = one.Face + other.Face,
        Fee = one.Fee + other.Fee,
        CustomerPays = one.CustomerPays + other.CustomerPays,
        NetDebit = one.NetDebit + other.NetDebit,
        Commission = one.Commission + other.Commission,
    };
}

/// <summary>
/// Which sales and refunds are in a shift: those of its terminal that were numbered behind one pair of the partner's
/// counters and up to another. Both are assigned under the partner's lock, and read under it when a shift is closed, so
/// that the next shift begins just where this one ends.
/// </summary>
/// <param name="FromReceipt">Receipt counter of the last sale before the shift.</param>
/// <param name="ThroughReceipt">That of the last sale that may be in it.</param>
/// <param name="FromEvent">The partner's last event before the shift; refunds are numbered by events.</param>
/// <param name="ThroughEvent">
/// The last event that may be in it. What happened behind it is not part of the shift's figures.
/// </param>
public sealed record ShiftRange(long FromReceipt, long ThroughReceipt, long FromEvent, long ThroughEvent)
{
    /// <summary>Whether it begins with the terminal's first sale.</summary>
    public bool IsFirst => FromReceipt == 0 && FromEvent == 0;
}

/// <summary>The frozen figures of a shift.</summary>
/// <param name="Lines">By entry, cashier and currency.</param>
/// <param name="MoreCashiers">Whether some share lines without a cashier.</param>
public sealed record ShiftFigures(IReadOnlyList<ShiftLine> Lines, bool MoreCashiers)
{
    /// <summary>Whether something was under way.</summary>
    public bool HasOpen => Lines.Any(line => line.IsOpen);
}

/// <summary>What became of what was under way when a shift was closed.</summary>
/// <param name="Lines">What ended, by entry and currency.</param>
/// <param name="Open">How many are still under way.</param>
public sealed record ShiftSequel(IReadOnlyList<ShiftLine> Lines, long Open)
{
    /// <summary>Nothing was under way.</summary>
    public static ShiftSequel None { get; } = new([], 0);
}

/// <summary>A closed shift of a terminal.</summary>
public sealed record Shift
{
    /// <summary>The partner.</summary>
    public required PartnerId PartnerId { get; init; }

    /// <summary>26 characters, ordered by the time of closing.</summary>
    public required string Id { get; init; }

    /// <summary>The partner's id of the closing.</summary>
    public required RequestId RequestId { get; init; }

    /// <summary>The outlet; may be empty.</summary>
    public required string Outlet { get; init; }

    /// <summary>The terminal.</summary>
    public required string Terminal { get; init; }

    /// <summary>1, 2, 3, … for each terminal.</summary>
    public required long Number { get; init; }

    /// <summary>The till's business day.</summary>
    public required DateOnly BusinessDate { get; init; }

    /// <summary>Whether it was the last of its day.</summary>
    public required bool LastOfDay { get; init; }

    /// <summary>The terminal's last day that is closed, this shift included; null while none is.</summary>
    public DateOnly? ClosedThrough { get; init; }

    /// <summary>Who closed it; empty when not given.</summary>
    public required string ClosedBy { get; init; }

    /// <summary>When the one before was closed (UTC); null for the first.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When it was closed (UTC).</summary>
    public required DateTimeOffset ClosedAt { get; init; }

    /// <summary>What is in it.</summary>
    public required ShiftRange Range { get; init; }

    /// <summary>Its figures; null while nobody added them up since it was closed: they follow from the range.</summary>
    public ShiftFigures? Figures { get; init; }

    /// <summary>What became of what was under way; null while some of it still is.</summary>
    public ShiftSequel? Sequel { get; init; }
}
