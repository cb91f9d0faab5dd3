using Partner.Core.Ledger;

namespace Partner.Core.Auditing;

/// <summary>
/// What tills sold and gave back on each business day, by what was posted: a sale on its own day, whatever became of it
/// later, a reversal on its own. These are the totals that partners are told, made anew from the ledger.
/// </summary>
internal sealed class DayRecount
{
    private readonly Dictionary<(string PartnerId, int? Day, string Currency), DaySums> _days = [];

    public void Count(OperationFacts operation)
    {
        if (operation.TopUp is not { } topUp)
        {
            return;
        }

        foreach (var transfer in operation.Transfers.Where(one =>
            one.PartnerId == topUp.PartnerId && one.Phase == (int)TransferPhase.Posted))
        {
            var moved = operation.LegsOf(transfer).Where(leg => leg.Account == (int)Account.Float)
                .Aggregate(Int128.Zero, (sum, leg) => sum + leg.Amount);
            if (transfer.Kind == (int)TransferKind.TopUp)
            {
                var day = Of(topUp, topUp.BusinessDay);
                (day.Sold, day.Debited) = (day.Sold + 1, day.Debited - moved);
            }
            else if (transfer.Kind == (int)TransferKind.Reversal
                && operation.Reversals.FirstOrDefault(one => transfer.Id == one.Id + ".reversal") is { } reversal)
            {
                var day = Of(topUp, reversal.BusinessDay);
                (day.Reversed, day.Returned) = (day.Reversed + 1, day.Returned + moved);
            }
        }
    }

    /// <summary>By partner, day and currency; what has no day comes first.</summary>
    public IReadOnlyList<DayTotals> Finish() =>
    [
        .. _days.OrderBy(pair => pair.Key.PartnerId, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Day ?? -1)
            .ThenBy(pair => pair.Key.Currency, StringComparer.Ordinal)
            .Select(pair => new DayTotals(
                pair.Key.PartnerId, BusinessDay.Of(pair.Key.Day), pair.Key.Currency,
                pair.Value.Sold, pair.Value.Debited, pair.Value.Reversed, pair.Value.Returned)),
    ];

    private DaySums Of(TopUpFacts topUp, int? day)
    {
        var key = (topUp.PartnerId, day, topUp.Amounts.DebitCurrency);
        return _days.TryGetValue(key, out var sums) ? sums : _days[key] = new DaySums();
    }

    private sealed class DaySums
    {
        public long Sold { get; set; }

        public Int128 Debited { get; set; }

        public long Reversed { get; set; }

        public Int128 Returned { get; set; }
    }
}

/// <summary>Stored numbers of days, which may be of no calendar.</summary>
internal static class BusinessDay
{
    /// <summary>The day; null where there is none of that number.</summary>
    public static DateOnly? Of(int? number) =>
        number is { } day && day >= DateOnly.MinValue.DayNumber && day <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber(day)
            : null;
}
