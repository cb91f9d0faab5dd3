using Partner.Core.Errors;
using Partner.Core.Projections;
using Partner.Core.Renewals;
using Partner.Core.Tests.Support;
using Partner.Core.TopUps;
using static Partner.Core.Tests.Renewals.RenewalGiven;

namespace Partner.Core.Tests.Renewals;

/// <summary>What becomes of an auto-renewal at each look.</summary>
public sealed class RenewalDecisionTests
{
    private static readonly DateTimeOffset Now = Given.Noon;

    [Fact]
    public void A_card_that_is_due_is_sold_to_once_that_is_stored()
    {
        var next = Next(Due(), Card(End), Now);

        Assert.True(next.Sells);
        Assert.Empty(next.Change.Steps);
        Assert.Equal(
            (RenewalPhase.Selling, MoneyMoved.Unknown), (next.Change.After.Phase, next.Change.After.MoneyMoved));
        Assert.Equal(Due().SaleId, next.Change.After.SaleId);
        Assert.True(next.Change.After.DueAt > Now);
    }

    [Fact]
    public void A_card_that_is_not_due_is_looked_at_a_week_before_it_is_and_then_when_it_is()
    {
        var known = Due(Terms(1)) with { CycleEnd = Now.AddDays(100) };

        var far = Next(known, Card(Now.AddDays(100)), Now).Change;
        var near = Next(far.After, Card(Now.AddDays(100)), Now.AddDays(93)).Change;

        Assert.Equal((Now.AddDays(99), Now.AddDays(92)), (far.After.RenewsAt, far.After.DueAt));
        Assert.Equal((Now.AddDays(99), Now.AddDays(99)), (near.After.RenewsAt, near.After.DueAt));
        Assert.Empty(far.Steps.Concat(near.Steps));
    }

    [Fact]
    public void A_card_that_somebody_renewed_begins_the_next_cycle_and_nothing_is_sold()
    {
        var end = End.AddDays(30);

        var next = Next(Due(), Card(end), Now);

        Assert.False(next.Sells);
        Assert.Equal(RenewalStepKind.RenewedElsewhere, Assert.Single(next.Change.Steps).Kind);
        Assert.Equal((2, 1, end, 0), Facts(next.Change.After));
    }

    [Fact]
    public void A_card_that_lasts_longer_and_is_due_all_the_same_is_sold_to()
    {
        var next = Next(Due(), Card(End.AddHours(-1)), Now);

        Assert.True(next.Sells);
        Assert.Equal(End.AddHours(-1), next.Change.After.CycleEnd);
    }

    [Fact]
    public void A_success_begins_the_next_cycle_only_when_the_card_shows_it()
    {
        var renewed = RenewalDecision.Follow(Selling(), Sold(TopUpState.Succeeded), Policy, Now).After;
        var stale = Next(renewed, Card(End), Now.AddSeconds(1)).Change;
        var shown = Next(stale.After, Card(End.AddDays(30)), Now.AddMinutes(1)).Change;

        Assert.Equal((RenewalPhase.Renewed, 1, MoneyMoved.Yes), (renewed.Phase, renewed.Made, renewed.MoneyMoved));
        Assert.Equal(Now, renewed.DueAt);
        Assert.Equal((RenewalPhase.Renewed, 1), (stale.After.Phase, stale.After.Cycle));
        Assert.Empty(stale.Steps.Concat(shown.Steps));
        Assert.Equal((2, 1, End.AddDays(30), 1), Facts(shown.After));
        Assert.Equal(RenewalPhase.Waiting, shown.After.Phase);
    }

    [Fact]
    public void A_card_that_does_not_show_its_renewal_within_a_day_is_never_renewed_again_but_paused()
    {
        var renewed = RenewalDecision.Follow(Selling(), Sold(TopUpState.Succeeded), Policy, Now).After;

        var change = Next(renewed, Card(End), Now.AddDays(1)).Change;

        Assert.Equal(RenewalStepKind.NotExtended, Assert.Single(change.Steps).Kind);
        Assert.Equal((RenewalState.Paused, (DateTimeOffset?)null), (change.After.State, change.After.DueAt));
        var resumed = RenewalLife.Resume(change.After, Rules.Zone, Now.AddDays(2)).Value.After;
        Assert.False(Next(resumed, Card(End), Now.AddDays(2)).Sells);
    }

    [Fact]
    public void Two_renewals_are_never_closer_than_most_of_a_day()
    {
        var renewed = RenewalDecision.Follow(Selling(), Sold(TopUpState.Succeeded), Policy, Now).After;

        var next = Next(renewed, Card(End.AddMinutes(1)), Now.AddMinutes(1)).Change.After;

        Assert.Equal(Now + Policy.Between, next.RenewsAt);
    }

    [Theory]
    [InlineData(Reason.InsufficientFloat, RenewalStepKind.LowFloat, 60)]
    [InlineData(Reason.MaxDebitExceeded, RenewalStepKind.PriceAboveMaximum, 60)]
    [InlineData(Reason.IssuerUnavailable, RenewalStepKind.IssuerTrouble, 10)]
    [InlineData(Reason.CaseOpen, RenewalStepKind.NotSellable, 60)]
    [InlineData(Reason.PlanNotFound, RenewalStepKind.NotSellable, 60)]
    public void A_refusal_is_told_with_the_next_attempt_which_has_an_id_of_its_own(
        Reason reason, RenewalStepKind kind, int minutes)
    {
        var selling = Selling();

        var change = RenewalDecision.Refused(
            selling, new Refusal(reason).With("needed", "123.45 CNY"), Policy, Now);

        var step = Assert.Single(change.Steps);
        Assert.Equal(
            (kind, reason, Now.AddMinutes(minutes), Given.Fen(12_345)),
            (step.Kind, step.Reason, step.NextAt, step.Amount));
        Assert.Equal(step.NextAt, change.After.DueAt);
        Assert.Equal((RenewalPhase.Waiting, 2, MoneyMoved.No), (
            change.After.Phase, change.After.Attempt, change.After.MoneyMoved));
        Assert.NotEqual(selling.SaleId, change.After.SaleId);
    }

