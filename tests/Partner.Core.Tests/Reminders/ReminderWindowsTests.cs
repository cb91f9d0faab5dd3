using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.Reminders;
using Partner.Core.Tests.Projections;

namespace Partner.Core.Tests.Reminders;

/// <summary>When cards of each type are reminded of, by the calendar, and which are listed.</summary>
public sealed class ReminderWindowsTests
{
    [Theory]
    [InlineData(CardType.KeepNumber, "2026-12-31", "2026-06-30", "2026-09-30", "2026-11-30")]
    [InlineData(CardType.KeepNumber, "2026-08-31", "2026-02-28", "2026-05-31", "2026-07-31")]
    [InlineData(CardType.KeepNumber, "2028-08-30", "2028-02-29", "2028-05-30", "2028-07-30")]
    [InlineData(CardType.KeepNumber, "2026-03-31", "2025-09-30", "2025-12-31", "2026-02-28")]
    [InlineData(CardType.RegistrationEsim, "2026-03-01", "2026-02-15", "2026-02-22")]
    [InlineData(CardType.RegistrationEsim, "2028-03-01", "2028-02-16", "2028-02-23")]
    [InlineData(CardType.Phone, "2026-01-05", "2025-12-22", "2025-12-29")]
    [InlineData(CardType.Travel, "2026-10-07", "2026-09-23", "2026-09-30")]
    public void A_card_of_each_type_enters_its_windows_with_the_days_of_the_calendar(
        CardType type, string lastDay, params string[] days)
    {
        var end = DemoCards.At(lastDay).AddDays(1);
        var rules = RadarGiven.Rules(type);

        Assert.Equal(days.Length, rules.Reminders.Count);
        foreach (var (window, day) in rules.Reminders.Zip(days))
        {
            // A window begins when the day before it is over, as the card does end.
            var start = DemoCards.At(day).AddDays(1);
            Assert.Equal(start, ReminderWindows.Start(end, window, rules));
            Assert.Equal(window, ReminderWindows.At(end, rules, start));
            Assert.NotEqual(window, ReminderWindows.At(end, rules, start.AddTicks(-1)));
            Assert.Equal(start, ReminderWindows.NextStart(end, rules, start.AddTicks(-1)));
        }

        Assert.Null(ReminderWindows.At(end, rules, end));
        Assert.NotNull(ReminderWindows.At(end, rules, end.AddTicks(-1)));
    }

    [Fact]
    public void Weeks_over_a_change_of_clocks_keep_the_time_of_day()
    {
        var rules = new CardTypeRules(CardType.Travel, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        var end = new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.FromHours(2));

        Assert.Equal(
            new DateTimeOffset(2026, 3, 25, 0, 0, 0, TimeSpan.FromHours(1)),
            ReminderWindows.Start(end, new CalendarPeriod(PeriodUnit.Day, 7), rules));
        Assert.Equal(
            new DateTimeOffset(2026, 3, 29, 3, 0, 0, TimeSpan.FromHours(2)),
            ReminderWindows.Start(
                new DateTimeOffset(2026, 4, 5, 2, 30, 0, TimeSpan.FromHours(2)),
                new CalendarPeriod(PeriodUnit.Day, 7),
                rules));
    }

    [Theory]
    [InlineData(CardType.KeepNumber, "2025-10-15", true)]
    [InlineData(CardType.KeepNumber, "2025-10-14", false)]
    [InlineData(CardType.Travel, "2025-12-16", true)]
    [InlineData(CardType.Travel, "2025-12-15", false)]
    public void A_card_that_ended_is_listed_while_its_grace_lasts(CardType type, string lastDay, bool listed)
    {
        var (after, _) = ReminderWindows.EndsListed(RadarGiven.Rules(type), null, DemoCards.Now);

        Assert.Equal(listed, DemoCards.At(lastDay).AddDays(1) > after);
    }

    [Fact]
    public void A_card_without_known_grace_is_listed_for_thirty_days_more()
    {
        var rules = new CardTypeRules(CardType.Phone, TimeZoneInfo.Utc);

        Assert.Equal(DemoCards.Now.AddDays(-30), ReminderWindows.EndsListed(rules, null, DemoCards.Now).After);
    }

    [Fact]
    public void Whatever_is_in_its_window_is_listed_and_nothing_that_is_far_from_it()
    {
        for (var seed = 1; seed <= 1_000; seed++)
        {
            var random = new Random(seed);
            var zone = TimeZoneInfo.FindSystemTimeZoneById(
                CardCalendarTests.Zones[random.Next(CardCalendarTests.Zones.Length)]);
            var window = new CalendarPeriod((PeriodUnit)random.Next(1, 3), random.Next(1, 30));
            var rules = new CardTypeRules(CardType.KeepNumber, zone) { Reminders = [window] };
            var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(0, 1440 * 1500));
            var near = CardCalendar.Add(now, window, zone).AddDays(random.Next(-6, 7));
            var end = random.Next(2) == 0 ? CardCalendar.EndOfDay(near, zone) : near.AddMinutes(random.Next(1440));

            var to = ReminderWindows.EndsListed(rules, null, now).To;

            var start = ReminderWindows.Start(end, window, rules);
            Assert.True(start > now.AddHours(-1) || end <= to, $"seed {seed}");
            Assert.True(start <= now.AddDays(4) || end > to, $"seed {seed}");
        }
    }
}
