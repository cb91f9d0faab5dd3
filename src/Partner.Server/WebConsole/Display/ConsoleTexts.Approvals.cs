namespace Partner.Server.WebConsole.Display;

/// <content>What waits for a second person.</content>
internal static partial class ConsoleTexts
{
    private static Dictionary<string, (string English, string Chinese)> Approvals => new(StringComparer.Ordinal)
    {
        ["overview.approvals"] = ("changes to approve", "项变更待审批"),
        ["overview.approvals.one"] = ("change to approve", "项变更待审批"),
        ["overview.approvals.none"] = ("No money waits for a second person", "没有资金变更等待复核"),
        ["overview.approvals.some"] = ("Nothing moves before another person approves", "须由另一人审批后方可生效"),

        ["approvals.title"] = ("Changes that wait for approval", "待审批的资金变更"),
        ["approvals.title.one"] = ("Approve or reject a change", "审批资金变更"),
        ["approvals.hint"] = (
            "Nothing here has moved money. Whoever asked for a change cannot approve it, also not with a renewed "
            + "certificate. What nobody decides within seven days is over.",
            "以下变更均未发生资金变动。提交人不能审批自己的申请，更换证书也不行。七天内未处理的申请将失效。"),
        ["approvals.none"] = ("Nothing waits for approval.", "没有待审批的变更。"),
        ["approvals.does"] = ("What it would do", "变更内容"),
        ["approvals.maker"] = ("Asked for by", "提交人"),
        ["approvals.age"] = ("Waits for", "等待时长"),
        ["approvals.expires"] = ("Over at", "失效时间"),
        ["approvals.decide"] = ("Decide", "处理"),
        ["approvals.decider"] = ("Decided by", "审批人"),
        ["approvals.decided"] = ("Decided at", "审批时间"),
        ["approvals.decision-why"] = ("Why it was decided so", "审批意见"),
        ["approvals.reason"] = ("Why the float is put right", "调账原因"),
        ["approvals.available"] = ("The float covers {0}.", "预存款可支付 {0}。"),
        ["approvals.over"] = ("This is over; nothing more can be decided.", "已处理完毕，无需再操作。"),
        ["approvals.outcome"] = ("Your decision", "审批决定"),
        ["approvals.outcome-missing"] = ("Choose whether you approve or reject it.", "请选择批准或拒绝。"),
        ["approvals.why-missing"] = ("Say why.", "请填写原因。"),
        ["approvals.approve"] = ("Approve: it is carried out at once", "批准：立即执行"),
        ["approvals.reject"] = ("Reject: it will never be carried out", "拒绝：不再执行"),
        ["approvals.warning"] = (
            "Check the amount against its paper before you approve: no entry is ever changed.",
            "批准前请核对金额与凭证：分录一经入账不可更改。"),
        ["approvals.submit"] = ("Decide", "提交"),

        ["approval.deposit"] = ("Credit {0} that was paid in", "入账 {0}"),
        ["approval.withdrawal"] = ("Pay {0} out of the float", "从预存款支付 {0}"),
        ["approval.adjustment"] = ("Put the float right by {0}", "调账 {0}"),
        ["approval.credit_limit"] = ("Set the credit limit to {0}", "将授信额度设为 {0}"),
        ["approval-state.pending"] = ("Waits for a second person", "待审批"),
        ["approval-state.approved"] = ("Approved and carried out", "已批准并执行"),
        ["approval-state.rejected"] = ("Rejected", "已拒绝"),
        ["approval-state.expired"] = ("Over: nobody decided in time", "已过期"),

        ["statement.adjusted"] = ("Adjustment: {0}", "调账：{0}"),
        ["adjustment.wrong_posting"] = ("Something was posted wrongly", "入账有误"),
        ["adjustment.wrong_payment"] = ("A payment was credited wrongly", "付款入账有误"),
        ["adjustment.compensation"] = ("Compensation", "补偿"),
        ["adjustment.charge"] = ("An agreed charge", "约定收费"),
        ["adjustment.write_off"] = ("Written off", "核销"),
        ["transfer.withdrawal"] = ("Withdrawal", "提款"),
        ["transfer.adjustment"] = ("Adjustment", "调账"),
    };
}
