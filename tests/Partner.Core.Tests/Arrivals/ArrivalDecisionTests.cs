using Partner.Core.Arrivals;
using Partner.Core.Projections;
using Partner.Core.Tests.Support;
using Partner.Core.TopUps;
using static Partner.Core.Arrivals.CardStatement;
using static Partner.Core.Arrivals.IssuerStatement;
using Sold = Partner.Core.TopUps.TopUpState;
using State = Partner.Core.Arrivals.CaseState;
using Why = Partner.Core.Arrivals.CaseVerdict;

namespace Partner.Core.Tests.Arrivals;

public sealed class ArrivalDecisionTests
{
    private static readonly ArrivalPolicy Policy = new();
    private static readonly DateTimeOffset Accepted = Given.Noon.AddMinutes(1);
    private static readonly DateTimeOffset Early = Given.Noon.AddMinutes(5);
    private static readonly DateTimeOffset Late = Given.Noon.AddMinutes(31);

    /// <summary>Reported in a state, found in another, what issuer and card say, before or after the clock.</summary>
    public static TheoryData<TopUpState, TopUpState, IssuerStatement, CardStatement, bool, CaseState, CaseVerdict>
        Findings => new()
    {
        // The issuer has not answered.
        { Sold.Processing, Sold.Processing, NoTrace, NotLookedAt, false, State.Open, Why.AwaitingIssuer },
        { Sold.Processing, Sold.Processing, NoAnswer, NotLookedAt, true, State.Escalated, Why.AwaitingIssuer },

        // It was under way and has come.
        { Sold.Processing, Sold.Succeeded, Delivered, AsPromised, false, State.Repaired, Why.Completed },
        { Sold.Processing, Sold.Succeeded, Delivered, NotReadable, false, State.Repaired, Why.Completed },
        { Sold.Processing, Sold.Succeeded, Delivered, Differs, false, State.Open, Why.NotOnCard },
        { Sold.Processing, Sold.Succeeded, NoAnswer, NotReadable, false, State.Open, Why.CardNotReadable },
        { Sold.Processing, Sold.Succeeded, NoAnswer, AsPromised, false, State.Repaired, Why.OnCard },

        // The money is back, however late.
        { Sold.Processing, Sold.Failed, Refused, NotLookedAt, true, State.Refunded, Why.SaleFailed },
        { Sold.Processing, Sold.Cancelled, NoTrace, NotLookedAt, false, State.Refunded, Why.SaleCancelled },
        { Sold.Succeeded, Sold.Reversed, Delivered, NotLookedAt, false, State.Refunded, Why.SaleReversed },

        // It had succeeded: issuer and card decide together.
        { Sold.Succeeded, Sold.Succeeded, Delivered, AsPromised, false, State.Arrived, Why.OnCard },
        { Sold.Succeeded, Sold.Succeeded, Delivered, HasAtLeast, true, State.Arrived, Why.OnCard },
        { Sold.Succeeded, Sold.Succeeded, NoAnswer, AsPromised, false, State.Arrived, Why.OnCard },
        { Sold.Succeeded, Sold.Succeeded, NoAnswer, HasAtLeast, false, State.Open, Why.CardNotReadable },
        { Sold.Succeeded, Sold.Succeeded, Delivered, Differs, false, State.Open, Why.NotOnCard },
        { Sold.Succeeded, Sold.Succeeded, Delivered, Differs, true, State.Escalated, Why.NotOnCard },
        { Sold.Succeeded, Sold.Succeeded, Delivered, NotReadable, false, State.Open, Why.CardNotReadable },
        { Sold.Succeeded, Sold.Succeeded, Delivered, NotReadable, true, State.Escalated, Why.CardNotReadable },
        { Sold.Succeeded, Sold.Succeeded, Delivered, NotComparable, false, State.Open, Why.CardNotComparable },
        { Sold.Succeeded, Sold.Succeeded, Delivered, NotComparable, true, State.Escalated, Why.CardNotComparable },

        // A contradiction is not waited for.
        { Sold.Succeeded, Sold.Succeeded, Refused, AsPromised, false, State.Escalated, Why.IssuerDenies },
    };

