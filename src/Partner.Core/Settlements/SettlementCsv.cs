using System.Text;
using Partner.Core.Amounts;
using Partner.Core.Texts;

namespace Partner.Core.Settlements;

/// <summary>
/// A statement as comma-separated values by RFC 4180: one header, rows of equal length, lines that end in CRLF. UTF-8
/// with a byte order mark, without which spreadsheets read Chinese as something else. A text that a spreadsheet would
/// take for a number, a day or a formula is made a text by an apostrophe; numbers are left alone, negative ones too.
/// </summary>
public static class SettlementCsv
{
    /// <summary>Its media type.</summary>
    public const string MediaType = "text/csv; charset=utf-8";

    /// <summary>A name for its file: "settlement-2026-10-0001.csv".</summary>
    public static string FileName(SettlementStatement statement) => $"settlement-{statement.Number}.csv";

    /// <summary>
    /// Writes a statement: commission rows, then tax rows, then one total, to which the column "payable" adds up.
    /// </summary>
    /// <param name="language">Language of the header and of words.</param>
    public static byte[] Write(SettlementStatement statement, SettlementLanguage language)
    {
        var text = new StringBuilder("\uFEFF");
        Append(text, Header(language).Select(Quote));
        foreach (var line in statement.Lines)
        {
            Append(text, Row(statement, language.Pick("commission", "佣金"), new Cells
            {
                Schedule = line.ScheduleId,
                Versions = string.Join(' ', line.Versions),
                Rule = line.RuleId,
                Mode = SettlementText.ModeOf(language, line.Mode),
                TopUps = SettlementText.Whole(line.TopUps),
                Reversals = SettlementText.Whole(line.Reversals),
                Base = line.Base,
                Earned = line.Earned,
                ClawedBack = line.ClawedBack,
                TrueUp = line.TrueUp,
                AlreadyCredited = line.AlreadyCredited,
                Payable = line.Payable,
                Zone = line.Zone,
            }));
        }

        foreach (var tax in statement.Taxes)
        {
            Append(text, Row(statement, language.Pick("tax", "税"), new Cells
            {
                Versions = tax.Version,
                Rule = tax.RuleId,
                Rate = SettlementText.Percent(tax.Rate),
                Base = tax.Base,
                Payable = -tax.Tax,
            }));
        }

        Append(text, Row(statement, language.Pick("total", "合计"), new Cells
        {
            Earned = statement.Earned,
            ClawedBack = statement.ClawedBack,
            TrueUp = statement.TrueUp,
            AlreadyCredited = statement.AlreadyCredited,
            Payable = statement.Total,
            Zone = statement.Zones,
        }));
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string[] Header(SettlementLanguage language) => language == SettlementLanguage.Chinese
        ? [
            "结算单号", "期间", "伙伴", "入账时间", "行", "佣金方案", "版本", "规则", "方式", "充值笔数", "冲正笔数", "税率(%)",
            "基数", "基数币种", "应计", "冲回", "阶梯调整", "已入账", "应付", "币种", "时区",
        ]
        : [
            "statement", "period", "partner", "posted", "row", "schedule", "versions", "rule", "mode", "top-ups",
            "reversals", "rate (%)", "base", "base currency", "earned", "clawed back", "true-up", "already credited",
            "payable", "currency", "time zone",
        ];

    private static IEnumerable<string> Row(SettlementStatement statement, string kind, Cells cells) =>
    [
        Text(statement.Number), Text(statement.Period), Text(statement.PayeeId.Value),
        Text(SettlementText.Time(statement.PostedAt)), Text(kind), Text(cells.Schedule), Text(cells.Versions),
        Text(cells.Rule), Text(cells.Mode), cells.TopUps, cells.Reversals, cells.Rate, Number(cells.Base),
        cells.Base?.Currency.Code ?? "", Number(cells.Earned), Number(cells.ClawedBack), Number(cells.TrueUp),
        Number(cells.AlreadyCredited), Number(cells.Payable), statement.Currency.Code, Text(cells.Zone),
    ];

    private static void Append(StringBuilder text, IEnumerable<string> cells) =>
        text.AppendJoin(',', cells).Append("\r\n");

    private static string Number(Money? amount) => amount is { } present ? SettlementText.Digits(present) : "";

    private static string Text(string cell) => Quote(SpreadsheetCell.Protect(cell));

    private static string Quote(string cell) => cell.AsSpan().IndexOfAny(",\"\r\n") < 0
        ? cell
        : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>The cells that differ between kinds of rows.</summary>
    private sealed record Cells
    {
        public string Schedule { get; init; } = "";

        public string Zone { get; init; } = "";

        public string Versions { get; init; } = "";

        public string Rule { get; init; } = "";

        public string Mode { get; init; } = "";

        public string TopUps { get; init; } = "";

        public string Reversals { get; init; } = "";

        public string Rate { get; init; } = "";

        public Money? Base { get; init; }

        public Money? Earned { get; init; }

        public Money? ClawedBack { get; init; }

        public Money? TrueUp { get; init; }

        public Money? AlreadyCredited { get; init; }

        public Money? Payable { get; init; }
    }
}
