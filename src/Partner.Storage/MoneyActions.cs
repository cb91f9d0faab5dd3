using Partner.Core.Actions;
using Partner.Core.Approvals;
using Partner.Core.Ledger;
using Partner.Core.Texts;

namespace Partner.Storage;

/// <summary>What is recorded of what operators do to partners' money.</summary>
internal static class MoneyActions
{
    /// <summary>A change that was made.</summary>
    public static NewAction CarryOut(Approval asked, FloatPosition before, FloatPosition after, ActionBy by)
    {
        var change = asked.Change;
        if (change.Kind == MoneyChangeKind.CreditLimit)
        {
            return PartnerActions.SetCreditLimit(asked.PartnerId, before, after, by);
        }

        var facts = new ActionFacts()
            .Add("postedMinor", after.Posted)
            .Add("amountMinor", change.Amount.Minor)
            .Add("currency", change.Amount.Currency.Code)
            .Add("requestId", change.RequestId?.Value);
        if (change.Reason is { } reason)
        {
            facts.Add("reason", EnumWord.Upper(reason)).AddText("evidence", change.Evidence);
        }

        return new NewAction(
            by,
            NameOf(change.Kind),
            $"partners/{asked.PartnerId}/transfers/{asked.Id}",
            new ActionFacts().Add("postedMinor", before.Posted).ToJson(),
            facts.ToJson());
    }

    /// <summary>A change that waits for a second person.</summary>
    public static NewAction Ask(Approval asked) => new(
        new ActionBy(asked.Maker.Actor, asked.Why),
        ActionNames.ApprovalRequest,
        SubjectOf(asked),
        null,
        FactsOf(asked).AddText("maker", asked.Maker.Person).ToJson());

    /// <summary>A change that was approved or rejected.</summary>
    public static NewAction Decide(Approval decided, ActionBy by) => new(
        by,
        decided.State == ApprovalState.Approved ? ActionNames.ApprovalApprove : ActionNames.ApprovalReject,
        SubjectOf(decided),
        new ActionFacts().Add("state", EnumWord.Upper(ApprovalState.Pending)).ToJson(),
        FactsOf(decided)
            .AddText("maker", decided.Maker.Person)
            .AddText("decider", decided.Decider!.Person)
            .ToJson());

    private static string SubjectOf(Approval approval) => $"partners/{approval.PartnerId}/approvals/{approval.Id}";

    private static ActionFacts FactsOf(Approval approval) => new ActionFacts()
        .Add("state", EnumWord.Upper(approval.State))
        .Add("kind", EnumWord.Upper(approval.Change.Kind))
        .Add("amountMinor", approval.Change.Amount.Minor)
        .Add("currency", approval.Change.Amount.Currency.Code)
        .Add("requestId", approval.Change.RequestId?.Value);

    private static string NameOf(MoneyChangeKind kind) => kind switch
    {
        MoneyChangeKind.Withdrawal => ActionNames.WithdrawalPost,
        MoneyChangeKind.Adjustment => ActionNames.AdjustmentPost,
        _ => ActionNames.DepositPost,
    };
}