    [Theory]
    [MemberData(nameof(Findings))]
    public void A_case_is_decided_by_the_sale_the_issuer_the_card_and_the_clock(
        TopUpState reported, TopUpState now, IssuerStatement issuer, CardStatement card, bool late,
        CaseState state, CaseVerdict verdict)
    {
        var at = late ? Late : Early;
        var opened = ArrivalDecision.Open(Sale(reported), Policy, Early);

        var decided = ArrivalDecision.Decide(opened, Sale(now), Found(at, now, issuer, card), Policy, at);

        Assert.Equal((state, verdict, opened.Version + 1), (decided.State, decided.Verdict, decided.Version));
        var isClosed = state is not (CaseState.Open or CaseState.Escalated);
        Assert.Equal(isClosed ? at : null, decided.ClosedAt);
        Assert.Equal(state == CaseState.Escalated ? at : null, decided.EscalatedAt);
        Assert.Equal(state == CaseState.Refunded ? at : null, decided.SafeRetryAt);
        Assert.True(isClosed || decided.DueAt > at);
        Assert.Equal((issuer, card), (decided.Evidence!.Issuer, decided.Evidence.Card));
    }

    [Theory]
    [InlineData(TopUpState.Failed, CaseVerdict.SaleFailed)]
    [InlineData(TopUpState.Cancelled, CaseVerdict.SaleCancelled)]
    [InlineData(TopUpState.Reversed, CaseVerdict.SaleReversed)]
    public void Where_the_money_is_back_a_report_is_answered_at_once(TopUpState state, CaseVerdict verdict)
    {
        var opened = ArrivalDecision.Open(Sale(state), Policy, Early);

        Assert.Equal(
            (CaseState.Refunded, verdict, Early, Early),
            (opened.State, opened.Verdict, opened.ClosedAt!.Value, opened.SafeRetryAt!.Value));
    }

    [Fact]
    public void The_clock_counts_from_the_issuers_acceptance_and_before_it_from_ours()
    {
        Assert.Equal(
            Given.Noon.AddMinutes(30), ArrivalDecision.Open(Sale(TopUpState.Processing), Policy, Early).ClockEndsAt);
        Assert.Equal(
            Accepted.AddMinutes(30), ArrivalDecision.Open(Sale(TopUpState.Succeeded), Policy, Early).ClockEndsAt);
    }

    [Theory]
    [InlineData(-1, CaseState.Open)]
    [InlineData(0, CaseState.Escalated)]
    public void What_is_unclear_is_escalated_at_the_end_of_the_clock_and_not_a_tick_before(int ticks, CaseState state)
    {
        var sale = Sale(TopUpState.Processing);
        var opened = ArrivalDecision.Open(sale, Policy, Early);
        var at = opened.ClockEndsAt.AddTicks(ticks);

        var decided = ArrivalDecision.Decide(opened, sale, Found(at, sale.State, NoAnswer, NotLookedAt), Policy, at);

        Assert.Equal(state, decided.State);
        Assert.True(state == CaseState.Escalated || decided.DueAt == opened.ClockEndsAt);
    }

    [Fact]
    public void An_answer_about_a_state_that_is_over_decides_nothing_and_is_asked_again_at_once()
    {
        var opened = ArrivalDecision.Open(Sale(TopUpState.Processing), Policy, Early);
        var found = Found(Late, TopUpState.Processing, NoTrace, NotLookedAt);

        var decided = ArrivalDecision.Decide(opened, Sale(TopUpState.Succeeded), found, Policy, Late);

        Assert.Equal((CaseState.Open, Late), (decided.State, decided.DueAt));
    }

