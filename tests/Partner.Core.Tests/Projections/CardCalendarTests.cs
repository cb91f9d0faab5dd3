using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Partner.Core.Plans;
using Partner.Core.Projections;

namespace Partner.Core.Tests.Projections;

/// <summary>Days, months and years by the calendar of a card's zone.</summary>
public sealed class CardCalendarTests
{
    internal static readonly string[] Zones =
    [
        "Asia/Shanghai", "UTC", "Europe/Berlin", "America/New_York", "America/Santiago", "Australia/Lord_Howe",
        "Asia/Kathmandu",
    ];

    [Theory]
    [InlineData("31 January and a month", "Asia/Shanghai", "2026-01-31 10:00", "1 month", "2026-02-28 10:00")]
    [InlineData("31 January of a leap year", "Asia/Shanghai", "2028-01-31 10:00", "1 month", "2028-02-29 10:00")]
    [InlineData("no February in 2100", "Asia/Shanghai", "2099-12-31 10:00", "2 month", "2100-02-28 10:00")]
    [InlineData("January to its end", "Asia/Shanghai", "2026-02-01 00:00", "1 month", "2026-03-01 00:00")]
    [InlineData("29 February and a year", "Asia/Shanghai", "2028-02-29 08:00", "1 year", "2029-02-28 08:00")]
    [InlineData("29 February and four years", "Asia/Shanghai", "2028-02-29 08:00", "4 year", "2032-02-29 08:00")]
    [InlineData("28 February to its end", "Asia/Shanghai", "2028-02-29 00:00", "1 year", "2029-03-01 00:00")]
    [InlineData("30 January to its end", "Asia/Shanghai", "2026-01-31 00:00", "1 month", "2026-03-01 00:00")]
    [InlineData("February to its end", "Asia/Shanghai", "2026-03-01 00:00", "1 month", "2026-04-01 00:00")]
    [InlineData("31 days over a short month", "Asia/Shanghai", "2026-02-10 00:00", "31 day", "2026-03-13 00:00")]
    [InlineData("into summer time", "Europe/Berlin", "2026-03-28 12:00", "1 day", "2026-03-29 12:00")]
    [InlineData("onto the hour left out", "Europe/Berlin", "2026-03-28 02:30", "1 day", "2026-03-29 03:00")]
    [InlineData("a midnight left out", "America/Santiago", "2026-09-05 00:00", "1 day", "2026-09-06 01:00")]
    [InlineData("a month into winter time", "Europe/Berlin", "2026-10-01 00:00", "1 month", "2026-11-01 00:00")]
    public void A_period_later_the_clock_shows_the_same(
        string what, string zoneId, string start, string length, string end)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);

        var later = CardCalendar.Add(NaiveCalendar.Instant(Time(start), zone), Period(length), zone);

        var shown = TimeZoneInfo.ConvertTime(later, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        Assert.True(end == shown, $"{what}: {shown}");
    }

    [Fact]
    public void Of_an_hour_that_clocks_show_twice_the_later_is_meant()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var start = new DateTimeOffset(2026, 10, 24, 0, 30, 0, TimeSpan.Zero);

        var later = CardCalendar.Add(start, new CalendarPeriod(PeriodUnit.Day, 1), zone);

        Assert.Equal(new DateTimeOffset(2026, 10, 25, 1, 30, 0, TimeSpan.Zero), later);
    }

    [Fact]
    public void A_day_ends_at_midnight_of_the_cards_zone() => Assert.Equal(
        new DateTimeOffset(2026, 1, 15, 16, 0, 0, TimeSpan.Zero),
        CardCalendar.EndOfDay(
            new DateTimeOffset(2026, 1, 15, 15, 59, 59, TimeSpan.Zero),
            TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")));

    [Fact]
    public void An_end_beyond_all_reason_stays_where_it_is()
    {
        var far = new DateTimeOffset(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(far, CardCalendar.Add(far, new CalendarPeriod(PeriodUnit.Year, 1000), TimeZoneInfo.Utc));
    }

    [Fact]
    public void Reminders_are_counted_back_from_the_end() => Assert.Equal(
        new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero),
        CardCalendar.Subtract(
            new DateTimeOffset(2026, 8, 31, 0, 0, 0, TimeSpan.Zero),
            new CalendarPeriod(PeriodUnit.Month, 6),
            TimeZoneInfo.Utc));

    [Fact]
    public void The_calendar_agrees_with_one_that_tries_every_minute()
    {
        var cases = from zone in Gen.Elements(Zones)
                    from minutes in Gen.Choose(0, 60 * 24 * 366 * 20)
                    from seconds in Gen.Choose(0, 59)
                    from unit in Gen.Elements(PeriodUnit.Day, PeriodUnit.Month, PeriodUnit.Year)
                    from count in Gen.Choose(1, 40)
                    select (zone, minutes, seconds, new CalendarPeriod(unit, count));

        Prop.ForAll(cases.ToArbitrary(), one => Agrees(one.zone, one.minutes, one.seconds, one.Item4))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

        static bool Agrees(string id, int minutes, int seconds, CalendarPeriod period)
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
            var start = new DateTimeOffset(2015, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes).AddSeconds(seconds);
            var end = CardCalendar.Add(start, period, zone);
            return end == NaiveCalendar.Add(start, period, zone) && end > start
                && CardCalendar.EndOfDay(start, zone) == NaiveCalendar.Midnight(start, zone)
                && CardCalendar.EndOfDay(start, zone) > start;
        }
    }

    internal static CalendarPeriod Period(string text)
    {
        var parts = text.Split(' ');
        return new CalendarPeriod(
            Enum.Parse<PeriodUnit>(parts[1], ignoreCase: true), int.Parse(parts[0], CultureInfo.InvariantCulture));
    }

    private static DateTime Time(string text) =>
        DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
