namespace Partner.Server.WebConsole.Display;

/// <content>What an operator does about what is in doubt, and about cases: a line for each step.</content>
internal static partial class ConsoleTexts
{
    private static Dictionary<string, (string English, string Chinese)> Steps => new(StringComparer.Ordinal)
    {
        ["steps.top_up"] = (
            "Ask the issuer for the operation under our id, which is the top-up's.\n"
            + "Applied: settle it as succeeded, with the issuer's reference.\n"
            + "Refused, or the issuer has confirmed that it will never apply it: settle it as failed.\n"
            + "The issuer does not know it yet: leave it. It may still be on its way.",
            "用充值编号（即我方编号）向发卡方查询该笔业务。\n已执行：按“成功”处理，并填写发卡方流水号。\n"
            + "已拒绝，或发卡方确认永不执行：按“失败”处理。\n发卡方暂无记录：请勿处理，业务可能仍在途中。"),
        ["steps.reversal"] = (
            "Ask the issuer whether the top-up was taken back under the reversal's id.\n"
            + "Taken back: settle it as succeeded. The partner's float is credited.\n"
            + "Refused: settle it as failed. The top-up stays as it was, and the customer keeps it.",
            "用冲正编号向发卡方查询是否已撤回该笔充值。\n已撤回：按“成功”处理，合作方预付款将入账。\n"
            + "已拒绝：按“失败”处理，充值保持不变，仍归顾客所有。"),
        ["steps.gift"] = (
            "No money waits for this: the sale itself is over.\n"
            + "Ask the issuer whether what was given is on the card.\n"
            + "Granted: settle it as succeeded. Refused: settle it as failed, and make good what was promised.",
            "此项不涉及待结资金，销售本身已完成。\n向发卡方查询赠送内容是否已到卡。\n"
            + "已发放：按“成功”处理；已拒绝：按“失败”处理，并另行兑现承诺。"),
        ["steps.gift_back"] = (
            "The sale was taken back; what came with it is to leave the card.\n"
            + "Ask the issuer whether it was taken off.\n"
            + "Taken off: settle it as succeeded. Refused: settle it as failed; the card keeps it.",
            "该笔销售已撤回，随附的赠送内容应从卡上收回。\n向发卡方查询是否已收回。\n"
            + "已收回：按“成功”处理；已拒绝：按“失败”处理，内容留在卡上。"),
        ["steps.reissue"] = (
            "Ask the issuer whether it made a new activation code under our id.\n"
            + "Made: settle it as succeeded. The former code installs no more.\n"
            + "Not made, and it never will: settle it as failed. The former code stands.",
            "用我方编号向发卡方查询是否已生成新的激活码。\n已生成：按“成功”处理，旧码失效。\n"
            + "未生成且不会生成：按“失败”处理，旧码继续有效。"),

        ["case.being_looked_into"] = (
            "Wait for the next look: the service is asking.", "请等待下一次查询，系统正在查询。"),
        ["case.awaiting_issuer"] = (
            "The top-up itself is in doubt. Settle it under \"In doubt\"; this case follows by itself.",
            "该笔充值本身结果未知。请在“结果未知”中处理，个案会自动更新。"),
        ["case.not_on_card"] = (
            "The issuer says delivered, the card shows otherwise. Send the issuer the top-up's id and ask it to "
            + "compare.\nWhen the card has it: close as arrived, or as repaired where the issuer had to mend it.\n"
            + "When the issuer cannot deliver: ask the partner to reverse the top-up.",
            "发卡方称已到账，但卡上不符。请将充值编号发给发卡方核对。\n到账后：按“已到账”结案；由发卡方修复的按“已修复”结案。\n"
            + "发卡方无法交付：请合作方冲正该笔充值。"),
        ["case.card_not_readable"] = (
            "The issuer says delivered, and the card cannot be looked at. Ask the issuer what is on the card.\n"
            + "When the card has it: close as arrived. When not: proceed as with a card that shows otherwise.",
            "发卡方称已到账，但无法查询卡片。请向发卡方了解卡上内容。\n已到账：按“已到账”结案；未到账：按卡上不符处理。"),
        ["case.card_not_comparable"] = (
            "Other sales or time have changed the card since. Ask the issuer for the card's history around the "
            + "top-up.\nWhen the history has it: close as arrived. When not: ask the partner to reverse the top-up.",
            "其后的其他充值或时间推移已改变卡片。请向发卡方索取该笔充值前后的卡片记录。\n记录中有：按“已到账”结案；"
            + "没有：请合作方冲正该笔充值。"),
        ["case.issuer_denies"] = (
            "We hold the issuer's acceptance, and now it says that it never applied the top-up. Send it the "
            + "reference of its acceptance.\nWhen it delivers: close as repaired.\n"
            + "When it stays with its denial: ask the partner to reverse the top-up, and claim the money from the "
            + "issuer.",
            "我方持有发卡方的受理记录，但其现称从未执行。请将受理流水号发给发卡方。\n补交付后：按“已修复”结案。\n"
            + "若坚持否认：请合作方冲正该笔充值，并向发卡方追索款项。"),
    };
}