    [Fact]
    public void An_escalated_case_never_goes_back_to_open_and_is_repaired_when_the_card_shows_it()
    {
        var sale = Sale(TopUpState.Succeeded);
        var denied = Decide(ArrivalDecision.Open(sale, Policy, Early), sale, Refused, Differs, Early);
        var unclear = Decide(denied, sale, Delivered, NotReadable, Early.AddMinutes(1));
        var shown = Decide(unclear, sale, Delivered, AsPromised, Early.AddMinutes(2));

        Assert.Equal(
            (CaseState.Escalated, CaseVerdict.CardNotReadable, Early),
            (unclear.State, unclear.Verdict, unclear.EscalatedAt!.Value));
        Assert.Equal((CaseState.Repaired, CaseVerdict.OnCard), (shown.State, shown.Verdict));
    }

    [Fact]
    public void A_closed_case_never_changes_and_older_evidence_never_replaces_newer()
    {
        var sale = Sale(TopUpState.Succeeded);
        var opened = ArrivalDecision.Open(sale, Policy, Early);
        var doubtful = Decide(opened, sale, Delivered, Differs, Early.AddMinutes(1));
        var closed = Decide(opened, sale, Delivered, AsPromised, Early);

        Assert.Same(closed, Decide(closed, Sale(TopUpState.Reversed), Delivered, Differs, Late));
        Assert.Same(doubtful, ArrivalDecision.Decide(
            doubtful, sale, Found(Early, sale.State, Delivered, AsPromised), Policy, Early.AddMinutes(2)));
        Assert.Same(closed, ArrivalDecision.Close(closed, sale, CaseState.Repaired, "again", Late));
    }

    [Fact]
    public void Looks_become_rarer_and_those_of_an_escalated_case_with_its_age()
    {
        var sale = Sale(TopUpState.Processing);
        var known = ArrivalDecision.Open(sale, Policy, Given.Noon);
        var pauses = new List<double>();
        var at = Given.Noon;
        for (var look = 0; look < 60; look++)
        {
            at = known.DueAt;
            known = Decide(known, sale, NoAnswer, NotLookedAt, at);
            pauses.Add((known.DueAt - at).TotalMinutes);
        }

        Assert.Equal([20 / 60.0, 0.5, 1, 1], pauses.Take(4));
        Assert.Contains(10, pauses);
        Assert.True(pauses[^1] > 24 * 60 && pauses[^1] < (at - Given.Noon).TotalMinutes);
    }

    [Fact]
    public void An_operator_closes_what_succeeded_and_the_sale_itself_says_when_the_money_is_back()
    {
        var opened = ArrivalDecision.Open(Sale(TopUpState.Processing), Policy, Early);

        Assert.Same(
            opened, ArrivalDecision.Close(opened, Sale(TopUpState.Processing), CaseState.Arrived, "word", Late));
        var closed = ArrivalDecision.Close(opened, Sale(TopUpState.Succeeded), CaseState.Repaired, "word", Late);
        Assert.Equal(
            (CaseState.Repaired, CaseVerdict.ClosedByOperator, "word", Late),
            (closed.State, closed.Verdict, closed.OperatorEvidence, closed.ClosedAt!.Value));
        var refunded = ArrivalDecision.Close(opened, Sale(TopUpState.Reversed), CaseState.Arrived, "word", Late);
        Assert.Equal(
            (CaseState.Refunded, CaseVerdict.SaleReversed, null),
            (refunded.State, refunded.Verdict, refunded.OperatorEvidence));
    }

    private static ArrivalCase Decide(
        ArrivalCase known, TopUpRecord sale, IssuerStatement issuer, CardStatement card, DateTimeOffset at) =>
        ArrivalDecision.Decide(known, sale, Found(at, sale.State, issuer, card), Policy, at);

    private static CaseEvidence Found(
        DateTimeOffset at, TopUpState state, IssuerStatement issuer, CardStatement card) =>
        new(at, state, issuer, card, card == Differs ? CardDifferences.ValidUntil : CardDifferences.None);

    private static TopUpRecord Sale(TopUpState state) => Given.TopUp(state) with
    {
        AcceptedAt = state is TopUpState.Succeeded or TopUpState.Reversed ? Accepted : null,
    };
}
