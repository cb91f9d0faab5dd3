using Partner.Core.Limits;

namespace Partner.Core.Tests.Limits;

/// <summary>Days and months of a partner's zone, at their ends and where clocks are put forward or back.</summary>
public sealed class LimitPeriodsTests
{
    [Theory]
    [InlineData("Asia/Shanghai", "2026-01-31T15:59:59Z", "2026-01-31", "2026-01-31T16:00:00Z", "2026-01-31T16:00:00Z")]
    [InlineData("Asia/Shanghai", "2026-01-31T16:00:00Z", "2026-02-01", "2026-02-01T16:00:00Z", "2026-02-28T16:00:00Z")]
    [InlineData("UTC", "2028-02-29T23:59:59Z", "2028-02-29", "2028-03-01T00:00:00Z", "2028-03-01T00:00:00Z")]
    [InlineData("UTC", "2026-12-31T12:00:00Z", "2026-12-31", "2027-01-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    // 23 and 25 hours: clocks go forward on 29 March, back on 25 October.
    [InlineData("Europe/Berlin", "2026-03-29T05:00:00Z", "2026-03-29", "2026-03-29T22:00:00Z", "2026-03-31T22:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25", "2026-10-25T23:00:00Z", "2026-10-31T23:00:00Z")]
    // Midnight itself is left out on 8 March, and shown twice on 1 November.
    [InlineData("America/Havana", "2026-03-08T04:59:59Z", "2026-03-07", "2026-03-08T05:00:00Z", "2026-04-01T04:00:00Z")]
    [InlineData("America/Havana", "2026-11-01T04:30:00Z", "2026-11-01", "2026-11-02T05:00:00Z", "2026-12-01T05:00:00Z")]
    [InlineData("America/Havana", "2026-10-31T12:00:00Z", "2026-10-31", "2026-11-01T04:00:00Z", "2026-11-01T04:00:00Z")]
    public void A_day_and_a_month_end_with_the_first_instant_of_the_next(
        string zone, string now, string day, string dayEnds, string monthEnds)
    {
        var periods = LimitPeriods.At(At(now), TimeZoneInfo.FindSystemTimeZoneById(zone));

        Assert.Equal(
            (day, At(dayEnds), At(monthEnds), day[..7]),
            (periods.DayKey, periods.DayEnds, periods.MonthEnds, periods.MonthKey));
    }

    [Fact]
    public void An_hour_is_a_full_one_of_UTC_wherever_the_partner_is()
    {
        var periods = LimitPeriods.At(At("2026-01-15T12:34:56Z"), TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata"));

        Assert.Equal(("2026-01-15T12Z", At("2026-01-15T13:00:00Z")), (periods.HourKey, periods.HourEnds));
    }

    [Fact]
    public void A_period_never_ends_before_the_next_begins_nor_after_it_in_any_zone()
    {
        var random = new Random(27);
        foreach (var name in new[]
        {
            "Asia/Shanghai", "Europe/Berlin", "America/Havana", "Africa/Cairo", "Asia/Beirut", "Australia/Lord_Howe",
            "America/St_Johns", "Asia/Tehran",
        })
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
            for (var round = 0; round < 3_000; round++)
            {
                var now = At("2010-01-01T00:00:00Z").AddMinutes(random.Next(0, 20 * 365 * 24 * 60));
                var periods = LimitPeriods.At(now, zone);
                var (last, next) = (
                    LimitPeriods.At(periods.DayEnds.AddTicks(-1), zone), LimitPeriods.At(periods.DayEnds, zone));

                Assert.True(periods.DayEnds > now, $"{name} {now:O}");
                Assert.True(last.Day == periods.Day, $"{name} {now:O}");
                Assert.True(next.Day > periods.Day, $"{name} {now:O}");
                Assert.True(
                    LimitPeriods.At(periods.MonthEnds.AddTicks(-1), zone).MonthKey == periods.MonthKey
                    && LimitPeriods.At(periods.MonthEnds, zone).MonthKey != periods.MonthKey,
                    $"{name} {now:O}");
            }
        }
    }

    private static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
