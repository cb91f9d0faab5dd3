using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Projections;

namespace Partner.Core.Tests.Projections;

/// <summary>保号卡: its validity grows, in grace too, and the number is kept.</summary>
public sealed class KeepNumberProjectionTests
{
    [Theory]
    [InlineData("2026-12-31", "keep-1y", "2027-12-31")]
    [InlineData("2026-12-31", "keep-2y", "2028-12-31")]
    [InlineData("2028-02-28", "keep-1y", "2029-02-28")]
    [InlineData("2026-01-15", "keep-1y", "2027-01-15")]
    public void KEEP_NUMBER_validity_is_counted_from_the_present_end(string before, string plan, string after)
    {
        var projection = DemoCards.Card(CardType.KeepNumber, before).Sell(plan).Value;

        Assert.Equal(after, projection.After.LastDay());
        Assert.Equal(CardStanding.Active, projection.After.Standing);
        Assert.Empty(projection.Notes);
    }

    [Fact]
    public void KEEP_NUMBER_in_grace_keeps_its_number_and_is_in_service_again_from_today()
    {
        var projection = DemoCards.Card(CardType.KeepNumber, "2025-10-20", CardStanding.InGrace).Sell("keep-1y").Value;

        Assert.Equal(CardStanding.Active, projection.After.Standing);
        Assert.Equal("2027-01-15", projection.After.LastDay());
        Assert.Equal([ProjectionNoteKind.Revived], projection.Kinds());
    }

    [Theory]
    [InlineData("2025-10-15", true)]
    [InlineData("2025-10-14", false)]
    public void KEEP_NUMBER_grace_is_three_months_by_the_calendar(string lastDay, bool taken)
    {
        var card = DemoCards.Card(CardType.KeepNumber, lastDay, CardStanding.InGrace);

        Assert.Equal(taken ? null : Reason.CardExpired, card.Sell("keep-1y").Refusal?.Reason);
    }

    [Theory]
    [InlineData(CardStanding.InGrace)]
    [InlineData(CardStanding.Terminated)]
    public void KEEP_NUMBER_after_grace_is_refused_with_the_date_it_ended(CardStanding standing)
    {
        var refusal = DemoCards.Card(CardType.KeepNumber, "2025-09-30", standing).Sell("keep-1y").Refusal!;

        Assert.Equal(Reason.CardExpired, refusal.Reason);
        Assert.Equal("2025-12-31", refusal.Metadata["ended"]);
    }

    [Fact]
    public void KEEP_NUMBER_in_grace_is_not_revived_by_a_plan_of_another_category()
    {
        var sale = new ProjectedSale(
            DemoCards.Plan("keep-1y") with { Category = "extras" }, Support.Given.Yuan(60));

        var refusal = DemoCards.Card(CardType.KeepNumber, "2025-12-31", CardStanding.InGrace).Project(sale).Refusal!;

        Assert.Equal(Reason.ProductNotAccepted, refusal.Reason);
        Assert.Equal("2026-03-31", refusal.Metadata["grace_until"]);
    }

    [Fact]
    public void KEEP_NUMBER_keeps_the_number_while_service_stays_suspended()
    {
        var projection = DemoCards.Card(CardType.KeepNumber, "2026-03-31", CardStanding.Suspended)
            .Sell("keep-1y").Value;

        Assert.Equal(CardStanding.Suspended, projection.After.Standing);
        Assert.Equal("2027-03-31", projection.After.LastDay());
    }

    [Fact]
    public void KEEP_NUMBER_that_is_blocked_or_of_another_type_is_refused()
    {
        var card = DemoCards.Card(CardType.KeepNumber, "2026-12-31", CardStanding.Blocked);

        Assert.Equal(Reason.CardBlocked, card.Sell("keep-1y").Refusal?.Reason);
        Assert.Equal(Reason.PlanCardMismatch, card.Sell("travel-1d").Refusal?.Reason);
    }

    [Fact]
    public void KEEP_NUMBER_that_was_never_activated_is_valid_from_today() => Assert.Equal(
        "2027-01-15",
        new CardState(CardType.KeepNumber, CardStanding.Active, null).Sell("keep-1y").Value.After.LastDay());

    [Fact]
    public void KEEP_NUMBER_reminders_fall_six_three_and_one_month_ahead() => Assert.Equal(
        ["6 months", "3 months", "1 month"],
        DemoCards.Catalogue.RulesOf(CardType.KeepNumber).Reminders.Select(reminder => reminder.ToString()));
}
