using System.Globalization;
using System.Text;

namespace Partner.Cli.Output;

/// <summary>How many columns a text takes on a terminal: Chinese characters take two (Unicode UAX #11, wide).</summary>
internal static class DisplayWidth
{
    /// <summary>The wide and fullwidth ranges that occur in names and texts of this service.</summary>
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA000, 0xA4CF),
        (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1F64F),
        (0x1F900, 0x1F9FF), (0x20000, 0x3FFFD),
    ];

    public static int Of(string text) => text.EnumerateRunes().Sum(Of);

    public static string PadRight(string text, int width) => text + Blanks(text, width);

    public static string PadLeft(string text, int width) => Blanks(text, width) + text;

    /// <summary>A text in lines: they end after a blank or a comma where they can, else anywhere.</summary>
    /// <param name="text">The text, without line ends.</param>
    /// <param name="width">The widest line, in columns: 2 or more.</param>
    /// <returns>One line or more, which together are the text.</returns>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var (start, end, place, used) = (0, 0, 0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (used + Of(rune) > width)
            {
                end = end > start ? end : place;
                yield return text[start..end];
                used = Of(text[end..place]);
                start = end;
            }

            used += Of(rune);
            place += rune.Utf16SequenceLength;
            end = rune.Value is ' ' or ',' or '，' ? place : end;
        }

        yield return text[start..];
    }

    private static string Blanks(string text, int width) => new(' ', Math.Max(0, width - Of(text)));

    private static int Of(Rune rune)
    {
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.Format or UnicodeCategory.Control)
        {
            return 0;
        }

        return Wide.Any(range => rune.Value >= range.First && rune.Value <= range.Last) ? 2 : 1;
    }
}
