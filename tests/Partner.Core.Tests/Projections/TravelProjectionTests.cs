using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Projections;

/// <summary>旅游卡: what remains is kept and merged with the new.</summary>
public sealed class TravelProjectionTests
{
    [Theory]
    [InlineData("travel-1d", "2026-01-21")]
    [InlineData("travel-1m", "2026-02-20")]
    [InlineData("travel-1y", "2027-01-20")]
    public void TRAVEL_data_that_remains_is_merged_with_the_new_and_its_end(string code, string after)
    {
        var end = DemoCards.At("2026-01-21");
        var card = DemoCards.Card(
            CardType.Travel, "2026-01-20", CardStanding.Active, new DataPack("GLOBAL", 3 * DemoCards.Gib, end));

        var projection = card.Sell(code).Value;

        Assert.Equal(after, projection.After.LastDay());
        var pack = Assert.Single(projection.After.Packs);
        Assert.Equal(3 * DemoCards.Gib + DemoCards.Plan(code).DataBytes, pack.RemainingBytes);
        Assert.Equal(projection.After.ValidUntil, pack.ExpiresAt);
        Assert.Equal(
            (ProjectionNoteKind.DataMerged, 3 * DemoCards.Gib),
            projection.Notes.Select(note => (note.Kind, note.Bytes)).Single());
    }

    [Fact]
    public void TRAVEL_month_from_the_31st_ends_with_the_shorter_month() => Assert.Equal(
        "2026-02-28", DemoCards.Card(CardType.Travel, "2026-01-31").Sell("travel-1m").Value.After.LastDay());

    [Fact]
    public void TRAVEL_plan_that_says_so_keeps_nothing_and_names_what_is_lost()
    {
        var plan = DemoCards.Plan("travel-1m");
        var strict = plan with { Grants = plan.Grants with { Rollover = false } };
        var card = DemoCards.Card(
            CardType.Travel, "2026-01-20", CardStanding.Active, new DataPack("GLOBAL", 5, DemoCards.At("2026-01-21")));

        var projection = card.Project(new ProjectedSale(strict, Given.Yuan(98))).Value;

        var note = Assert.Single(projection.Notes);
        Assert.Equal((ProjectionNoteKind.DataLost, 5L, true), (note.Kind, note.Bytes, note.IsLoss));
        Assert.Equal(plan.DataBytes, Assert.Single(projection.After.Packs).RemainingBytes);
    }

    [Fact]
    public void TRAVEL_data_of_another_region_goes_on_beside_the_new()
    {
        DataPack[] japan = [new("JP", 7, null), new("JP", 7, null)];

        var projection = DemoCards.Card(CardType.Travel, "2026-01-20", CardStanding.Active, japan)
            .Sell("travel-1d").Value;

        Assert.Equal(3, projection.After.Packs.Count);
        Assert.Equal(japan, projection.After.Packs.Take(2));
        Assert.Empty(projection.Notes);
    }

    [Fact]
    public void TRAVEL_data_that_lapsed_before_is_neither_kept_nor_told_as_lost()
    {
        var card = DemoCards.Card(
            CardType.Travel, "2026-01-20", CardStanding.Active, new DataPack("GLOBAL", 5, DemoCards.Now));

        var projection = card.Sell("travel-1d").Value;

        Assert.Equal(DemoCards.Gib, Assert.Single(projection.After.Packs).RemainingBytes);
        Assert.Empty(projection.Notes);
    }

    [Fact]
    public void TRAVEL_data_with_a_validity_of_its_own_ends_before_the_card()
    {
        var plan = DemoCards.Plan("travel-1y");
        var weekly = plan with { Grants = new PlanGrants { DataPeriod = new CalendarPeriod(PeriodUnit.Day, 7) } };

        var after = DemoCards.Card(CardType.Travel, "2026-01-10", CardStanding.InGrace)
            .Project(new ProjectedSale(weekly, Given.Yuan(588))).Value.After;

        Assert.Equal("2027-01-15", after.LastDay());
        Assert.Equal(DemoCards.At("2026-01-23"), Assert.Single(after.Packs).ExpiresAt);
    }

    [Fact]
    public void TRAVEL_plan_of_a_first_use_waits_for_it_and_the_card_lives_until_then()
    {
        var plan = DemoCards.Plan("travel-1m");
        var later = plan with
        {
            Grants = new PlanGrants
            {
                Start = GrantStart.AtFirstUse,
                UseWithin = new CalendarPeriod(PeriodUnit.Month, 6),
            },
        };

        var after = new CardState(CardType.Travel, CardStanding.Active, null)
            .Project(new ProjectedSale(later, Given.Yuan(98))).Value.After;

        Assert.Empty(after.Packs);
        var pack = Assert.Single(after.Queue);
        Assert.Equal((null, DemoCards.At("2026-07-16")), (pack.StartsAt, pack.UseBy));
        Assert.Equal("2026-07-15", after.LastDay());
    }
}
