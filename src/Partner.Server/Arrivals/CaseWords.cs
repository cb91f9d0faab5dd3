using Partner.Core.Arrivals;
using Partner.Server.Errors;

namespace Partner.Server.Arrivals;

/// <summary>What a clerk says to the customer about a case, and what it rests on, in English and Chinese.</summary>
internal static class CaseWords
{
    private static readonly Dictionary<CaseVerdict, (string English, string Chinese)> WhileOpen = new()
    {
        [CaseVerdict.BeingLookedInto] = (
            "We are asking the card system. Do not sell it again and do not refund; look again in a moment.",
            "正在向发卡方核实。请勿重复充值，也不要退款，稍后再查。"),
        [CaseVerdict.AwaitingIssuer] = (
            "The card system has not confirmed it yet. Do not sell it again and do not refund; if it is still open "
            + "30 minutes after the sale, we look into it ourselves.",
            "发卡方尚未确认。请勿重复充值，也不要退款；办理满 30 分钟仍未确认，将转人工处理。"),
        [CaseVerdict.NotOnCard] = (
            "The card system reports it as delivered, but the card does not show it yet. Ask the customer to restart "
            + "the phone and wait; do not sell it again.",
            "发卡方称已到账，但卡上尚未显示。请顾客重启手机并稍候，勿重复充值。"),
        [CaseVerdict.CardNotReadable] = (
            "The card system reports it as delivered; the card cannot be looked up at the moment. Do not sell it "
            + "again; look again in a moment.",
            "发卡方称已到账，暂时无法查询该卡。请勿重复充值，稍后再查。"),
        [CaseVerdict.CardNotComparable] = (
            "The card system reports it as delivered; the card was changed since, so that we cannot tell by it. Do "
            + "not sell it again; look again in a moment.",
            "发卡方称已到账；此后该卡又有变动，无法据此核对。请勿重复充值，稍后再查。"),
    };

    private static readonly Dictionary<CaseVerdict, (string English, string Chinese)> Ended = new()
    {
        [CaseVerdict.OnCard] = (
            "It has arrived: the card system delivered it and the card shows it. Look the card up together with the "
            + "customer.",
            "已到账：发卡方已充值，卡上已显示。请与顾客一同查询该卡。"),
        [CaseVerdict.Completed] = (
            "It was still under way and has arrived now. Print the receipt; do not sell it again.",
            "此前仍在处理，现已到账。请打印凭证，勿重复充值。"),
        [CaseVerdict.SaleFailed] = (
            "It failed and the money is back. Refund the customer, or sell it again.",
            "充值失败，款项已退回。请退款给顾客，或重新办理。"),
        [CaseVerdict.SaleCancelled] = (
            "It was cancelled before it was sent, and the money is back. Refund the customer, or sell it again.",
            "该笔充值在发送前已取消，款项已退回。请退款给顾客，或重新办理。"),
        [CaseVerdict.SaleReversed] = (
            "It was taken back and the money is back. Refund the customer if that was not done, or sell it again.",
            "该笔充值已冲正，款项已退回。如未退款请退给顾客，或重新办理。"),
        [CaseVerdict.ClosedByOperator] = (
            "The operator looked into it: it has arrived. Look the card up together with the customer.",
            "运营商已核实：已到账。请与顾客一同查询该卡。"),
    };

    private static readonly (string English, string Chinese) OfEscalated = (
        "We could not clear it up in time, and a person looks into it now. Do not sell it again; note the customer's "
        + "number and call support if they ask.",
        "未能及时查清，已转人工处理。请勿重复充值；请留下顾客的联系方式，如有询问请联系客服。");

    private static readonly Dictionary<IssuerStatement, (string English, string Chinese)> Issuer = new()
    {
        [IssuerStatement.NoAnswer] = ("The card system did not answer.", "发卡方没有答复。"),
        [IssuerStatement.Delivered] = ("The card system says that it delivered it.", "发卡方称已充值。"),
        [IssuerStatement.Refused] = ("The card system says that it never will deliver it.", "发卡方称不会充值。"),
        [IssuerStatement.NoTrace] = ("The card system has no trace of it.", "发卡方没有该笔记录。"),
    };

    private static readonly Dictionary<CardStatement, (string English, string Chinese)> Card = new()
    {
        [CardStatement.NotLookedAt] = ("", ""),
        [CardStatement.AsPromised] = (" The card is as was promised.", "卡的状态与承诺一致。"),
        [CardStatement.HasAtLeast] = (" The card has at least what the plan gives.", "卡上至少有该套餐的内容。"),
        [CardStatement.Differs] = (" The card is otherwise than was promised.", "卡的状态与承诺不符。"),
        [CardStatement.NotComparable] = (" The card was changed since.", "此后该卡又有变动。"),
        [CardStatement.NotReadable] = (" The card could not be looked up.", "未能查询该卡。"),
    };

    /// <summary>What the clerk says and does.</summary>
    public static string Of(ArrivalCase known, Language language) => known.State switch
    {
        CaseState.Open => Pick(WhileOpen[known.Verdict], language),
        CaseState.Escalated => Pick(OfEscalated, language),
        _ => Pick(Ended[known.Verdict], language),
    };

    /// <summary>What issuer and card said.</summary>
    public static string Of(CaseEvidence found, Language language) =>
        Pick(Issuer[found.Issuer], language) + Pick(Card[found.Card], language);

    private static string Pick((string English, string Chinese) texts, Language language) =>
        language.Pick(texts.English, texts.Chinese);
}
