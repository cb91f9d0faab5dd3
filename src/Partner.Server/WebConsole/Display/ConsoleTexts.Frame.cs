namespace Partner.Server.WebConsole.Display;

/// <content>What stands around the pages: navigation, times, forms, errors.</content>
internal static partial class ConsoleTexts
{
    private static Dictionary<string, (string English, string Chinese)> Frame => new(StringComparer.Ordinal)
    {
        ["site"] = ("Operator console", "运营控制台"),
        ["skip"] = ("Skip to the content", "跳到正文"),
        ["nav"] = ("Pages", "页面导航"),
        ["nav.overview"] = ("Overview", "总览"),
        ["nav.floats"] = ("Floats", "预付款"),
        ["nav.in-doubt"] = ("In doubt", "结果未知"),
        ["nav.cases"] = ("Not arrived", "未到账"),
        ["nav.approvals"] = ("Approvals", "审批"),
        ["nav.documents"] = ("Documents", "文件"),
        ["nav.certificates"] = ("Certificates", "证书"),
        ["nav.actions"] = ("Action log", "操作记录"),
        ["language.other"] = ("中文", "English"),
        ["language.switch"] = ("Switch language to 中文", "切换语言为 English"),
        ["foot.zone"] = ("Times are in {0} (UTC{1}), as of {2}.", "时间为 {0} 时区（UTC{1}），截至 {2}。"),
        ["foot.certificate"] = ("Your certificate: {0}", "您的证书：{0}"),
        ["pager"] = ("Parts of the list", "列表翻页"),
        ["pager.first"] = ("First page", "首页"),
        ["pager.next"] = ("Next page", "下一页"),
        ["table.scroll"] = ("Table that can be scrolled sideways", "可左右滚动的表格"),
        ["none"] = ("none", "无"),
        ["back"] = ("Back to the list", "返回列表"),

        ["age.days"] = ("{0} d {1} h", "{0} 天 {1} 小时"),
        ["age.hours"] = ("{0} h {1} min", "{0} 小时 {1} 分"),
        ["age.minutes"] = ("{0} min {1} s", "{0} 分 {1} 秒"),
        ["age.seconds"] = ("{0} s", "{0} 秒"),

        ["form.evidence"] = ("Evidence", "凭据"),
        ["form.evidence.hint"] = (
            "What proves it, and where it can be found: the issuer's reference, who said so, when. No card or phone "
            + "numbers. It is kept with the operation for ever.",
            "写明证明材料及出处：发卡方流水号、由谁在何时确认。请勿填写卡号或手机号。内容将与该笔业务一并永久保存。"),
        ["form.why"] = ("Why you settle it", "处理原因"),
        ["form.why.hint"] = ("Kept in the action log.", "保存在操作记录中。"),
        ["form.why-missing"] = ("Say why: it goes into the action log.", "请填写原因，将记入操作日志。"),
        ["form.outcome"] = ("What became of it", "实际结果"),
        ["form.problem"] = ("Nothing was changed. Correct what is marked.", "未做任何更改。请更正标出的内容。"),
        ["form.evidence-missing"] = ("Say what proves it.", "请填写凭据。"),
        ["form.evidence-long"] = ("Use 1,000 characters at most.", "不得超过 1,000 个字符。"),
        ["form.evidence-unseen"] = (
            "Take out characters that are invisible or change the direction of the text.",
            "请删除不可见字符或改变文字方向的字符。"),
        ["form.outcome-missing"] = ("Choose what became of it.", "请选择实际结果。"),

        ["error.home"] = ("To the overview", "返回总览"),
        ["error.incident"] = ("Incident number:", "事件编号："),
        ["error.400"] = ("This request cannot be used", "请求无效"),
        ["error.400.advice"] = (
            "The address is incomplete, or the form was not sent from a page that you opened with your certificate. "
            + "Nothing was changed. Open the page again and repeat it.",
            "地址不完整，或表单并非从您用本证书打开的页面提交。未做任何更改。请重新打开页面后再试。"),
        ["error.403"] = ("You are not let in here", "无权访问"),
        ["error.403.advice"] = (
            "This place opens only with a certificate that is registered for the operator. Ask whoever runs the "
            + "service to register yours.",
            "此处仅限使用已登记的运营方证书访问。请联系服务管理员登记您的证书。"),
        ["error.404"] = ("There is no such page", "页面不存在"),
        ["error.404.advice"] = (
            "What you look for was never here, or its name is mistyped.", "您要找的内容不存在，或名称有误。"),
        ["error.405"] = ("This cannot be done here", "不支持此操作"),
        ["error.405.advice"] = ("Pages are opened, and forms are sent; nothing else.", "此处只能打开页面和提交表单。"),
        ["error.413"] = ("The form is too large", "表单过大"),
        ["error.413.advice"] = ("Nothing was changed. Write less and repeat it.", "未做任何更改。请精简内容后再试。"),
        ["error.429"] = ("Too much at once", "请求过多"),
        ["error.429.advice"] = ("Wait a moment and load the page again.", "请稍候再刷新页面。"),
        ["error.500"] = ("Something went wrong", "发生错误"),
        ["error.500.advice"] = (
            "Whether a change was made, the list that you came from shows. Tell whoever runs the service the number "
            + "below.",
            "更改是否已生效，请在来源列表中查看。请将下面的编号告知服务管理员。"),
        ["error.503"] = ("Not available at the moment", "暂时不可用"),
        ["error.503.advice"] = (
            "The database does not answer. Wait a moment and load the page again.", "数据库暂无响应。请稍候再刷新页面。"),
    };
}
