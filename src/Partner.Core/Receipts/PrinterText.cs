using System.Globalization;
using System.Text;

namespace Partner.Core.Receipts;

/// <summary>
/// Texts on a printer of fixed columns. Printers of GB18030 print ASCII in one column and everything else in two, and
/// so it is counted here: that is the width of Chinese (Unicode UAX #11, wide and ambiguous), and never less than that
/// of any other character, so that no line is ever too long for the paper.
/// </summary>
internal static class PrinterText
{
    private const char Unprintable = '?';

    /// <summary>How many columns a text takes.</summary>
    public static int WidthOf(string text) => text.EnumerateRunes().Sum(WidthOf);

    /// <summary>
    /// A text as it may be sent to a printer or a terminal: what would be taken for a command, or hide what is around
    /// it, becomes a question mark.
    /// </summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
                || rune == Rune.ReplacementChar)
            {
                clean.Append(Unprintable);
            }
            else
            {
                clean.Append(rune);
            }
        }

        return clean.ToString();
    }

    /// <summary>
    /// A text in lines, without losing anything but the blanks between them: broken at blanks and between Chinese
    /// characters, and within a word only where that alone is longer than a line.
    /// </summary>
    /// <param name="text">A clean text.</param>
    /// <param name="columns">The most columns of a line; 2 or more.</param>
    public static List<string> Wrap(string text, int columns)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        var width = 0;
        foreach (var word in Words(text))
        {
            var needed = WidthOf(word);
            if (width > 0 && width + needed > columns && word != " ")
            {
                Break(lines, line, ref width);
            }

            foreach (var rune in word.EnumerateRunes())
            {
                var one = WidthOf(rune);
                if (width + one > columns)
                {
                    Break(lines, line, ref width);
                }

                // A line does not begin with the blank that it was broken at.
                if (rune.Value == ' ' && width == 0 && lines.Count > 0)
                {
                    continue;
                }

                line.Append(rune);
                width += one;
            }
        }

        if (width > 0 || lines.Count == 0)
        {
            Break(lines, line, ref width);
        }

        return lines;
    }

    /// <summary>
    /// A name at the left and its value at the right, on one line where they fit, else the value below in as many lines
    /// as it takes.
    /// </summary>
    /// <param name="name">A clean text.</param>
    /// <param name="value">A clean text.</param>
    /// <param name="columns">The columns of the paper.</param>
    public static IEnumerable<string> Pair(string name, string value, int columns)
    {
        if (WidthOf(name) + 1 + WidthOf(value) <= columns)
        {
            return [name + Blanks(columns - WidthOf(name) - WidthOf(value)) + value];
        }

        return
        [
            .. Wrap(name, columns),
            .. Wrap(value, columns).Select(line => Blanks(columns - WidthOf(line)) + line),
        ];
    }

    /// <summary>A text in the middle of the paper, in as many lines as it takes.</summary>
    /// <param name="text">A clean text.</param>
    /// <param name="columns">The columns of the paper.</param>
    public static IEnumerable<string> Centre(string text, int columns) =>
        Wrap(text, columns).Select(line => Blanks((columns - WidthOf(line)) / 2) + line);

    private static int WidthOf(Rune rune) => rune.IsAscii ? 1 : 2;

    private static string Blanks(int count) => new(' ', count);

    private static void Break(List<string> lines, StringBuilder line, ref int width)
    {
        lines.Add(line.ToString().TrimEnd(' '));
        line.Clear();
        width = 0;
    }

    /// <summary>What stays together: runs of ASCII without blanks, blanks, every other character by itself.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii && rune.Value != ' ')
            {
                word.Append(rune);
                continue;
            }

            if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }

            yield return rune.ToString();
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }
}
