using System.Globalization;
using System.Net;
using System.Text;

namespace Partner.Core.Settlements;

/// <summary>
/// A statement as one HTML page to print on A4 or to file: no scripts, nothing loaded from elsewhere, and every text
/// from documents or partners escaped.
/// </summary>
public static class SettlementHtml
{
    private const string Style = """
        @page { size: A4 landscape; margin: 12mm }
        body { font: 10pt/1.4 "Noto Sans SC", "PingFang SC", "Microsoft YaHei", Arial, sans-serif; color: #000 }
        h1 { font-size: 15pt; margin: 0 0 4mm } h2 { font-size: 11pt; margin: 5mm 0 2mm }
        table { border-collapse: collapse; width: 100% } thead { display: table-header-group }
        th, td { border: 1px solid #999; padding: 1mm 2mm; text-align: left; vertical-align: top }
        th { background: #eee } tr { break-inside: avoid } .n { text-align: right; white-space: nowrap }
        table.facts { width: auto } table.totals { width: auto }
        table.totals tr:last-child { font-weight: bold } p { margin: 2mm 0 }
        """;

    /// <summary>Its media type.</summary>
    public const string MediaType = "text/html; charset=utf-8";

    /// <summary>A name for its file: "settlement-2026-10-0001.html".</summary>
    public static string FileName(SettlementStatement statement) => $"settlement-{statement.Number}.html";

    /// <summary>Writes a statement.</summary>
    /// <param name="language">The page's language.</param>
    /// <returns>UTF-8 without a byte order mark.</returns>
    public static byte[] Write(SettlementStatement statement, SettlementLanguage language)
    {
        var title = $"{language.Pick("Commission settlement", "佣金结算单")} {statement.Number}";
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="{language.Pick("en", "zh-CN")}">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>{Escape(title)}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <h1>{Escape(title)}</h1>

            """);
        AppendFacts(page, statement, language);
        AppendLines(page, statement, language);
        AppendTaxes(page, statement, language);
        AppendTotals(page, statement, language);
        return Encoding.UTF8.GetBytes(page.Append("</body>\n</html>\n").ToString());
    }

    private static void AppendFacts(StringBuilder page, SettlementStatement statement, SettlementLanguage language) =>
        AppendTable(page, "facts", [], [
            [language.Pick("Partner", "伙伴"), statement.PayeeId.Value],
            [
                language.Pick("Period", "期间"),
                statement.Zones.Length == 0 ? statement.Period : $"{statement.Period} ({statement.Zones})",
            ],
            [language.Pick("Posted", "入账时间"), SettlementText.Time(statement.PostedAt)],
            [language.Pick("Currency of the float", "账户币种"), statement.Currency.Code],
        ], firstNumber: 2);

    private static void AppendLines(StringBuilder page, SettlementStatement statement, SettlementLanguage language)
    {
        AppendHeading(page, language.Pick("Commission by schedule and rule, before tax", "佣金明细（税前）"));
        string[] heads = language == SettlementLanguage.Chinese
            ? ["佣金方案", "版本", "规则", "方式", "充值笔数", "冲正笔数", "基数", "应计", "冲回", "阶梯调整", "已入账", "应付"]
            : [
                "Schedule", "Versions", "Rule", "Paid", "Top-ups", "Reversals", "Base", "Earned", "Clawed back",
                "True-up", "Already credited", "Payable",
            ];
        AppendTable(page, "lines", heads, [.. statement.Lines.Select(line => new[]
        {
            line.ScheduleId,
            string.Join(' ', line.Versions),
            line.RuleId,
            SettlementText.ModeOf(language, line.Mode),
            SettlementText.Whole(line.TopUps),
            SettlementText.Whole(line.Reversals),
            $"{SettlementText.Grouped(line.Base)} {line.Base.Currency}",
            SettlementText.Grouped(line.Earned),
            SettlementText.Grouped(line.ClawedBack),
            SettlementText.Grouped(line.TrueUp),
            SettlementText.Grouped(line.AlreadyCredited),
            SettlementText.Grouped(line.Payable),
        })], firstNumber: 4);
        page.Append("<p>").Append(Escape(language.Pick(
            "Payable = earned + clawed back + true-up − already credited. A true-up is the difference between a " +
            "month's reached step and the step known at the sale; what was clawed back may belong to earlier months.",
            "应付 = 应计 + 冲回 + 阶梯调整 − 已入账。阶梯调整为按当月最终达到的档位重算的差额；冲回可能涉及以前月份。")))
            .Append("</p>\n");
    }

    private static void AppendTaxes(StringBuilder page, SettlementStatement statement, SettlementLanguage language)
    {
        if (statement.Taxes.Count == 0)
        {
            return;
        }

        AppendHeading(page, language.Pick("Withholding tax on commission not taxed before", "代扣税（此前未计税的佣金）"));
        string[] heads = language == SettlementLanguage.Chinese
            ? ["税则", "版本", "税率", "计税基数", "税额"]
            : ["Tax rule", "Version", "Rate", "Base", "Tax"];
        AppendTable(page, "taxes", heads, [.. statement.Taxes.Select(tax => new[]
        {
            tax.RuleId,
            tax.Version,
            SettlementText.Percent(tax.Rate) + " %",
            SettlementText.Grouped(tax.Base),
            SettlementText.Grouped(tax.Tax),
        })], firstNumber: 2);
    }

    private static void AppendTotals(StringBuilder page, SettlementStatement statement, SettlementLanguage language)
    {
        AppendHeading(page, language.Pick("Totals", "合计"));
        AppendTable(page, "totals", [], [
            [language.Pick("Earned", "应计"), SettlementText.Grouped(statement.Earned)],
            [language.Pick("Clawed back", "冲回"), SettlementText.Grouped(statement.ClawedBack)],
            [language.Pick("True-up", "阶梯调整"), SettlementText.Grouped(statement.TrueUp)],
            [language.Pick("Already credited", "已入账"), SettlementText.Grouped(-statement.AlreadyCredited)],
            [language.Pick("Payable before tax", "税前应付"), SettlementText.Grouped(statement.Gross)],
            [language.Pick("Tax", "税额"), SettlementText.Grouped(-statement.Tax)],
            [
                language.Pick("Posted to the float", "记入账户"),
                $"{SettlementText.Grouped(statement.Total)} {statement.Currency}",
            ],
        ], firstNumber: 1);
    }

    private static void AppendHeading(StringBuilder page, string text) =>
        page.Append("<h2>").Append(Escape(text)).Append("</h2>\n");

    private static void AppendTable(
        StringBuilder page, string kind, string[] heads, IEnumerable<string[]> rows, int firstNumber)
    {
        page.Append("<table class=\"").Append(kind).Append("\">\n");
        if (heads.Length > 0)
        {
            page.Append("<thead><tr>");
            AppendCells(page, "th", heads, firstNumber);
            page.Append("</tr></thead>\n");
        }

        page.Append("<tbody>\n");
        foreach (var row in rows)
        {
            page.Append("<tr>");
            AppendCells(page, "td", row, firstNumber);
            page.Append("</tr>\n");
        }

        page.Append("</tbody></table>\n");
    }

    private static void AppendCells(StringBuilder page, string tag, string[] cells, int firstNumber)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            page.Append('<').Append(tag).Append(i >= firstNumber ? " class=\"n\">" : ">")
                .Append(Escape(cells[i])).Append("</").Append(tag).Append('>');
        }
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
