using Partner.Core.Actions;
using Partner.Core.Amounts;
using Partner.Core.Calendars;
using Partner.Core.TopUps;
using Partner.Server.WebConsole.Display;
using Partner.Server.WebConsole.Readings;

namespace Partner.Server.Tests.WebConsole;

/// <summary>What pages show, without a page.</summary>
public sealed class ConsoleReadingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 8, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Asia/Shanghai", "2026-03-07T16:00:00Z")]
    [InlineData("UTC", "2026-03-08T00:00:00Z")]
    [InlineData("America/New_York", "2026-03-08T05:00:00Z")]
    [InlineData("America/Havana", "2026-03-08T05:00:00Z")]
    public void A_day_begins_with_its_first_moment_also_where_clocks_skip_midnight(string zone, string start) =>
        Assert.Equal(
            DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture),
            CalendarDay.StartOf(Noon, TimeZoneInfo.FindSystemTimeZoneById(zone)));

    [Theory]
    [InlineData(0, 4)]
    [InlineData(4, 4)]
    [InlineData(5, 8)]
    [InlineData(9, 20)]
    [InlineData(21, 40)]
    [InlineData(81, 200)]
    [InlineData(1_000_000, 2_000_000)]
    public void The_scale_is_the_next_round_number(long most, long scale) =>
        Assert.Equal(scale, SalesChart.ScaleOf(most));

    [Fact]
    public void A_bar_stacks_its_states_without_a_gap_and_shows_a_single_sale_beside_thousands()
    {
        var counts = new Dictionary<TopUpState, long> { [TopUpState.Succeeded] = 3_999, [TopUpState.Failed] = 1 };
        var chart = SalesChart.Of(new DayOfSales([new HourOfSales(Noon, counts, [])], true, Noon));

        var parts = Assert.Single(chart.Bars).Parts;
        Assert.Equal([TopUpState.Succeeded, TopUpState.Failed], parts.Select(part => part.State));
        Assert.Equal(SalesChart.Ground, parts[0].Top + parts[0].Height);
        Assert.Equal(parts[0].Top, parts[1].Top + parts[1].Height);
        Assert.True(parts[1].Height >= 1);
        Assert.Equal([0, 1_000, 2_000, 3_000, 4_000], chart.Lines.Select(line => line.Count));
    }

    [Fact]
    public void A_place_in_a_list_is_read_as_it_was_written_and_nothing_else_is()
    {
        Assert.True(Cursor.TryRead(Cursor.Write(Noon, "a.b"), out var place));
        Assert.Equal((Noon, "a.b"), place);
        Assert.True(Cursor.TryRead("", out place) && place is null);
        foreach (var wrong in new[] { "x", "1", "-1.a", "1e3.a", "9999999999999999999.a", new string('1', 300) + ".a" })
        {
            Assert.False(Cursor.TryRead(wrong, out _), wrong);
        }
    }

    [Theory]
    [InlineData(123_456_789, "CNY", "1,234,567.89 CNY")]
    [InlineData(-5, "CNY", "−0.05 CNY")]
    [InlineData(1_000, "JPY", "1,000 JPY")]
    [InlineData(1_234_567, "KWD", "1,234.567 KWD")]
    [InlineData(long.MinValue, "CNY", "−92,233,720,368,547,758.08 CNY")]
    public void Money_is_written_as_its_currency_is(long minor, string currency, string text) =>
        Assert.Equal(text, Visit.Money(new Money(minor, Currency.Of(currency))));

    [Fact]
    public void What_is_not_seen_is_spelled_out()
    {
        Assert.Equal("a[U+202E]b[U+200B]שלום 中文", Foreign.Visible("a\u202Eb\u200Bשלום 中文"));
        Assert.Equal("a[U+000A]b", Foreign.Visible("a\nb"));
    }

    [Fact]
    public void Of_an_action_what_changed_is_told()
    {
        var action = RecordedAction.Next(
            new PartnerId("p"), ActionHead.Empty,
            new NewAction(
                ActionBy.Program, ActionNames.CreditLimitSet, "partners/p",
                """{"limit":1,"currency":"CNY","gone":"x"}""", """{"limit":2,"currency":"CNY","new":null}"""),
            Noon);

        Assert.Equal(
            [new ChangedFact("limit", "1", "2"), new ChangedFact("gone", "x", null)], ChangedFacts.Of(action));
    }

    [Theory]
    [InlineData("2026-11", true)]
    [InlineData("2026-13", false)]
    [InlineData("2026-1", false)]
    [InlineData("0001-01", false)]
    [InlineData("9999-12", false)]
    public void A_month_is_a_year_and_a_month(string text, bool isMonth) =>
        Assert.Equal(isMonth, FloatMonths.MonthOf(text) is not null);
}
