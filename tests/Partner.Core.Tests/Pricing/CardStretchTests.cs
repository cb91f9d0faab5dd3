using System.Globalization;
using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Pricing;

/// <summary>How often a plan may go onto a card is counted by the calendar of the card's zone.</summary>
public sealed class CardStretchTests
{
    [Theory]
    [InlineData("2027-01-31T12:00:00+08:00", PeriodUnit.Month, "2027-02-28T12:00:00+08:00")]
    [InlineData("2028-01-31T12:00:00+08:00", PeriodUnit.Month, "2028-02-29T12:00:00+08:00")]
    [InlineData("2027-02-28T12:00:00+08:00", PeriodUnit.Month, "2027-03-28T12:00:00+08:00")]
    [InlineData("2028-02-29T12:00:00+08:00", PeriodUnit.Year, "2029-02-28T12:00:00+08:00")]
    [InlineData("2027-06-01T00:00:00+08:00", PeriodUnit.Day, "2027-06-02T00:00:00+08:00")]
    public void A_sale_counts_until_its_period_is_over(string sold, PeriodUnit unit, string end)
    {
        var (at, over) = (At(sold), At(end));

        var before = Stretch(unit, over.AddTicks(-1)).Check([at]);
        var after = Stretch(unit, over).Check([at]);

        Assert.Equal((Reason.CardLimitReached, "plans/plan"), (before?.Reason, before?.Metadata["plan"]));
        Assert.Equal(over, At(before!.Metadata["room_from"]));
        Assert.Null(after);
        Assert.True(Stretch(unit, over.AddTicks(-1)).Since < at, "what still counts must be looked for");
    }

    [Fact]
    public void There_is_room_when_as_many_have_ended_as_there_are_too_many()
    {
        var now = At("2027-06-30T12:00:00+08:00");
        DateTimeOffset[] sold = [now.AddDays(-1), now.AddDays(-3), now.AddDays(-2), now.AddDays(-40)];

        var refusal = Stretch(PeriodUnit.Month, now, 2).Check(sold);

        // Three count where two may: after the end of the second oldest one is left.
        Assert.Equal(("3", "2"), (refusal!.Metadata["used"], refusal.Metadata["limit"]));
        Assert.Equal(At("2027-07-28T12:00:00+08:00"), At(refusal.Metadata["room_from"]));
        Assert.Null(Stretch(PeriodUnit.Month, now, 4).Check(sold));
    }

    [Theory]
    [InlineData(PeriodUnit.Day)]
    [InlineData(PeriodUnit.Month)]
    [InlineData(PeriodUnit.Year)]
    public void Whatever_still_counts_is_looked_for(PeriodUnit unit)
    {
        for (var now = At("2027-01-01T00:00:00+08:00"); now.Year < 2029; now = now.AddHours(7))
        {
            var stretch = Stretch(unit, now);

            Assert.Null(stretch.Check([stretch.Since]));
            Assert.Null(stretch.Check([stretch.Since.AddHours(1)]));
        }
    }

    [Fact]
    public void A_plan_is_limited_by_the_calendar_of_its_card_type()
    {
        var limit = new CardLimit(1, new CalendarPeriod(PeriodUnit.Month, 1));
        var plan = Given.Plan("plan", new PlanPrice.Fixed(Given.Yuan(1)), CardType.Travel);
        var limited = plan with { Conditions = plan.Conditions with { MaximumPerCard = limit } };
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
        var catalogue = new PlanCatalogue("plans@1", [limited], [])
        {
            CardTypes = new Dictionary<CardType, CardTypeRules>
            {
                [CardType.Travel] = new(CardType.Travel, zone),
                [CardType.Phone] = new(CardType.Phone, TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris")),
            },
        };

        Assert.Equal(
            new CardStretch(limited.Code, limit, zone, Given.Noon), CardStretch.Of(limited, catalogue, Given.Noon));
        Assert.Null(CardStretch.Of(plan, catalogue, Given.Noon));
        Assert.Null(CardStretch.Of(null, catalogue, Given.Noon));
    }

    private static CardStretch Stretch(PeriodUnit unit, DateTimeOffset now, int most = 1) => new(
        new PlanCode("plan"),
        new CardLimit(most, new CalendarPeriod(unit, 1)),
        TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"),
        now);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
