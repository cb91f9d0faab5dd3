using Partner.Core.TopUps;
using Partner.Server.Errors;

namespace Partner.Server.Receipts;

/// <summary>What a clerk is told of a receipt that was asked about, in English and Chinese.</summary>
internal static class VerdictWords
{
    /// <summary>It in words.</summary>
    /// <param name="found">The receipt; null where it is not genuine.</param>
    /// <param name="language">The caller's language.</param>
    public static string Of(VerifiedReceipt? found, Language language) => found switch
    {
        null => language.Pick(
            "Not genuine, or not one of yours. Do not accept it.",
            "非有效凭证，或不属于本网点。请勿接受。"),
        { KeyKnown: false } => language.Pick(
            "It agrees with our records, but its signature cannot be checked any more. Call support.",
            "与系统记录一致，但已无法核验签名。请联系客服。"),
        { TopUp.State: TopUpState.Reversed } => language.Pick(
            "Genuine, but the sale was taken back: the receipt is not valid any more.",
            "凭证真实，但该笔充值已冲正，凭证作废。"),
        { TopUp.Refunded: not null } => language.Pick(
            "Genuine, but a part of the sale was refunded: only the rest stands.",
            "凭证真实，但该笔充值已部分退款，仅余下部分有效。"),
        _ => language.Pick("Genuine: the sale stands.", "凭证真实，充值有效。"),
    };
}
