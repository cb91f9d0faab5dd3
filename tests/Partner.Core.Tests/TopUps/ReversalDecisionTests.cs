using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Refunds;
using Partner.Core.Tests.Support;
using Partner.Core.TopUps;

namespace Partner.Core.Tests.TopUps;

public sealed class ReversalDecisionTests
{
    private const string Table =
        """
        state       Accepted       Declined       Withdrawn      NotFound  Unknown   NotSent
        Processing  succeed        fail           fail           doubt     doubt     nothing
        InDoubt     succeed        fail           fail           nothing   nothing   nothing
        Succeeded   nothing        contradiction  contradiction  nothing   nothing   nothing
        Failed      contradiction  nothing        nothing        nothing   nothing   nothing
        """;

    private static readonly DateTimeOffset Later = Given.Noon.AddSeconds(3);

    public static TheoryData<string, IssuerVerdict, string> Cells => StateTable.Read<IssuerVerdict>(Table);

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_verdict_does_what_the_table_says(string state, IssuerVerdict verdict, string effect)
    {
        var current = InState(state);

        var settlement = ReversalDecision.Decide(
            current,
            new IssuerAnswer(verdict, "issuer-2", Reason.BalanceAlreadyUsed),
            Later);

        Assert.Equal(effect, Effect(settlement, current));
    }

    [Fact]
    public void The_table_has_every_state_and_every_verdict() => Assert.Equal(
        (Enum.GetValues<ReversalState>().Length + 1) * Enum.GetValues<IssuerVerdict>().Length, Cells.Count);

    // State of the top-up, of its latest reversal, minutes since success, whether the issuer accepts.
    [Theory]
    [InlineData(TopUpState.Succeeded, null, 0, true, null)]
    [InlineData(TopUpState.Succeeded, ReversalState.Failed, 29, true, null)]
    [InlineData(TopUpState.Succeeded, ReversalState.Processing, 60, false, Reason.ReversalExists)]
    [InlineData(TopUpState.Reversed, ReversalState.Succeeded, 60, false, Reason.ReversalExists)]
    [InlineData(TopUpState.Processing, null, 60, false, Reason.TopUpNotReversible)]
    [InlineData(TopUpState.Failed, null, 60, false, Reason.TopUpNotReversible)]
    [InlineData(TopUpState.Cancelled, null, 60, false, Reason.TopUpNotReversible)]
    [InlineData(TopUpState.Succeeded, ReversalState.Failed, 60, false, Reason.ReversalWindowClosed)]
    [InlineData(TopUpState.Succeeded, null, 0, false, Reason.IssuerUnavailable)]
    public void A_reversal_is_refused_in_the_order_of_the_table(
        TopUpState state, ReversalState? latest, int minutes, bool accepts, Reason? reason) => Assert.Equal(
        reason,
        ReversalDecision.Refuse(
            Given.TopUp(state),
            latest is { } known ? Given.Reversal(known) : null,
            accepts,
            Given.Noon.AddMinutes(minutes))?.Reason);

