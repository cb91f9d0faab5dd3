using Partner.Core.Errors;
using Partner.Core.Ledger;
using Partner.Core.Tests.Support;
using Partner.Core.TopUps;

namespace Partner.Core.Tests.TopUps;

/// <summary>Every state of a top-up with every verdict.</summary>
public sealed class TopUpCompletionTests
{
    private const string Table =
        """
        state       Accepted       Declined       Withdrawn      NotFound  Unknown   NotSent
        Processing  succeed        fail           fail           doubt     doubt     nothing
        InDoubt     succeed        fail           fail           nothing   nothing   nothing
        Succeeded   nothing        contradiction  contradiction  nothing   nothing   nothing
        Failed      contradiction  nothing        nothing        nothing   nothing   nothing
        Cancelled   contradiction  nothing        nothing        nothing   nothing   nothing
        Reversed    nothing        contradiction  contradiction  nothing   nothing   nothing
        """;

    private static readonly DateTimeOffset Later = Given.Noon.AddSeconds(3);

    public static TheoryData<string, IssuerVerdict, string> Cells => StateTable.Read<IssuerVerdict>(Table);

    /// <summary>Every reason with which the issuer can decline.</summary>
    public static TheoryData<Reason> Declines =>
    [
        Reason.CardBlocked, Reason.CardUnknown, Reason.CardExpired, Reason.ProductNotAccepted, Reason.IssuerDeclined,
        Reason.BalanceAlreadyUsed,
    ];

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_verdict_does_what_the_table_says(string state, IssuerVerdict verdict, string effect)
    {
        var current = InState(state);

        var settlement = TopUpCompletion.Decide(
            current, new IssuerAnswer(verdict, "issuer-1", Reason.CardBlocked), Later);

        Assert.Equal(effect, Effect(settlement, current));
    }

    [Fact]
    public void The_table_has_every_state_and_every_verdict() =>
        Assert.Equal((Enum.GetValues<TopUpState>().Length + 1) * Enum.GetValues<IssuerVerdict>().Length, Cells.Count);

    [Fact]
    public void A_success_is_complete()
    {
        var current = InState("InDoubt");

        var change = Change(TopUpCompletion.Decide(
            current, new IssuerAnswer(IssuerVerdict.Accepted, "issuer-1"), Later));

        Assert.Equal(
            current with
            {
                State = TopUpState.Succeeded,
                Reason = Reason.None,
                IssuerReference = "issuer-1",
                AcceptedAt = Later,
                FinalAt = Later,
                InDoubtSince = null,
                Version = 3,
            },
            change.Record);
    }

    [Theory]
    [MemberData(nameof(Declines))]
    public void A_decline_keeps_its_reason_and_says_that_no_money_moved(Reason reason)
    {
        var change = Change(TopUpCompletion.Decide(
            Given.TopUp(), new IssuerAnswer(IssuerVerdict.Declined, Reason: reason), Later));

        Assert.Equal(reason, change.Record.Reason);
        Assert.Equal(MoneyMoved.No, ReasonFacts.Of(change.Record.Reason).MoneyMoved);
    }

    [Fact]
    public void A_decline_without_a_reason_still_says_that_no_money_moved()
    {
        var change = Change(TopUpCompletion.Decide(Given.TopUp(), new IssuerAnswer(IssuerVerdict.Declined), Later));

        Assert.Equal(Reason.IssuerDeclined, change.Record.Reason);
    }

    [Fact]
    public void A_withdrawal_and_an_operators_no_have_reasons_of_their_own()
    {
        var withdrawn = Change(TopUpCompletion.Decide(Given.TopUp(), new IssuerAnswer(IssuerVerdict.Withdrawn), Later));
        var resolved = Change(TopUpCompletion.Resolve(InState("InDoubt"), new OperatorWord(false, "letter 7"), Later));

        Assert.Equal(Reason.WithdrawnAtIssuer, withdrawn.Record.Reason);
        Assert.Equal((Reason.ResolvedByOperator, "letter 7"), (resolved.Record.Reason, resolved.Record.Evidence));
        Assert.Equal(["fail", "fail"], [Effect(withdrawn, Given.TopUp()), Effect(resolved, InState("InDoubt"))]);
    }

