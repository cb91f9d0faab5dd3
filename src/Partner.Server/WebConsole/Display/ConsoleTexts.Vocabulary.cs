namespace Partner.Server.WebConsole.Display;

/// <content>Names of the values of enums: the key is the enum's, and the value's word.</content>
internal static partial class ConsoleTexts
{
    private static Dictionary<string, (string English, string Chinese)> Vocabulary => new(StringComparer.Ordinal)
    {
        ["state.processing"] = ("Processing", "处理中"),
        ["state.succeeded"] = ("Succeeded", "成功"),
        ["state.failed"] = ("Failed", "失败"),
        ["state.cancelled"] = ("Cancelled", "已取消"),
        ["state.reversed"] = ("Reversed", "已冲正"),

        ["partner.active"] = ("active", "正常"),
        ["partner.suspended"] = ("suspended", "已暂停"),
        ["partner.closed"] = ("closed", "已关闭"),

        ["job.top_up"] = ("Top-up", "充值"),
        ["job.reversal"] = ("Reversal", "冲正"),
        ["job.gift"] = ("Gifts to the card", "卡片赠送"),
        ["job.gift_back"] = ("Taking gifts back", "收回赠送"),
        ["job.reissue"] = ("eSIM reissue", "eSIM 换发"),

        ["verdict.being_looked_into"] = ("being looked into", "查询中"),
        ["verdict.awaiting_issuer"] = ("the issuer has not answered", "发卡方尚未答复"),
        ["verdict.not_on_card"] = ("delivered, but not on the card", "已交付但卡上没有"),
        ["verdict.card_not_readable"] = ("delivered, the card cannot be read", "已交付但无法读卡"),
        ["verdict.card_not_comparable"] = ("delivered, the card changed since", "已交付但卡片其后有变"),
        ["verdict.issuer_denies"] = ("the issuer denies it", "发卡方否认"),

        ["issuer.no_answer"] = ("no answer", "无答复"),
        ["issuer.delivered"] = ("delivered", "已交付"),
        ["issuer.refused"] = ("refused", "已拒绝"),
        ["issuer.no_trace"] = ("no trace of it", "无记录"),
        ["card.not_looked_at"] = ("not looked at", "未查询"),
        ["card.as_promised"] = ("as promised", "与承诺一致"),
        ["card.has_at_least"] = ("at least what was sold", "不少于所售内容"),
        ["card.differs"] = ("something else", "不一致"),
        ["card.not_comparable"] = ("changed since", "其后有变"),
        ["card.not_readable"] = ("cannot be read", "无法读取"),

        ["case-state.open"] = ("Open", "处理中"),
        ["case-state.arrived"] = ("Arrived", "已到账"),
        ["case-state.repaired"] = ("Repaired", "已修复"),
        ["case-state.refunded"] = ("Refunded", "已退款"),
        ["case-state.escalated"] = ("Escalated", "已升级"),

        ["version.upcoming"] = ("upcoming", "待生效"),
        ["version.in_force"] = ("in force", "生效中"),
        ["version.over"] = ("over", "已失效"),

        ["kind.catalogue"] = ("Catalogue", "套餐目录"),
        ["kind.price_list"] = ("Price list", "价目表"),
        ["kind.commission_schedule"] = ("Commission schedule", "佣金方案"),
        ["kind.promotions"] = ("Promotions", "促销"),
        ["kind.tax_rules"] = ("Tax rules", "税务规则"),
        ["kind.fx_rates"] = ("FX rates", "汇率"),
        ["kind.network"] = ("Network", "合作方层级"),

        ["transfer.deposit"] = ("Deposit", "存款"),
        ["transfer.top_up"] = ("Top-up", "充值"),
        ["transfer.commission"] = ("Commission", "佣金"),
        ["transfer.reversal"] = ("Reversal", "冲正"),
        ["transfer.clawback"] = ("Commission taken back", "收回佣金"),
        ["transfer.cashback"] = ("Cashback", "返现"),
        ["transfer.cashback_reversal"] = ("Cashback taken back", "收回返现"),
        ["transfer.override"] = ("Parent's commission", "上级佣金"),
        ["transfer.override_clawback"] = ("Parent's commission taken back", "收回上级佣金"),
        ["transfer.settlement"] = ("Settlement", "结算"),

        ["permission.sell"] = ("sell", "销售"),
        ["permission.reverse"] = ("reverse", "冲正"),
        ["permission.read"] = ("read", "查询"),
        ["permission.manage"] = ("manage", "管理"),
        ["permission.operator"] = ("operator", "运营"),

        ["actor.program"] = ("the program", "系统"),
        ["actor.verb"] = ("command line", "命令行"),
        ["actor.operator"] = ("operator", "运营人员"),
        ["actor.partner"] = ("partner", "合作方"),
    };
}
