using Partner.Core.Errors;

namespace Partner.Server.Errors;

/// <summary>The texts of <see cref="ClerkTexts"/> for reasons that operators alone are told.</summary>
internal static class OperatorTextTable
{
    /// <summary>By reason: English and Chinese side by side, so that they stay the same.</summary>
    internal static readonly Dictionary<Reason, (string English, string Chinese)> Texts = new()
    {
        [Reason.PartnerNotEmpty] = (
            "The partner cannot be closed yet: money is left or reserved, operations are under way, commission is not "
            + "settled, or it is the parent of others. Nothing was changed. Suspend it, wait, pay the rest out, give "
            + "its children another parent, then close it.",
            "该合作方尚不能关闭：仍有余额或冻结金额、未完成的业务、未结算的佣金或下级合作方，未做任何更改。"
            + "请先暂停，待其完成、支付余额并调整下级后再关闭。"),
        [Reason.NetworkRefused] = (
            "The network of partners would not hold together with this: nothing was changed. Choose another parent or "
            + "tier; the finding says what is wrong.",
            "这样会使合作方层级无效，未做任何更改。请选择其他上级或等级，具体问题见提示。"),
        [Reason.PartnerNotFound] = (
            "There is no such partner.",
            "没有该合作方。"),
        [Reason.PartnerExists] = (
            "There is another partner with this id.",
            "该编号已属于其他合作方。"),
        [Reason.FloatNotCovered] = (
            "The float does not cover this amount: what is reserved, and the credit limit of a withdrawal, cannot be "
            + "taken. No money moved. Choose less, or wait until sales under way have ended.",
            "预存款不足以支付该金额：冻结金额（提款时还包括授信额度）不可动用，未发生资金变动。"
            + "请减少金额，或待在途业务完成后再试。"),
        [Reason.ApprovalNotFound] = (
            "There is no such approval. No money moved.",
            "没有该审批，未发生资金变动。"),
        [Reason.ApprovalDecided] = (
            "This approval is over: it was decided otherwise, or its time has passed. Nothing was changed now. Ask for "
            + "the change anew if it is still wanted.",
            "该审批已结束：已作出其他决定或已过期，本次未做任何更改。如仍需办理，请重新提交。"),
        [Reason.ApproverIsMaker] = (
            "Whoever asked for a change cannot approve it, also not with a renewed certificate. No money moved. Ask "
            + "another person to approve it.",
            "提交人不能审批自己的申请，更换证书也不行，未发生资金变动。请由另一人审批。"),
        [Reason.ApprovalsFull] = (
            "Too many changes of this partner wait for approval. No money moved. Decide on some of them first.",
            "该合作方待审批的申请过多，未发生资金变动。请先处理部分申请。"),
        [Reason.DocumentsChanged] = (
            "These are not the documents that were looked at, or others were published meanwhile; nothing was "
            + "published. Look at the changes again, then publish.",
            "文件与所查看的不一致，或其间已发布其他文件，未发布任何内容。请重新查看变化后再发布。"),
        [Reason.DocumentNotFound] = (
            "No such version of a document is published. Check its kind, id and version.",
            "没有该版本的已发布文件。请核对类型、编号和版本。"),
        [Reason.PeriodBeingSettled] = (
            "A month is being settled at this moment. Ask again shortly.",
            "正在结算某个月份。请稍后再试。"),
        [Reason.AlreadySettled] = (
            "It has ended already, and otherwise. Nothing was changed.",
            "该操作已有其他结果，未作任何更改。"),
        [Reason.NotInDoubt] = (
            "It is being sent, and the issuer's answer is due within seconds. Look again before you settle it.",
            "该操作正在发送，发卡方将在数秒内答复。请稍后再查，勿急于处理。"),
        [Reason.CaseTopUpUnfinished] = (
            "The top-up is not final yet. Settle it first, and its case follows.",
            "该笔充值尚未结束。请先处理充值，工单随之更新。"),
        [Reason.CertificateExists] = (
            "The certificate is registered already, for another partner, outlet or permission.",
            "该证书已按其他合作方、网点或权限登记。"),
        [Reason.CertificateRuleNotFound] = (
            "There is no such rule.",
            "没有该规则。"),
    };
}
