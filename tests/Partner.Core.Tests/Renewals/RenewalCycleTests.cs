using System.Globalization;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.Renewals;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Renewals;

/// <summary>When cards fall due, by their calendar, and which plans can renew themselves.</summary>
public sealed class RenewalCycleTests
{
    private const int Cases = 1_000;

    private static readonly string[] Zones =
        ["UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"];

    [Theory]
    [InlineData("2026-03-01T00:00:00+08:00", 1, "Asia/Shanghai", "2026-02-28T00:00:00+08:00")]
    [InlineData("2028-03-01T00:00:00+08:00", 1, "Asia/Shanghai", "2028-02-29T00:00:00+08:00")]
    [InlineData("2026-12-31T00:00:00+08:00", 30, "Asia/Shanghai", "2026-12-01T00:00:00+08:00")]
    [InlineData("2026-03-30T02:30:00+02:00", 1, "Europe/Berlin", "2026-03-29T03:00:00+02:00")]
    [InlineData("2026-10-26T02:30:00+01:00", 1, "Europe/Berlin", "2026-10-25T02:30:00+01:00")]
    [InlineData("2026-11-08T00:00:00-05:00", 7, "America/New_York", "2026-11-01T00:00:00-04:00")]
    public void A_card_is_due_so_many_days_before_its_end_by_its_calendar(
        string end, int days, string zone, string due) =>
        Assert.Equal(At(due), RenewalCycle.Due(At(end), days, TimeZoneInfo.FindSystemTimeZoneById(zone)));

    [Fact]
    public void Falling_due_is_before_the_end_and_not_earlier_for_fewer_days()
    {
        for (var seed = 1; seed <= Cases; seed++)
        {
            var random = new Random(seed);
            var zone = TimeZoneInfo.FindSystemTimeZoneById(Zones[random.Next(Zones.Length)]);
            var end = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)
                .AddMinutes(random.Next(0, 20 * 366 * 1440));
            var days = random.Next(1, RenewalPolicy.MostDaysBefore + 1);

            var due = RenewalCycle.Due(end, days, zone);

            Assert.True(due < end, $"seed {seed}");
            Assert.InRange((end - due).TotalDays, days - 1.1, days + 1.1);
            Assert.True(RenewalCycle.Due(end, days + 1, zone) <= due, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(1, CountedFrom.End, 3, 1, true)]
    [InlineData(30, CountedFrom.End, 3, 30, true)]
    [InlineData(30, CountedFrom.End, 3, 31, false)]
    [InlineData(30, CountedFrom.End, 300, 31, false)]
    [InlineData(90, CountedFrom.Today, 30, 45, true)]
    [InlineData(90, CountedFrom.Today, 300, 45, true)]
    [InlineData(90, CountedFrom.Today, 300, 46, false)]
    public void A_plan_renews_itself_where_it_adds_as_many_days_as_it_is_early(
        int period, CountedFrom from, int endsIn, int daysBefore, bool holds)
    {
        var plan = Given.Plan("phone-100", new PlanPrice.Fixed(Given.Yuan(100))) with
        {
            PeriodUnit = PeriodUnit.Day,
            PeriodCount = period,
            Grants = PlanGrants.Unsaid with { CountedFrom = from },
        };
        var card = new CardState(CardType.Phone, CardStanding.Active, Given.Noon.AddDays(endsIn));

        Assert.Equal(holds, RenewalCycle.Holds(
            card, new ProjectedSale(plan, Given.Yuan(100)), RenewalGiven.Rules, daysBefore));
    }

    [Fact]
    public void Each_attempt_of_each_cycle_has_an_id_of_the_form_that_callers_have()
    {
        var id = new RenewalId("0123456789abcdefghjkmnpqrs");
        var ids = (from cycle in Enumerable.Range(1, 30)
                   from attempt in Enumerable.Range(1, 30)
                   select RenewalCycle.SaleId(id, cycle, attempt).Value).ToList();

        Assert.Distinct(ids);
        Assert.All(ids, one => Assert.Matches("^[A-Za-z0-9_-]{16,64}$", one));
        Assert.True(RenewalCycle.SaleId(id, int.MaxValue, int.MaxValue).Value.Length <= 64);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
