using System.Text.RegularExpressions;
using Partner.Cli.Hosting;
using Partner.Core.Texts;

namespace Partner.Cli.Input;

/// <summary>
/// What a spreadsheet makes of texts that look like numbers: it keeps 15 digits, and shows long ones as 8.98603E+18.
/// Two identifiers may become one by that, and a sale would go to another card or not be made at all.
/// </summary>
internal static partial class SpreadsheetText
{
    private const int DigitsKept = 15;
    private const char Mark = '\'';

    // Of honest numbers one in a thousand ends in three zeros, but one in ten in a single one.
    private const int ZerosThatTell = 3;

    /// <summary>
    /// Whether a text is what a spreadsheet leaves of a longer number: an exponent, or zeros in place of at least three
    /// digits after the fifteenth. An identifier that honestly ends so cannot be told apart, and counts too.
    /// </summary>
    public static bool LooksRounded(string text) =>
        Rounded().IsMatch(text) || (EndsInZeros(text) && Digits(text).Length >= DigitsKept + ZerosThatTell);

    /// <summary>
    /// Whether a text is a number of more digits than a spreadsheet keeps, and all after the fifteenth are zeros. That
    /// one of a column is so may be chance; that all are is not.
    /// </summary>
    public static bool EndsInZeros(string text) =>
        IsLongNumber(text) && Digits(text)[DigitsKept..].IndexOfAnyExcept('0') < 0;

    /// <summary>Whether a text is a number of more digits than a spreadsheet keeps.</summary>
    public static bool IsLongNumber(string text) =>
        Digits(text).Length > DigitsKept && Digits(text).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>The problem with such a text in a file; null when it is none.</summary>
    public static string? Problem(string text, Language language) => LooksRounded(text)
        ? WasRounded(text, language)
        : null;

    /// <summary>What is wrong with a text that was rounded.</summary>
    public static string WasRounded(string text, Language language) => language.Pick(
        $"'{text}' was rounded by a spreadsheet: format the column as text and enter it again.",
        $"“{text}”已被电子表格四舍五入：请将该列设为文本格式后重新输入。");

    /// <summary>
    /// The text of a cell, without one apostrophe at its start: what <see cref="SpreadsheetCell.Protect"/> puts there.
    /// </summary>
    public static string Unprotect(string cell) => cell.StartsWith(Mark) ? cell[1..] : cell;

    private static ReadOnlySpan<char> Digits(string text) => text.AsSpan().TrimStart("+-'");

    [GeneratedRegex(@"^[+-]?\d+([.,]\d*)?E[+-]\d+\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Rounded();
}
