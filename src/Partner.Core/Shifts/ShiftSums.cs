using Partner.Core.TopUps;

namespace Partner.Core.Shifts;

/// <summary>Adds the lines of shifts up.</summary>
public static class ShiftSums
{
    /// <summary>How many cashiers have lines of their own: a page of shifts must have an end.</summary>
    public const int MostCashiers = 200;

    /// <summary>What a sale counts as by its state.</summary>
    public static ShiftEntry Of(TopUpState state) => state switch
    {
        TopUpState.Processing => ShiftEntry.SaleProcessing,
        TopUpState.Failed => ShiftEntry.SaleFailed,
        TopUpState.Cancelled => ShiftEntry.SaleCancelled,
        _ => ShiftEntry.SaleSucceeded,
    };

    /// <summary>What a refund counts as by its state.</summary>
    public static ShiftEntry Of(ReversalState state) => state switch
    {
        ReversalState.Processing => ShiftEntry.RefundProcessing,
        ReversalState.Succeeded => ShiftEntry.RefundSucceeded,
        _ => ShiftEntry.RefundFailed,
    };

    /// <summary>The figures of a shift.</summary>
    /// <param name="parts">Sums in any order; several may belong to one line.</param>
    public static ShiftFigures Figures(IEnumerable<ShiftLine> parts)
    {
        var lines = Joined(parts);
        var named = lines.Select(line => line.Cashier).Where(cashier => cashier.Length > 0)
            .Distinct(StringComparer.Ordinal).ToList();
        if (named.Count <= MostCashiers)
        {
            return new ShiftFigures(lines, false);
        }

        var kept = named.Take(MostCashiers).ToHashSet(StringComparer.Ordinal);
        return new ShiftFigures(
            Joined(lines.Select(line => kept.Contains(line.Cashier) ? line : line with { Cashier = "" })), true);
    }

    /// <summary>What became of what was under way.</summary>
    /// <param name="parts">Its sums as they are now.</param>
    public static ShiftSequel Sequel(IEnumerable<ShiftLine> parts)
    {
        var lines = Joined(parts.Select(line => line with { Cashier = "" }));
        return new ShiftSequel(
            lines.FindAll(line => !line.IsOpen), lines.Where(line => line.IsOpen).Sum(line => line.Count));
    }

    /// <summary>Lines by cashier, entry and currencies, those without a cashier last.</summary>
    private static List<ShiftLine> Joined(IEnumerable<ShiftLine> parts) =>
    [
        .. parts
            .GroupBy(line => (line.Cashier, line.Entry, line.Face.Currency, line.NetDebit.Currency))
            .Select(same => same.Aggregate((one, other) => one + other))
            .OrderBy(line => line.Cashier.Length == 0)
            .ThenBy(line => line.Cashier, StringComparer.Ordinal)
            .ThenBy(line => line.Entry)
            .ThenBy(line => line.Face.Currency.Code, StringComparer.Ordinal)
            .ThenBy(line => line.NetDebit.Currency.Code, StringComparer.Ordinal),
    ];
}
