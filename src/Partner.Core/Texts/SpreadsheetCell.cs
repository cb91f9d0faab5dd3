using System.Text.RegularExpressions;

namespace Partner.Core.Texts;

/// <summary>
/// Texts of a CSV file that spreadsheets must leave alone. They take "000000026" for a number, "2026-10" for a day and
/// "=1+1" for a formula, in quotation marks too. An apostrophe before it makes each a text; a program takes one
/// apostrophe at the start of a cell off, and has the text again.
/// </summary>
internal static partial class SpreadsheetCell
{
    private const string StartsFormulas = "'=+-@\t\r\n＝＋－＠";

    /// <summary>The text as a cell: with an apostrophe where a spreadsheet would make something else of it.</summary>
    /// <param name="text">The text.</param>
    public static string Protect(string text) => IsTaken(text) ? "'" + text : text;

    private static bool IsTaken(string text) => text.Length > 0
        && (StartsFormulas.Contains(text[0], StringComparison.Ordinal)
            || Digits().IsMatch(text) || Exponent().IsMatch(text) || Instant().IsMatch(text) || Month().IsMatch(text)
            || Truth().IsMatch(text));

    // Numbers, sums, days and times in figures: 26, 1,000.50, ¥26, 12 %, 2026-10, 25/11/2026, 8:30 PM, 2026年10月.
    [GeneratedRegex(
        @"^(?=\D*\d)(上午|下午)?[\d\s.,:/%()年月日时分秒$€£¥￥'’－／：．，-]+(\s*[ap]m?)?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Digits();

    [GeneratedRegex(
        @"^\s*(\d+([.,]\d*)?|[.,]\d+)E[+-]?\d+\s*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Exponent();

    // Becomes TRUE, whatever its letters were.
    [GeneratedRegex(@"^\s*(true|false)\s*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Truth();

    [GeneratedRegex(@"^\d{4}-\d{1,2}-\d{1,2}[T ]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Instant();

    // A month's name with a day or a year: mar-1, 25 Nov 2026, May2026.
    [GeneratedRegex(
        @"^(?=\D*\d)(\d{1,4}[\s./,-]*)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\s./,-]*" +
        @"(\d{1,4}[\s./,-]*){0,2}\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Month();
}
