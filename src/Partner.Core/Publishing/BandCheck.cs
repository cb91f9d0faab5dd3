using Partner.Core.Plans;
using Partner.Core.Texts;

namespace Partner.Core.Publishing;

/// <summary>A table of validity by amount must cover every amount, and more money must never buy less time.</summary>
internal static class BandCheck
{
    private const string Table = "grants.byAmount";

    public static IEnumerable<(string Key, Wording Problem)> Flaws(Plan plan)
    {
        var (bands, currency) = (plan.Grants.ByAmount, plan.Price.Currency);
        if (plan.Period is not null)
        {
            yield return (Table, new("stands beside a period: give one of the two", "与 period 只能填写其一"));
        }

        if (plan.Price is PlanPrice.Fixed)
        {
            yield return (Table, new(
                "is for a choice of amounts: a fixed price has a period", "仅用于可选金额：固定价格请填写 period"));
        }

        for (var i = 0; i < bands.Count; i++)
        {
            if (bands[i].From.Currency != currency)
            {
                yield return ($"{Table}[{i}].from", new(
                    $"must be in {currency}, the currency of the price", $"必须使用价格的币种 {currency}"));
                yield break;
            }
        }

        for (var i = 1; i < bands.Count; i++)
        {
            if (bands[i].From <= bands[i - 1].From)
            {
                yield return ($"{Table}[{i}].from", new("must be above the one before it", "必须高于前一项"));
            }
            else if (!IsSurelyAsLong(bands[i].Period, bands[i - 1].Period))
            {
                var (period, less) = (bands[i].Period, bands[i - 1].Period);
                yield return ($"{Table}[{i}].period", new(
                    $"{period} may be shorter than the {less} that less money buys",
                    $"{period.ToChinese()}可能短于较低金额所得的 {less.ToChinese()}"));
            }
        }

        var lowest = plan.Price.Lowest;
        if (bands[0].From > lowest)
        {
            yield return ($"{Table}[0].from", new(
                $"leaves amounts without a band: the plan is sold from {lowest}",
                $"有金额没有对应的档位：该套餐最低售 {lowest}"));
        }

        var highest = plan.Price.Highest;
        for (var i = 0; i < bands.Count; i++)
        {
            if (bands[i].From > highest)
            {
                yield return ($"{Table}[{i}].from", new(
                    $"is never reached: the plan is sold to {highest}", $"永远无法达到：该套餐最高售 {highest}"));
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