    [Fact]
    public void The_first_doubt_is_remembered_and_a_later_one_changes_nothing()
    {
        var answer = new IssuerAnswer(IssuerVerdict.Unknown);
        var first = Change(TopUpCompletion.Decide(Given.TopUp(), answer, Later)).Record;

        Assert.Equal((Later, TopUpState.Processing, 2), (first.InDoubtSince, first.State, first.Version));
        Assert.IsType<Completion<TopUpRecord>.Nothing>(
            TopUpCompletion.Decide(first, answer, Later.AddHours(1)));
    }

    [Fact]
    public void A_cancel_gives_the_money_back()
    {
        var settlement = TopUpCompletion.Cancel(Given.TopUp(), Later);

        Assert.Equal("cancel", Effect(settlement, Given.TopUp()));
        Assert.Equal(Reason.CancelledByPartner, Change(settlement).Record.Reason);
    }

    [Theory]
    [InlineData("Processing", true, "nothing")]
    [InlineData("InDoubt", true, "succeed")]
    [InlineData("Processing", false, "nothing")]
    [InlineData("InDoubt", false, "fail")]
    [InlineData("Succeeded", false, "nothing")]
    [InlineData("Failed", true, "nothing")]
    [InlineData("Cancelled", true, "nothing")]
    [InlineData("Reversed", false, "nothing")]
    public void An_operators_word_ends_only_what_is_in_doubt(string state, bool succeeded, string effect)
    {
        var current = InState(state);

        Assert.Equal(effect, Effect(Resolve(new OperatorWord(succeeded, "letter 7")), current));
        Assert.Equal(
            state == "Processing" ? (succeeded ? "succeed" : "fail") : effect,
            Effect(Resolve(new OperatorWord(succeeded, "letter 7", "the issuer is gone")), current));

        Completion<TopUpRecord> Resolve(OperatorWord word) => TopUpCompletion.Resolve(current, word, Later);
    }

    [Fact]
    public void A_contradiction_says_what_contradicts_what()
    {
        var contradiction = Assert.IsType<Completion<TopUpRecord>.Contradiction>(TopUpCompletion.Decide(
            InState("Succeeded"), new IssuerAnswer(IssuerVerdict.Withdrawn), Later));

        Assert.Equal("issuer says Withdrawn, top-up is Succeeded", contradiction.Detail);
    }

    [Theory]
    [InlineData(null, "letter 7")]
    [InlineData("the issuer is gone", "letter 7 [forced: the issuer is gone]")]
    public void What_is_settled_keeps_the_operators_evidence_and_why_it_was_forced(string? forced, string kept) =>
        Assert.Equal(
            kept,
            Change(TopUpCompletion.Resolve(InState("InDoubt"), new OperatorWord(true, "letter 7", forced), Later))
                .Record.Evidence);

    private static TopUpRecord InState(string state) => state == "InDoubt"
        ? Given.TopUp() with { InDoubtSince = Given.Noon.AddSeconds(1), Version = 2 }
        : Given.TopUp(Enum.Parse<TopUpState>(state)) with { Version = 2 };

    private static Completion<TopUpRecord>.Change Change(Completion<TopUpRecord> settlement) =>
        Assert.IsType<Completion<TopUpRecord>.Change>(settlement);

    // A word for what a settlement does; money that would move in any other way has no word.
    private static string Effect(Completion<TopUpRecord> settlement, TopUpRecord before)
    {
        if (settlement is not Completion<TopUpRecord>.Change change)
        {
            return settlement is Completion<TopUpRecord>.Nothing ? "nothing" : "contradiction";
        }

        var after = change.Record;
        Assert.Equal(before.Version + 1, after.Version);
        Assert.Equal(after.State == TopUpState.Processing, after.FinalAt is null);
        Assert.Equal(after.State != TopUpState.Processing, after.InDoubtSince is null);
        return (after.State, change.Resolves) switch
        {
            (TopUpState.Succeeded, TransferPhase.Posted) => "succeed",
            (TopUpState.Failed, TransferPhase.Voided) => "fail",
            (TopUpState.Cancelled, TransferPhase.Voided) => "cancel",
            (TopUpState.Processing, null) => "doubt",
            _ => $"{after.State} {change.Resolves}",
        };
    }
}
