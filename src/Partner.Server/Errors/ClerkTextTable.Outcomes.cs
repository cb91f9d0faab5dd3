using Partner.Core.Errors;

namespace Partner.Server.Errors;

/// <summary>What refused calls, and the outcomes of other operations than top-ups, say in place of these.</summary>
internal static partial class ClerkTextTable
{
    /// <summary>
    /// The texts that a refused call has in place of a top-up's outcome: previews, quotes and auto-renewals are refused
    /// for these before anybody pays.
    /// </summary>
    internal static readonly Dictionary<Reason, (string English, string Chinese)> RefusalTexts = new()
    {
        [Reason.CardBlocked] = (
            "The card is blocked and cannot be topped up. Do not take the customer's money; the customer should "
            + "contact the card's service.",
            "该卡已被锁定，无法充值。请不要收顾客的钱，请顾客联系发卡方客服。"),
        [Reason.ProductNotAccepted] = (
            "The card does not take this product. Do not take the customer's money for it; offer another one.",
            "该卡不能办理此套餐。请不要为此收款，可为顾客另选套餐。"),
        [Reason.CardExpired] = (
            "The card expired too long ago to be renewed. Do not take the customer's money; offer a new card.",
            "该卡过期已久，无法续费。请不要收顾客的钱，可推荐办理新卡。"),
        [Reason.IssuerDeclined] = (
            "The card system refuses this card; nothing was charged. Do not take the customer's money.",
            "发卡方不受理该卡，未扣款。请不要收顾客的钱。"),
    };

    /// <summary>What is said of a sale above a limit that no time makes wider.</summary>
    internal static readonly (string English, string Chinese) SaleTooLarge = (
        "The amount is above what your company or the operator lets one sale have. Nothing was charged. Waiting does "
        + "not help: start a new sale with a smaller amount, or ask your company.",
        "金额超出贵司或运营方设定的单笔限额，未扣款。等待无效：请减少金额重新发起交易，或联系贵司。");

    /// <summary>The texts that a reissue's outcome has in place of a top-up's.</summary>
    internal static readonly Dictionary<Reason, (string English, string Chinese)> ReissueTexts = new()
    {
        [Reason.None] = (
            "Done: there is a new code for the other device, and the one before installs no more. Show the new code.",
            "换机成功：新安装码已生成，旧码已失效。请向顾客出示新码。"),
        [Reason.AwaitingIssuer] = (
            "The new code is being made. Wait until that is confirmed, most often within minutes; do not use the "
            + "former code.",
            "正在换发安装码。请等待确认，通常只需几分钟，此前不要使用旧码。"),
        [Reason.CardBlocked] = (
            "There is no new code: the card is blocked. The customer should contact the card's service.",
            "该卡已被锁定，未换发安装码。请顾客联系发卡方客服。"),
        [Reason.CardExpired] = (
            "There is no new code: the card has expired.",
            "该卡已过期，未换发安装码。"),
        [Reason.IssuerDeclined] = (
            "The card system refused to make a new code; the former one stands. The customer should contact the card's "
            + "service.",
            "发卡方拒绝换发安装码，原码仍有效。请顾客联系发卡方客服。"),
        [Reason.WithdrawnAtIssuer] = (
            "The change of device was not confirmed and was called off; the former code stands. You may try again.",
            "换机未获确认，已取消，原码仍有效。可再次办理。"),
        [Reason.ResolvedByOperator] = (
            "The operator settled this by hand. There is a new code only if the state is succeeded.",
            "运营方已人工处理。仅当状态为成功时才有新安装码。"),
    };

    /// <summary>The texts that a reversal's outcome has in place of a top-up's.</summary>
    internal static readonly Dictionary<Reason, (string English, string Chinese)> ReversalTexts = new()
    {
        [Reason.None] = (
            "Taken back: the money is on your company's balance again. Refund the customer.",
            "已撤回，款项已退回预存款。请退款给顾客。"),
        [Reason.AwaitingIssuer] = (
            "Being taken back. Do not refund yet: wait until it is confirmed, most often within minutes.",
            "撤回处理中。请先不要退款，待确认后再退，通常只需几分钟。"),
        [Reason.CardBlocked] = (
            "This cannot be taken back: the card is blocked. Do not refund; the customer should contact the card's "
            + "service.",
            "该卡已被锁定，无法撤回。请勿退款，请顾客联系发卡方客服。"),
        [Reason.ProductNotAccepted] = (
            "The card system does not take this product back. Do not refund.",
            "发卡方不支持撤回该套餐。请勿退款。"),
        [Reason.CardExpired] = (
            "This cannot be taken back: the card has expired. Do not refund.",
            "该卡已过期，无法撤回。请勿退款。"),
        [Reason.IssuerDeclined] = (
            "The card system refused to take it back; the top-up stands. Do not refund.",
            "发卡方拒绝撤回，原充值有效。请勿退款。"),
        [Reason.WithdrawnAtIssuer] = (
            "The reversal was not confirmed and was called off; the top-up stands. Do not refund; you may try again.",
            "撤回未获确认，已取消，原充值有效。请勿退款，可再次申请撤回。"),
        [Reason.ResolvedByOperator] = (
            "The operator settled this by hand. Refund the customer only if the reversal's state is succeeded.",
            "运营方已人工处理。仅当撤回状态为成功时，方可退款给顾客。"),
    };
}
