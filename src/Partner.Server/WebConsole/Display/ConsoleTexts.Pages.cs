namespace Partner.Server.WebConsole.Display;

/// <content>What the pages say of themselves.</content>
internal static partial class ConsoleTexts
{
    private static Dictionary<string, (string English, string Chinese)> Pages => new(StringComparer.Ordinal)
    {
        ["overview.title"] = ("Overview", "总览"),
        ["overview.waiting"] = ("What waits for you", "待处理事项"),
        ["overview.in-doubt"] = ("operations in doubt", "笔业务结果未知"),
        ["overview.in-doubt.one"] = ("operation in doubt", "笔业务结果未知"),
        ["overview.in-doubt.since"] = ("The oldest for {0}", "最早一笔已 {0}"),
        ["overview.cases"] = ("escalated cases", "个已升级的未到账个案"),
        ["overview.cases.one"] = ("escalated case", "个已升级的未到账个案"),
        ["overview.cases.none"] = ("Nobody has to look", "无需人工处理"),
        ["overview.cases.some"] = ("A person has to look", "需要人工处理"),
        ["overview.certificates"] = ("certificates that end", "张证书到期"),
        ["overview.certificates.one"] = ("certificate that ends", "张证书到期"),
        ["overview.certificates.hint"] = ("Within 30 days, or lately", "30 天内到期或刚刚过期"),
        ["overview.in-doubt.none"] = ("The issuer has answered everything", "发卡方均已答复"),
        ["overview.sales"] = ("Sales today by hour and state", "今日各小时销售及状态"),
        ["overview.sales.chart"] = (
            "Bar chart: {0} sales today, of which {1} succeeded. The table beside it has the same figures.",
            "柱状图：今日共 {0} 笔，其中成功 {1} 笔。旁边的表格列出相同数据。"),
        ["overview.sales.chart.one"] = (
            "Bar chart: {0} sale today, of which {1} succeeded. The table beside it has the same figures.",
            "柱状图：今日共 {0} 笔，其中成功 {1} 笔。旁边的表格列出相同数据。"),
        ["overview.sales.hour"] = ("{0}: {1} sales", "{0}：{1} 笔"),
        ["overview.sales.hour.one"] = ("{0}: {1} sale", "{0}：{1} 笔"),
        ["overview.sales.table"] = ("Sales today in figures", "今日销售数据"),
        ["overview.sales.none"] = ("Nothing has been sold today.", "今日尚无销售。"),
        ["overview.sales.cut"] = (
            "There are more sales today than one page reads; the figures are of the first {0}.",
            "今日销售笔数超过单页读取上限，以下为前 {0} 笔的数据。"),
        ["overview.sales.as-of"] = ("As of {0}; read anew every 10 seconds.", "截至 {0}，每 10 秒更新一次。"),
        ["overview.hour"] = ("Hour", "小时"),
        ["overview.all"] = ("Sales", "笔数"),
        ["overview.pays"] = ("Customers paid", "顾客实付"),
        ["overview.sum"] = ("Day", "全天"),

        ["floats.title"] = ("Floats and how long they last", "预付款余额及可用天数"),
        ["floats.hint"] = (
            "Available is posted less reserved plus the credit limit. Days are told at the pace of the last seven "
            + "days, commission and reversals included, deposits and settlements left out.",
            "可用额 = 已入账 − 已占用 + 信用额度。可用天数按最近七天的消耗速度估算，含佣金与冲正，不含存款与结算。"),
        ["floats.partner"] = ("Partner", "合作方"),
        ["floats.posted"] = ("Posted", "已入账"),
        ["floats.reserved"] = ("Reserved", "已占用"),
        ["floats.credit"] = ("Credit limit", "信用额度"),
        ["floats.available"] = ("Available", "可用额"),
        ["floats.pace"] = ("A day", "每日消耗"),
        ["floats.lasts"] = ("Lasts", "可用天数"),
        ["floats.days"] = ("{0} days", "{0} 天"),
        ["floats.today"] = ("less than a day", "不足一天"),
        ["floats.long"] = ("no end in sight", "长期可用"),
        ["floats.low"] = ("low", "偏低"),
        ["floats.statement"] = ("Statement", "对账单"),
        ["floats.none"] = ("There are no partners yet.", "尚无合作方。"),

        ["statement.title"] = ("Account statement of {0}", "{0} 的账户对账单"),
        ["statement.month"] = ("Month", "月份"),
        ["statement.show"] = ("Show", "查看"),
        ["statement.opening"] = ("Opening balance", "期初余额"),
        ["statement.closing"] = ("Closing balance", "期末余额"),
        ["statement.before"] = ("Month before", "上一月"),
        ["statement.after"] = ("Month after", "下一月"),
        ["statement.number"] = ("No.", "序号"),
        ["statement.time"] = ("Time", "时间"),
        ["statement.kind"] = ("What", "类型"),
        ["statement.amount"] = ("Amount", "金额"),
        ["statement.balance"] = ("Balance", "余额"),
        ["statement.outlet"] = ("Outlet", "网点"),
        ["statement.reference"] = ("Top-up or transfer", "充值或转账编号"),
        ["statement.none"] = ("Nothing moved in this month.", "本月无变动。"),

        ["in-doubt.title"] = ("In doubt: the issuer has not answered", "结果未知：发卡方尚未答复"),
        ["in-doubt.hint"] = (
            "The service goes on asking by itself, and nearly all of these settle within minutes. Settle one by hand "
            + "only when you hold the issuer's word on it.",
            "系统会自动持续查询，绝大多数在几分钟内即有结果。只有在取得发卡方明确答复后才手工处理。"),
        ["in-doubt.what"] = ("What", "业务"),
        ["in-doubt.since"] = ("In doubt for", "未知时长"),
        ["in-doubt.card"] = ("Card", "卡号"),
        ["in-doubt.plan"] = ("Plan", "套餐"),
        ["in-doubt.amount"] = ("Debit", "扣款"),
        ["in-doubt.attempts"] = ("Asked", "查询次数"),
        ["in-doubt.settle"] = ("Settle", "处理"),
        ["in-doubt.none"] = ("Nothing is in doubt: the issuer has answered everything.", "没有结果未知的业务，发卡方均已答复。"),
        ["in-doubt.steps"] = ("What to do", "处理步骤"),

        ["settle.title"] = ("Settle by the issuer's word", "按发卡方答复处理"),
        ["settle.state"] = ("State", "状态"),
        ["settle.created"] = ("Made", "创建时间"),
        ["settle.since"] = ("In doubt since", "结果未知起始时间"),
        ["settle.reference"] = ("Partner's reference", "合作方参考号"),
        ["settle.final"] = ("This is over; nothing is left to settle.", "该业务已有最终结果，无需处理。"),
        ["settle.sending"] = (
            "This is being sent right now; the issuer's answer is due within seconds. Load the page again.",
            "正在发送，发卡方将在数秒内答复。请稍后刷新页面。"),
        ["settle.succeeded"] = (
            "It succeeded: the issuer carried it out. Money that was reserved is charged.",
            "成功：发卡方已执行。已占用的款项将正式扣除。"),
        ["settle.failed"] = (
            "It failed: the issuer did not carry it out and never will. Money that was reserved goes back.",
            "失败：发卡方未执行且不会再执行。已占用的款项将退回。"),
        ["settle.warning"] = (
            "This moves money and cannot be taken back.", "此操作涉及资金，且无法撤销。"),
        ["settle.submit"] = ("Settle it", "确认处理"),

        ["cases.title"] = ("Not arrived: escalated cases", "未到账：已升级的个案"),
        ["cases.hint"] = (
            "Customers wait for these top-ups, and neither the issuer nor the card settled the question in time.",
            "顾客仍在等待这些充值到账，发卡方答复和卡片查询均未能及时给出结论。"),
        ["cases.topup"] = ("Top-up", "充值"),
        ["cases.escalated"] = ("Escalated for", "升级时长"),
        ["cases.verdict"] = ("Why", "原因"),
        ["cases.issuer"] = ("Issuer says", "发卡方答复"),
        ["cases.card"] = ("Card shows", "卡片状态"),
        ["cases.again"] = ("Sold again meanwhile: {0}", "其间再次售出：{0}"),
        ["cases.close"] = ("Close", "结案"),
        ["cases.none"] = ("No case waits for a person.", "没有需要人工处理的个案。"),
        ["cases.unasked"] = ("never asked", "未查询"),
        ["close.title"] = ("Close a case", "结案"),
        ["close.closed"] = ("This case is closed.", "该个案已结案。"),
        ["close.unfinished"] = (
            "The top-up itself is still in doubt. Settle that first; the case follows by itself.",
            "该笔充值本身结果未知。请先处理充值，个案会自动随之更新。"),
        ["close.arrived"] = ("It arrived: the card has what was sold.", "已到账：卡上已有所售内容。"),
        ["close.repaired"] = (
            "It was repaired: the issuer has put onto the card what was missing.", "已修复：发卡方已补足缺失内容。"),
        ["close.refund"] = (
            "Where the customer is to get the money back, the partner reverses the top-up; the case is then closed by "
            + "itself.",
            "如需退款给顾客，请由合作方冲正该笔充值，个案会自动结案。"),
        ["close.submit"] = ("Close it", "确认结案"),

        ["documents.title"] = ("Published documents", "已发布的文件"),
        ["documents.kind"] = ("Kind", "类型"),
        ["documents.version"] = ("Version", "版本"),
        ["documents.from"] = ("From", "生效时间"),
        ["documents.until"] = ("Until", "失效时间"),
        ["documents.state"] = ("State", "状态"),
        ["documents.open"] = ("open", "未定"),
        ["documents.none"] = ("Nothing has been published yet.", "尚未发布任何文件。"),
        ["documents.published"] = ("Published", "发布时间"),
        ["documents.by"] = ("Published by", "发布者"),
        ["documents.version-title"] = ("Document {0}", "文件 {0}"),
        ["document.changes"] = ("What it changes against {0}", "与 {0} 相比的变化"),
        ["document.first"] = (
            "This is the first version of the document: there is nothing to compare it with.",
            "这是该文件的第一个版本，没有可比较的旧版本。"),
        ["document.same"] = (
            "No price, fee, promotion, commission or tax changes.", "价格、手续费、促销、佣金和税费均无变化。"),
        ["document.some"] = (
            "Compared for the first {0} partners; `operator documents diff --partner` compares for others.",
            "仅比较前 {0} 个合作方；`operator documents diff --partner` 可比较其他合作方。"),
        ["document.cut"] = ("{0} more lines are left out.", "另有 {0} 行未显示。"),
        ["document.unreadable"] = (
            "This program cannot read this version; it was written for a later one.", "本程序无法读取该版本，它是为更新的程序编写的。"),
        ["document.what"] = ("What", "项目"),
        ["document.channels"] = ("Channels", "渠道"),
        ["document.old"] = ("Before", "变更前"),
        ["document.new"] = ("After", "变更后"),
        ["document.plans"] = ("Plans", "套餐"),
        ["document.partners"] = ("Partners", "合作方"),
        ["document.any"] = ("any", "全部"),
        ["document.content"] = ("Content", "内容"),

        ["certificates.title"] = ("When certificates end", "证书到期时间"),
        ["certificates.hint"] = (
            "Certificates that are not revoked, the first to end first. Whoever has only one that ends soon is locked "
            + "out then.",
            "未吊销的证书，按到期先后排列。仅有即将到期证书的合作方届时将无法访问。"),
        ["certificates.owner"] = ("Whose", "所属"),
        ["certificates.operator"] = ("the operator", "运营方"),
        ["certificates.outlet"] = ("Outlet", "网点"),
        ["certificates.whole"] = ("all outlets", "全部网点"),
        ["certificates.may"] = ("May", "权限"),
        ["certificates.ends"] = ("Ends", "到期时间"),
        ["certificates.left"] = ("Days left", "剩余天数"),
        ["certificates.thumbprint"] = ("Thumbprint", "指纹"),
        ["certificates.state"] = ("State", "状态"),
        ["certificates.ended"] = ("ended", "已过期"),
        ["certificates.soon"] = ("ends soon", "即将到期"),
        ["certificates.good"] = ("good", "正常"),
        ["certificates.replaced"] = ("a later one is there", "已有更新证书"),
        ["certificates.none"] = ("No certificate is registered.", "尚未登记任何证书。"),

        ["actions.title"] = ("Action log", "操作记录"),
        ["actions.hint"] = (
            "Every chain is numbered without a gap, and each action holds the hash of the one before it.",
            "每条链连续编号，每条操作均包含上一条的哈希值。"),
        ["actions.chain"] = ("Chain", "链"),
        ["actions.chain.hint"] = (
            "A partner's id; empty for what concerns no partner.", "填写合作方编号；留空则查看与合作方无关的操作。"),
        ["actions.common"] = ("concerns no partner", "与合作方无关"),
        ["actions.show"] = ("Show", "查看"),
        ["actions.number"] = ("No.", "序号"),
        ["actions.time"] = ("Time", "时间"),
        ["actions.who"] = ("Who", "操作者"),
        ["actions.what"] = ("Action", "操作"),
        ["actions.changed"] = ("Changed", "变更"),
        ["actions.why"] = ("Why", "原因"),
        ["actions.hash"] = ("Hash", "哈希"),
        ["actions.none"] = ("Nothing is recorded in this chain.", "此链尚无记录。"),
    };
}
