using System.Numerics;
using Partner.Core.Shifts;
using Partner.Core.TopUps;

namespace Partner.Core.Auditing;

/// <summary>What the lines of a shift are told apart by.</summary>
internal readonly record struct ShiftKey(int Entry, string Cashier, string Currency, string DebitCurrency)
{
    public static ShiftKey Of(ShiftLineFacts line) => new(line.Entry, line.Cashier, line.Currency, line.DebitCurrency);
}

/// <summary>The sums of a line, in minor units.</summary>
internal readonly record struct ShiftTotals(
    long Count, BigInteger Face, BigInteger Fee, BigInteger Pays, BigInteger Debit, BigInteger Commission)
{
    public static ShiftTotals Of(ShiftLineFacts line) =>
        new(line.Count, line.Face, line.Fee, line.Pays, line.Debit, line.Commission);

    public static ShiftTotals operator +(ShiftTotals one, ShiftTotals other) => new(
        one.Count + other.Count, one.Face + other.Face, one.Fee + other.Fee, one.Pays + other.Pays,
        one.Debit + other.Debit, one.Commission + other.Commission);

    public override string ToString() => string.Join(
        "/", new[] { Count, Face, Fee, Pays, Debit, Commission }.Select(Named.Number));
}

/// <summary>Adds one shift up again from its sales and refunds as they are now.</summary>
/// <param name="shift">The shift.</param>
internal sealed class ShiftRecount(ShiftFacts shift)
{
    private readonly Dictionary<ShiftKey, ShiftTotals> _atClose = [];

    /// <summary>What was under way at the close and has ended since; without cashiers.</summary>
    public Dictionary<ShiftKey, ShiftTotals> Ended { get; } = [];

    /// <summary>How many are under way still.</summary>
    public long Open { get; private set; }

    /// <summary>Whether a sale or refund is in this shift.</summary>
    public bool Takes(ShiftPartFacts part) => (part.PartnerId, part.ShiftId) == (shift.PartnerId, shift.Id);

    /// <summary>Adds a sale or refund.</summary>
    public void Count(ShiftPartFacts part)
    {
        var (underWay, now) = (part.State == (int)TopUpState.Processing, Entry(part));
        var wasOpen = underWay
            || (part.EndedBy is { } number ? number > shift.ThroughEvent : part.EndedAt > shift.ClosedAt);
        var then = !wasOpen ? now : part.IsRefund ? ShiftEntry.RefundProcessing : ShiftEntry.SaleProcessing;
        Add(_atClose, then, part.Cashier, part);
        if (underWay)
        {
            Open++;
        }
        else if (wasOpen)
        {
            Add(Ended, now, "", part);
        }
    }

    /// <summary>The lines at the close. Beyond so many cashiers, by their names, all share lines.</summary>
    public (Dictionary<ShiftKey, ShiftTotals> Lines, bool MoreCashiers) Figures()
    {
        var named = _atClose.Keys.Select(key => key.Cashier).Where(cashier => cashier.Length > 0)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (named.Count <= ShiftSums.MostCashiers)
        {
            return (_atClose, false);
        }

        var kept = named.Take(ShiftSums.MostCashiers).ToHashSet(StringComparer.Ordinal);
        var lines = new Dictionary<ShiftKey, ShiftTotals>();
        foreach (var (key, totals) in _atClose)
        {
            var shared = kept.Contains(key.Cashier) ? key : key with { Cashier = "" };
            lines[shared] = lines.GetValueOrDefault(shared) + totals;
        }

        return (lines, true);
    }

    private static void Add(
        Dictionary<ShiftKey, ShiftTotals> lines, ShiftEntry entry, string cashier, ShiftPartFacts part)
    {
        var key = new ShiftKey((int)entry, cashier, part.Currency, part.DebitCurrency);
        var earns = entry is ShiftEntry.SaleSucceeded or ShiftEntry.RefundSucceeded;
        lines[key] = lines.GetValueOrDefault(key) + new ShiftTotals(
            1, part.Face, part.Fee, part.Pays, part.Debit, earns ? part.Commission : 0);
    }

    private static ShiftEntry Entry(ShiftPartFacts part) => part.IsRefund
        ? (ReversalState)part.State switch
        {
            ReversalState.Processing => ShiftEntry.RefundProcessing,
            ReversalState.Succeeded => ShiftEntry.RefundSucceeded,
            _ => ShiftEntry.RefundFailed,
        }
        : (TopUpState)part.State switch
        {
            TopUpState.Processing => ShiftEntry.SaleProcessing,
            TopUpState.Failed => ShiftEntry.SaleFailed,
            TopUpState.Cancelled => ShiftEntry.SaleCancelled,
            _ => ShiftEntry.SaleSucceeded,
        };
}
