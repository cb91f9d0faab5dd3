using System.Globalization;
using System.Text;

namespace Partner.Cli.Output;

/// <summary>
/// A table for people: columns aligned by blanks, also where cells hold Chinese. Reads the same on a terminal and in a
/// file; colours are the caller's business and are added by <see cref="Paint"/> after the padding.
/// </summary>
internal sealed class TextTable
{
    private const string Gap = "  ";

    private readonly string[] _header;
    private readonly HashSet<int> _right;
    private readonly List<string[]> _rows = [];

    /// <summary>A table with a header. A title that begins with "&gt;" makes its column right-aligned.</summary>
    public TextTable(params string[] titles)
    {
        _header = [.. titles.Select(title => title.TrimStart('>'))];
        _right = [.. Enumerable.Range(0, titles.Length).Where(i => titles[i].StartsWith('>'))];
    }

    /// <summary>Changes the look of a padded cell, given its plain text; must not change its width.</summary>
    public Func<string, string, string> Paint { get; init; } = (_, padded) => padded;

    public TextTable Add(params string[] cells)
    {
        // What a server or a file sent must not move the cursor or start a new row.
        _rows.Add([.. cells.Select(Clean)]);
        return this;
    }

    public override string ToString()
    {
        var widths = Enumerable.Range(0, _header.Length)
            .Select(i => _rows.Append(_header).Max(row => DisplayWidth.Of(row[i])))
            .ToArray();
        var text = new StringBuilder();
        text.AppendLine(Line(_header, widths, painted: false));
        text.AppendLine(string.Join(Gap, widths.Select(width => new string('-', width))));
        foreach (var row in _rows)
        {
            text.AppendLine(Line(row, widths, painted: true));
        }

        return text.ToString();
    }

    /// <summary>Replaces by blanks what moves a terminal's cursor or turns its text around.</summary>
    public static string Clean(string text) => text.Any(Misleads)
        ? string.Concat(text.Select(letter => Misleads(letter) ? ' ' : letter))
        : text;

    private static bool Misleads(char letter) =>
        char.IsControl(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format;

    private string Line(string[] row, int[] widths, bool painted)
    {
        var cells = row.Select((cell, i) =>
        {
            var padded = _right.Contains(i)
                ? DisplayWidth.PadLeft(cell, widths[i])
                : DisplayWidth.PadRight(cell, i == row.Length - 1 ? 0 : widths[i]);
            return painted ? Paint(cell, padded) : padded;
        });
        return string.Join(Gap, cells).TrimEnd();
    }
}
