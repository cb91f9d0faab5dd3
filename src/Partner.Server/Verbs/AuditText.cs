using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Auditing;
using Partner.Core.Texts;

namespace Partner.Server.Verbs;

/// <summary>An audit's report for people.</summary>
public static class AuditText
{
    /// <summary>
    /// The report as text: floats, top-ups, what is PROCESSING, findings, and a last line that says how it went.
    /// </summary>
    /// <param name="report">The report.</param>
    /// <param name="days">Whether it tells what was sold and given back on each business day.</param>
    public static string Describe(this AuditReport report, bool days = false)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var narrator = new Narrator(output);
        narrator.Table(
            [
                "partner", "deposited", "debited", "commission", "returned", "clawed back", "cashback", "overrides",
                "settled", "tax", "balance", "reserved",
            ],
            [.. report.Floats.Select(Row)]);
        output.WriteLine();
        narrator.Table(
            ["state", "top-ups"],
            [.. report.TopUps.Select(pair => new[] { EnumWord.Upper(pair.Key), Text(pair.Value) })]);
        output.WriteLine();
        if (days)
        {
            narrator.Table(
                ["partner", "business day", "sold", "debited", "reversed", "returned"],
                [.. report.Days.Select(Row)]);
            output.WriteLine();
        }

        if (report.Processing.Count > 0)
        {
            narrator.Table(
                ["still processing", "age", "in doubt since"],
                [.. report.Processing.Select(Row)]);
            output.WriteLine();
        }

        foreach (var finding in report.Findings)
        {
            output.WriteLine($"{finding.CodeName}  {finding.Subject}: {finding.Detail}");
        }

        output.WriteLine(report.Ok
            ? $"audit ok: {Text(report.Transfers)} transfers, {Text(report.TopUpCount)} top-ups"
            : $"audit found {Text(report.Findings.Count)} problem(s)");
        return output.ToString();
    }

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

    private static string[] Row(DayTotals totals) =>
    [
        totals.PartnerId,
        totals.BusinessDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "none",
        Text(totals.Sold),
        Amount(totals.Debited, totals.Currency),
        Text(totals.Reversed),
        Amount(totals.Returned, totals.Currency),
    ];

    private static string[] Row(UnfinishedOperation operation) =>
    [
        operation.Name,
        operation.Age.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture),
        operation.InDoubtSince?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "not in doubt",
    ];

    private static string Amount(Int128 minor, string code) =>
        Currency.Find(code) is { } currency && minor >= long.MinValue && minor <= long.MaxValue
            ? new Money((long)minor, currency).ToString()
            : $"{minor.ToString(CultureInfo.InvariantCulture)} minor units of {code}";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