    [Fact]
    public void The_window_closes_exactly_at_its_end()
    {
        var end = Given.Noon + Given.TopUp().Offer.ReversalWindow;

        Assert.Null(Refuse(end.AddTicks(-1)));
        Assert.Equal(Reason.ReversalWindowClosed, Refuse(end)?.Reason);

        static Refusal? Refuse(DateTimeOffset now) =>
            ReversalDecision.Refuse(Given.TopUp(TopUpState.Succeeded), null, true, now);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)] // This replica's clock is behind the one that wrote the success.
    public void A_plan_without_a_window_is_never_reversed(int seconds)
    {
        var topUp = Given.TopUp(TopUpState.Succeeded) with
        {
            Offer = Given.Offer() with { ReversalWindow = TimeSpan.Zero },
        };

        var refusal = ReversalDecision.Refuse(topUp, null, true, Given.Noon.AddSeconds(seconds));

        Assert.Equal(Reason.ReversalWindowClosed, refusal?.Reason);
    }

    [Fact]
    public void A_plan_that_is_never_refunded_says_so_whatever_the_time()
    {
        var topUp = Given.TopUp(TopUpState.Succeeded) with
        {
            Offer = Given.Offer() with
            {
                ReversalWindow = TimeSpan.Zero,
                Refund = new RefundTerms(RefundScope.Never, RefundMeans.Money),
            },
        };

        Assert.Equal(Reason.RefundExcluded, ReversalDecision.Refuse(topUp, null, true, Given.Noon)?.Reason);
    }

    [Fact]
    public void A_partial_refund_leaves_the_sale_SUCCEEDED_and_says_what_was_refunded()
    {
        var partial = new PartialRefund(
            new RefundDecision(RefundGround.UnusedData, new RefundShare(1, 3), RefundMeans.Money), 0);
        var before = Given.TopUp(TopUpState.Succeeded);

        var after = ReversalDecision.After(before, Given.Reversal() with { Partial = partial }, Later);

        Assert.Equal(before with { Refunded = partial, Version = before.Version + 1 }, after);
    }

    [Fact]
    public void A_refusal_for_another_reversal_names_it()
    {
        var refusal = ReversalDecision.Refuse(Given.TopUp(TopUpState.Succeeded), Given.Reversal(), true, Given.Noon);

        Assert.Equal(
            "topUps/00000000000000000000000001/reversals/00000000000000000000000002", refusal?.Metadata["reversal"]);
    }

    [Fact]
    public void A_top_up_that_is_not_to_be_reversed_says_in_which_state_it_is()
    {
        var refusal = ReversalDecision.Refuse(Given.TopUp(TopUpState.Cancelled), null, true, Given.Noon);

        Assert.Equal(new Dictionary<string, string> { ["top_up_state"] = "CANCELLED" }, refusal?.Metadata);
    }

    [Fact]
    public void Where_the_issuer_takes_nothing_a_till_may_try_again_in_five_seconds()
    {
        var refusal = ReversalDecision.Refuse(Given.TopUp(TopUpState.Succeeded), null, false, Given.Noon);

        Assert.Equal((Reason.IssuerUnavailable, TimeSpan.FromSeconds(5)), (refusal?.Reason, refusal?.RetryAfter));
    }

    [Fact]
    public void A_contradiction_says_what_contradicts_what()
    {
        var contradiction = Assert.IsType<Completion<ReversalRecord>.Contradiction>(ReversalDecision.Decide(
            Given.Reversal(ReversalState.Failed), new IssuerAnswer(IssuerVerdict.Accepted), Later));

        Assert.Equal(
            "issuer says Accepted, reversal 00000000000000000000000002 is Failed", contradiction.Detail);
    }

    [Fact]
    public void A_success_is_final_and_keeps_the_issuers_reference()
    {
        var change = Assert.IsType<Completion<ReversalRecord>.Change>(ReversalDecision.Decide(
            Given.Reversal(),
            new IssuerAnswer(IssuerVerdict.Accepted, "issuer-2"),
            Later));

        Assert.Equal(
            Given.Reversal() with
            {
                State = ReversalState.Succeeded,
                Reason = Reason.None,
                IssuerReference = "issuer-2",
                FinalAt = Later,
                Version = 2,
            },
            change.Record);
        Assert.Null(change.Resolves);
    }

    [Fact]
    public void A_decline_without_a_reason_says_that_the_issuer_declined()
    {
        var change = Assert.IsType<Completion<ReversalRecord>.Change>(ReversalDecision.Decide(
            Given.Reversal(), new IssuerAnswer(IssuerVerdict.Declined), Later));

        Assert.Equal(Reason.IssuerDeclined, change.Record.Reason);
    }

    [Theory]
    [InlineData("Processing", true, "nothing")]
    [InlineData("InDoubt", true, "succeed")]
    [InlineData("Processing", false, "nothing")]
    [InlineData("InDoubt", false, "fail")]
    [InlineData("Succeeded", false, "nothing")]
    [InlineData("Failed", true, "nothing")]
    public void An_operators_word_ends_only_what_is_in_doubt(string state, bool succeeded, string effect)
    {
        var current = InState(state);

        Assert.Equal(effect, Effect(Resolve(new OperatorWord(succeeded, "letter 8")), current));
        Assert.Equal(
            state == "Processing" ? (succeeded ? "succeed" : "fail") : effect,
            Effect(Resolve(new OperatorWord(succeeded, "letter 8", "the issuer is gone")), current));

        Completion<ReversalRecord> Resolve(OperatorWord word) => ReversalDecision.Resolve(current, word, Later);
    }

    [Fact]
    public void A_reversed_top_up_moves_one_version_on()
    {
        var before = Given.TopUp(TopUpState.Succeeded) with { Version = 3 };

        var after = ReversalDecision.After(before, Given.Reversal(), Later);

        Assert.Equal(before with { State = TopUpState.Reversed, FinalAt = Later, Version = 4 }, after);
    }

    private static ReversalRecord InState(string state) => state == "InDoubt"
        ? Given.Reversal() with { InDoubtSince = Given.Noon.AddSeconds(1), Version = 2 }
        : Given.Reversal(Enum.Parse<ReversalState>(state));

    // A word for what a settlement does; money that would move in any other way has no word.
    private static string Effect(Completion<ReversalRecord> settlement, ReversalRecord before)
    {
        if (settlement is not Completion<ReversalRecord>.Change change)
        {
            return settlement is Completion<ReversalRecord>.Nothing ? "nothing" : "contradiction";
        }

        var after = change.Record;
        Assert.Equal(before.Version + 1, after.Version);
        Assert.Equal(after.State == ReversalState.Processing, after.FinalAt is null);
        Assert.Equal(after.State != ReversalState.Processing, after.InDoubtSince is null);
        return (after.State, change.Resolves) switch
        {
            (ReversalState.Succeeded, null) => "succeed",
            (ReversalState.Failed, null) => "fail",
            (ReversalState.Processing, null) => "doubt",
            _ => $"{after.State} {change.Resolves}",
        };
    }
}
