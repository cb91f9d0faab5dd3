using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Auditing;
using Partner.Core.Texts;
using Partner.Server.Errors;

namespace Partner.Server.Verbs;

/// <summary>An audit's report for people.</summary>
public static class AuditText
{
    /// <summary>
    /// The report as text: floats, top-ups, what is PROCESSING, findings, and a last line that says how it went.
    /// </summary>
    /// <param name="report">The report.</param>
    /// <param name="days">Whether it tells what was sold and given back on each business day.</param>
    /// <param name="language">Its language.</param>
    public static string Describe(
        this AuditReport report, bool days = false, Language language = Language.English)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var narrator = new Narrator(output);
        narrator.Table(
            Split(
                language,
                "partner|deposited|debited|commission|returned|clawed back|cashback|overrides|settled|tax|balance"
                + "|reserved",
                "合作方|存入|扣款|佣金|退回|收回佣金|返现|上级佣金|结算|税|余额|冻结"),
            [.. report.Floats.Select(Row)]);
        output.WriteLine();
        narrator.Table(
            Split(language, "state|top-ups", "状态|笔数"),
            [.. report.TopUps.Select(pair => new[] { EnumWord.Upper(pair.Key), Text(pair.Value) })]);
        output.WriteLine();
        if (days)
        {
            narrator.Table(
                Split(
                    language,
                    "partner|business day|sold|debited|reversed|returned",
                    "合作方|营业日|销售|扣款|冲正|退回"),
                [.. report.Days.Select(one => Row(one, language))]);
            output.WriteLine();
        }

        if (report.Processing.Count > 0)
        {
            narrator.Table(
                Split(language, "still processing|age|in doubt since", "处理中|已过|存疑起始"),
                [.. report.Processing.Select(one => Row(one, language))]);
            output.WriteLine();
        }

        foreach (var finding in report.Findings)
        {
            output.WriteLine($"{finding.CodeName}  {finding.Subject}: {language.Pick(finding.Detail)}");
        }

        output.WriteLine(report.Ok
            ? language.Pick(
                $"audit ok: {Text(report.Transfers)} transfers, {Text(report.TopUpCount)} top-ups",
                $"核对无误：{Text(report.Transfers)} 笔转账，{Text(report.TopUpCount)} 笔充值")
            : language.Pick(
                $"audit found {Text(report.Findings.Count)} problem(s)",
                $"核对发现 {Text(report.Findings.Count)} 个问题"));
        return output.ToString();
    }

    private static string[] Split(Language language, string english, string chinese) =>
        language.Pick(english, chinese).Split('|');

    private static string[] Row(FloatTotals totals) =>
    [
        totals.PartnerId,
        Amount(totals.Deposited, totals.Currency),
        Amount(totals.Debited, totals.Currency),
        Amount(totals.Commission, totals.Currency),
        Amount(totals.Returned, totals.Currency),
        Amount(totals.ClawedBack, totals.Currency),
        Amount(totals.Cashback, totals.Currency),
        Amount(totals.Overrides, totals.Currency),
        Amount(totals.Settled, totals.Currency),
        Amount(totals.Tax, totals.Currency),
        Amount(totals.Posted, totals.Currency),
        Amount(totals.Reserved, totals.Currency),
    ];

    private static string[] Row(DayTotals totals, Language language) =>
    [
        totals.PartnerId,
        totals.BusinessDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? language.Pick("none", "无"),
        Text(totals.Sold),
        Amount(totals.Debited, totals.Currency),
        Text(totals.Reversed),
        Amount(totals.Returned, totals.Currency),
    ];

    private static string[] Row(UnfinishedOperation operation, Language language) =>
    [
        operation.Name,
        operation.Age.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture),
        operation.InDoubtSince?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            ?? language.Pick("not in doubt", "未存疑"),
    ];

    private static string Amount(Int128 minor, string code) =>
        Currency.Find(code) is { } currency && minor >= long.MinValue && minor <= long.MaxValue
            ? new Money((long)minor, currency).ToString()
            : $"{minor.ToString(CultureInfo.InvariantCulture)} minor units of {code}";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