    [Fact]
    public void What_is_no_fault_of_the_renewal_repeats_the_same_attempt_soon_and_is_not_told()
    {
        var change = RenewalDecision.Refused(Selling(), new Refusal(Reason.Overloaded), Policy, Now);

        Assert.Empty(change.Steps);
        Assert.Equal(Selling().SaleId, change.After.SaleId);
        Assert.Equal(RenewalPhase.Selling, change.After.Phase);
    }

    [Fact]
    public void A_top_up_under_way_is_waited_for_and_told_once()
    {
        var early = RenewalDecision.Follow(Selling(), Sold(TopUpState.Processing), Policy, Now);
        var late = RenewalDecision.Follow(early.After, Sold(TopUpState.Processing), Policy, Now.AddMinutes(2));
        var later = RenewalDecision.Follow(late.After, Sold(TopUpState.Processing), Policy, Now.AddDays(30));

        Assert.Empty(early.Steps.Concat(later.Steps));
        Assert.Equal(RenewalStepKind.AwaitingIssuer, Assert.Single(late.Steps).Kind);
        Assert.Equal(Selling().SaleId, later.After.SaleId);
        Assert.Equal(Now.AddDays(30).AddMinutes(10), later.After.DueAt);
    }

    [Theory]
    [InlineData(Reason.CardBlocked, RenewalStepKind.CardRefused)]
    [InlineData(Reason.IssuerDeclined, RenewalStepKind.IssuerTrouble)]
    public void A_top_up_that_failed_is_told_and_tried_again_under_another_id(Reason reason, RenewalStepKind kind)
    {
        var change = RenewalDecision.Follow(
            Selling(), Sold(TopUpState.Failed) with { Reason = reason }, Policy, Now);

        var step = Assert.Single(change.Steps);
        Assert.Equal((kind, reason, Given.TopUp().Id), (step.Kind, step.Reason, step.TopUpId));
        Assert.Equal((2, 0), (change.After.Attempt, change.After.Made));
    }

    [Theory]
    [InlineData(TopUpState.Cancelled)]
    [InlineData(TopUpState.Reversed)]
    public void What_somebody_took_back_is_not_sold_again_before_somebody_resumes(TopUpState state)
    {
        var change = RenewalDecision.Follow(Selling(), Sold(state), Policy, Now);

        Assert.Equal(RenewalStepKind.TakenBack, Assert.Single(change.Steps).Kind);
        Assert.Equal((RenewalState.Paused, (DateTimeOffset?)null), (change.After.State, change.After.DueAt));
        Assert.True(Next(RenewalLife.Resume(change.After, Rules.Zone, Now).Value.After, Card(End), Now).Sells);
    }

    [Fact]
    public void A_card_past_its_grace_ends_it_and_one_in_grace_is_renewed()
    {
        var terminated = Next(Due(), Card(End, CardStanding.Terminated), Now).Change;
        var past = Next(Due(), Card(Now.AddDays(-30)), Now).Change;
        var inGrace = Next(Due(), Card(Now.AddDays(-29), CardStanding.InGrace), Now);

        Assert.All([terminated, past], change => Assert.Equal(
            (RenewalState.Ended, RenewalStepKind.CardEnded), (change.After.State, Assert.Single(change.Steps).Kind)));
        Assert.True(inGrace.Sells);
    }

    [Fact]
    public void It_ends_after_its_last_day_by_the_cards_calendar_and_after_its_last_renewal()
    {
        var today = DateOnly.FromDateTime(Now.UtcDateTime);
        var dated = Due(Terms() with { LastDay = today.AddDays(-1) });
        var counted = Selling() with { Terms = Terms() with { MostRenewals = 1 } };

        var over = Next(dated, Card(End), Now).Change;
        var made = RenewalDecision.Follow(counted, Sold(TopUpState.Succeeded), Policy, Now);

        Assert.True(Next(Due(Terms() with { LastDay = today }), Card(End), Now).Sells);
        Assert.Equal((RenewalState.Ended, RenewalStepKind.Completed), (over.After.State, over.Steps[^1].Kind));
        Assert.Equal([RenewalStepKind.Renewed, RenewalStepKind.Completed], made.Steps.Select(step => step.Kind));
        Assert.Equal((RenewalState.Ended, 1), (made.After.State, made.After.Made));
    }

    [Fact]
    public void Where_the_card_cannot_be_looked_up_before_it_is_due_nothing_is_told()
    {
        var known = Due(Terms(1)) with { RenewsAt = Now.AddDays(2) };

        var change = Next(known, new CardSight(null, Reason.IssuerUnavailable), Now).Change;
        var due = Next(Due(), new CardSight(null, Reason.IssuerUnavailable), Now).Change;

        Assert.Empty(change.Steps);
        Assert.Equal(Now.AddHours(1), change.After.DueAt);
        Assert.Equal(RenewalStepKind.IssuerTrouble, Assert.Single(due.Steps).Kind);
    }

    private static AutoRenewal Selling() => Next(Due(), Card(End), Now).Change.After;

    private static TopUpRecord Sold(TopUpState state) => Given.TopUp(state);

    private static (int Cycle, int Attempt, DateTimeOffset End, int Made) Facts(AutoRenewal known) =>
        (known.Cycle, known.Attempt, known.CycleEnd, known.Made);
}
