using Leb.Operator.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;
using MoneyMoved = Leb.Partner.V1.MoneyMoved;

namespace Partner.Cli.Commands.Operators;

/// <summary>Changes to partners' money in words, and what waits for a second person.</summary>
internal static class ApprovalText
{
    public static string Table(ListApprovalsResponse found, Language language, TimeZoneInfo zone)
    {
        var table = new TextTable(
            language.Pick("NAME", "名称"), language.Pick("WHAT", "内容"), language.Pick(">AMOUNT", ">金额"),
            language.Pick("STATE", "状态"), language.Pick("ASKED BY", "提交人"), language.Pick("AT", "提交时间"),
            language.Pick("WHY", "原因"));
        foreach (var one in found.Approvals)
        {
            table.Add(
                one.Name,
                Kind(one.Kind, language),
                MoneyText.Format(one.Amount),
                State(one.State, language),
                one.Maker.Person,
                TimeText.Format(one.CreateTime, zone),
                one.Why);
        }

        return table + MoreText.Of(language, found.NextPageToken, withAll: true);
    }

    public static string Of(Approval one, Session session)
    {
        var (language, zone) = (session.Language, session.Host.Clock.LocalTimeZone);
        return new FieldList()
            .Add(language.Pick("Approval", "审批"), one.Name)
            .Add(language.Pick("What", "内容"), Kind(one.Kind, language))
            .Add(language.Pick("Amount", "金额"), MoneyText.Format(one.Amount))
            .Add(language.Pick("Reason", "调账原因"), one.AdjustmentReason == AdjustmentReason.Unspecified
                ? ""
                : Reason(one.AdjustmentReason, language))
            .Add(language.Pick("Evidence", "凭据"), one.Evidence)
            .Add(language.Pick("State", "状态"), State(one.State, language))
            .Add(language.Pick("Why", "原因"), one.Why)
            .Add(language.Pick("Asked by", "提交人"), Party(one.Maker))
            .Add(language.Pick("Asked at", "提交时间"), TimeText.Format(one.CreateTime, zone))
            .Add(language.Pick("Over at", "失效时间"), TimeText.Format(one.ExpireTime, zone))
            .Add(language.Pick("Decided by", "审批人"), Party(one.Decider))
            .Add(language.Pick("Decided at", "审批时间"), TimeText.Format(one.DecideTime, zone))
            .Add(language.Pick("Decision", "审批意见"), one.DecisionWhy)
            .ToString();
    }

    /// <summary>What became of a change of money, and with which status the command ends.</summary>
    /// <param name="session">The run.</param>
    /// <param name="answer">The answer as it came.</param>
    /// <param name="done">Its transfer, whether it was done before, and whether money moved.</param>
    /// <param name="approval">What it waits for; null where it was done at once.</param>
    public static int Print(
        Session session,
        Google.Protobuf.IMessage answer,
        (string TransferId, bool Replayed, MoneyMoved Moved) done,
        Approval? approval)
    {
        var language = session.Language;
        session.Print(answer, () => new FieldList()
            .Add(language.Pick("Transfer", "流水号"), done.Moved == MoneyMoved.Yes ? done.TransferId : "")
            .Add(language.Pick("Money moved", "资金变动"), done.Moved == MoneyMoved.Yes
                ? language.Pick("yes", "是")
                : language.Pick("no", "否"))
            .Add(language.Pick("Note", "说明"), done.Replayed
                ? language.Pick("the request id had been used for it before", "该请求号此前已提交")
                : "")
            + (approval is null ? "" : Of(approval, session)));
        return StatusOf(approval);
    }

    /// <summary>The exit status of a change that may wait for a second person.</summary>
    public static int StatusOf(Approval? approval) => approval?.State switch
    {
        null or ApprovalState.Approved => ExitStatus.Done,
        ApprovalState.Pending => ExitStatus.Processing,
        _ => ExitStatus.Refused,
    };

    private static string Party(ApprovalParty? party) => party is null ? "" : $"{party.Person} ({party.Actor})";

    private static string Kind(MoneyChangeKind kind, Language language) => language.Pick(
        EnumText.Of(kind),
        kind switch
        {
            MoneyChangeKind.Deposit => "DEPOSIT 入账",
            MoneyChangeKind.Withdrawal => "WITHDRAWAL 提款",
            MoneyChangeKind.Adjustment => "ADJUSTMENT 调账",
            MoneyChangeKind.CreditLimit => "CREDIT_LIMIT 授信额度",
            _ => EnumText.Of(kind),
        });

    private static string Reason(AdjustmentReason reason, Language language) => language.Pick(
        EnumText.Of(reason),
        reason switch
        {
            AdjustmentReason.WrongPosting => "WRONG_POSTING 入账有误",
            AdjustmentReason.WrongPayment => "WRONG_PAYMENT 付款入账有误",
            AdjustmentReason.Compensation => "COMPENSATION 补偿",
            AdjustmentReason.Charge => "CHARGE 约定收费",
            AdjustmentReason.WriteOff => "WRITE_OFF 核销",
            _ => EnumText.Of(reason),
        });

    private static string State(ApprovalState state, Language language) => language.Pick(
        EnumText.Of(state),
        state switch
        {
            ApprovalState.Pending => "PENDING 待审批",
            ApprovalState.Approved => "APPROVED 已批准",
            ApprovalState.Rejected => "REJECTED 已拒绝",
            ApprovalState.Expired => "EXPIRED 已过期",
            _ => EnumText.Of(state),
        });
}
