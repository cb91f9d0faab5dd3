using Partner.Core.Plans;

namespace Partner.Core.Publishing;

/// <summary>A table of validity by amount must cover every amount, and more money must never buy less time.</summary>
internal static class BandCheck
{
    private const string Table = "grants.byAmount";

    public static IEnumerable<(string Key, string Problem)> Flaws(Plan plan)
    {
        var (bands, currency) = (plan.Grants.ByAmount, plan.Price.Currency);
        if (plan.Period is not null)
        {
            yield return (Table, "stands beside a period: give one of the two");
        }

        if (plan.Price is PlanPrice.Fixed)
        {
            yield return (Table, "is for a choice of amounts: a fixed price has a period");
        }

        for (var i = 0; i < bands.Count; i++)
        {
            if (bands[i].From.Currency != currency)
            {
                yield return ($"{Table}[{i}].from", $"must be in {currency}, the currency of the price");
                yield break;
            }
        }

        for (var i = 1; i < bands.Count; i++)
        {
            if (bands[i].From <= bands[i - 1].From)
            {
                yield return ($"{Table}[{i}].from", "must be above the one before it");
            }
            else if (!IsSurelyAsLong(bands[i].Period, bands[i - 1].Period))
            {
                yield return (
                    $"{Table}[{i}].period",
                    $"{bands[i].Period} may be shorter than the {bands[i - 1].Period} that less money buys");
            }
        }

        var lowest = plan.Price.Lowest;
        if (bands[0].From > lowest)
        {
            yield return ($"{Table}[0].from", $"leaves amounts without a band: the plan is sold from {lowest}");
        }

        var highest = plan.Price.Highest;
        for (var i = 0; i < bands.Count; i++)
        {
            if (bands[i].From > highest)
            {
                yield return ($"{Table}[{i}].from", $"is never reached: the plan is sold to {highest}");
            }
        }
    }

    /// <summary>Whether a period is longer than another in whatever month it begins.</summary>
    public static bool IsSurelyLonger(CalendarPeriod period, CalendarPeriod other) =>
        period.CountsMonths == other.CountsMonths
            ? period.Length > other.Length
            : FewestDays(period) > MostDays(other);

    private static bool IsSurelyAsLong(CalendarPeriod period, CalendarPeriod other) =>
        period.CountsMonths == other.CountsMonths
            ? period.Length >= other.Length
            : FewestDays(period) >= MostDays(other);

    /// <summary>No month has less than 28 days, and no twelve of them less than 365.</summary>
    private static int FewestDays(CalendarPeriod period) => period.CountsMonths
        ? (period.Length / 12 * 365) + (period.Length % 12 * 28)
        : period.Length;

    private static int MostDays(CalendarPeriod period) => period.CountsMonths
        ? (period.Length / 12 * 366) + (period.Length % 12 * 31)
        : period.Length;
}
