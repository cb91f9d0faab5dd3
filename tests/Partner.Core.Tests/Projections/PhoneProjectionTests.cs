using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Projections;

/// <summary>电话卡: the amount becomes balance, and its table says how long the card is valid.</summary>
public sealed class PhoneProjectionTests
{
    [Theory]
    [InlineData("phone-choice", 50, "2026-02-14")]
    [InlineData("phone-choice", 100, "2026-04-15")]
    [InlineData("phone-choice", 200, "2026-07-14")]
    [InlineData("phone-any", 10, "2026-01-22")]
    [InlineData("phone-any", 49, "2026-01-22")]
    [InlineData("phone-any", 50, "2026-02-14")]
    [InlineData("phone-any", 199, "2026-04-15")]
    [InlineData("phone-any", 500, "2026-07-14")]
    [InlineData("phone-100", null, "2026-04-15")]
    public void PHONE_validity_is_that_of_the_amounts_band(string plan, int? yuan, string after)
    {
        var card = DemoCards.Card(CardType.Phone, "2026-01-16") with { Balance = Given.Yuan(3) };

        var projection = card.Sell(plan, yuan).Value;

        Assert.Equal(after, projection.After.LastDay());
        Assert.Equal(Given.Yuan(3 + (yuan ?? 100)), projection.After.Balance);
    }

    [Fact]
    public void PHONE_validity_is_never_shortened_and_the_days_that_count_twice_are_named()
    {
        var projection = DemoCards.Card(CardType.Phone, "2026-12-31").Sell("phone-choice", 50).Value;

        Assert.Equal("2026-12-31", projection.After.LastDay());
        var note = Assert.Single(projection.Notes);
        Assert.Equal((ProjectionNoteKind.ValidityLost, 30, true), (note.Kind, note.Days, note.IsLoss));
    }

    [Fact]
    public void PHONE_validity_that_overlaps_in_part_loses_that_part() => Assert.Equal(
        10, DemoCards.Card(CardType.Phone, "2026-01-25").Sell("phone-choice", 50).Value.Notes.Single().Days);

    [Theory]
    [InlineData(99_99, false)]
    [InlineData(100_00, true)]
    public void PHONE_balance_that_is_still_high_is_warned_of(long fen, bool warned)
    {
        var card = DemoCards.Card(CardType.Phone, "2026-01-15") with { Balance = Given.Fen(fen) };

        Assert.Equal(warned, card.Sell("phone-50").Value.Kinds().Contains(ProjectionNoteKind.BalanceHigh));
    }

    [Fact]
    public void PHONE_that_is_suspended_is_in_service_again() => Assert.Equal(
        CardStanding.Active,
        DemoCards.Card(CardType.Phone, "2026-01-20", CardStanding.Suspended).Sell("phone-50").Value.After.Standing);

    [Fact]
    public void PHONE_of_another_region_is_warned_of_with_both_regions()
    {
        var card = DemoCards.Card(CardType.Phone, "2026-01-15") with { Region = "HK" };

        var note = Assert.Single(card.Sell("phone-50").Value.Notes);

        Assert.Equal(
            (ProjectionNoteKind.WrongRegion, "CN", "HK"), (note.Kind, note.PlanRegion, note.CardRegion));
    }

    [Fact]
    public void PHONE_plans_without_rules_only_add_balance()
    {
        var plan = Given.Plan("credit", new PlanPrice.Fixed(Given.Yuan(50)));

        var projection = CardProjector.Project(
            DemoCards.Card(CardType.Phone, "2026-06-30"),
            new ProjectedSale(plan, Given.Yuan(50)),
            CardTypeRules.Unsaid(CardType.Phone),
            DemoCards.Now).Value;

        Assert.Equal("2026-06-30", projection.After.LastDay());
        Assert.Equal(Given.Yuan(50), projection.After.Balance);
    }
}
