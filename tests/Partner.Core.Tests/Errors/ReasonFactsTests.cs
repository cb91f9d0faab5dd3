using Partner.Core.Errors;

namespace Partner.Core.Tests.Errors;

/// <summary>What must hold of the facts whatever the table says, because clerks and programs act on them.</summary>
public sealed class ReasonFactsTests
{
    public static TheoryData<Reason> All => [.. Enum.GetValues<Reason>()];

    [Theory]
    [MemberData(nameof(All))]
    public void A_retry_with_a_new_id_is_only_told_where_no_money_moved(Reason reason)
    {
        var facts = ReasonFacts.Of(reason);

        Assert.True(facts.RetryWith != RetryWith.NewRequestId || facts.MoneyMoved == MoneyMoved.No);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_refused_call_never_says_that_money_moved(Reason reason)
    {
        var facts = ReasonFacts.Of(reason);

        Assert.True(facts.Status == StatusKind.InBody || facts.MoneyMoved is MoneyMoved.No or MoneyMoved.Unknown);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_reason_states_whether_money_moved_and_whether_a_retry_is_safe(Reason reason)
    {
        var facts = ReasonFacts.Of(reason);

        Assert.NotEqual(MoneyMoved.Unstated, facts.MoneyMoved);
        Assert.Equal(facts.RetryWith is RetryWith.SameRequestId or RetryWith.NewRequestId, facts.RetrySafe);
        Assert.Equal(reason == Reason.None, facts.RetryWith == RetryWith.NotApplicable);
    }

    [Fact]
    public void Only_a_limit_that_never_begins_anew_asks_for_another_amount_under_a_new_id()
    {
        var single = new Refusal(Reason.LimitExceeded).With("limit", "TOP_UP_AMOUNT");

        Assert.Equal(
            ReasonFacts.Of(Reason.LimitExceeded) with { RetryWith = RetryWith.NewRequestId, Fault = Fault.Caller },
            ReasonFacts.Of(single));
        Assert.All(
            [single.With("reset", "2026-03-02T00:00:00Z"), new Refusal(Reason.CardUnknown)],
            other => Assert.Equal(ReasonFacts.Of(other.Reason), ReasonFacts.Of(other)));
    }

    [Fact]
    public void Reading_the_value_of_a_refusal_is_a_programming_error()
    {
        Result<int> refused = new Refusal(Reason.CardUnknown);
        Result<int> good = 7;

        Assert.Throws<InvalidOperationException>(() => refused.Value);
        Assert.Equal((7, null), (good.Value, good.Refusal));
    }

    [Fact]
    public void A_further_fact_leaves_the_first_refusal_as_it_was()
    {
        var first = new Refusal(Reason.InsufficientFloat).With("needed", "1.00 CNY");

        var second = first.With("available", "0.50 CNY");

        Assert.Equal(["needed"], first.Metadata.Keys);
        Assert.Equal(["available", "needed"], second.Metadata.Keys.Order());
    }
}
