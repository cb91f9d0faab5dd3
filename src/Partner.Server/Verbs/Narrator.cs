namespace Partner.Server.Verbs;

/// <summary>Writes for a person: titles, sentences, tables.</summary>
/// <param name="output">Where to.</param>
internal sealed class Narrator(TextWriter output)
{
    private int _step;

    /// <summary>Starts a step.</summary>
    /// <param name="title">What happens.</param>
    public void Title(string title)
    {
        _step++;
        output.WriteLine();
        output.WriteLine($"{_step}. {title}");
    }

    /// <summary>Says something.</summary>
    /// <param name="text">The text; its lines are indented.</param>
    public void Text(string text)
    {
        foreach (var line in text.TrimEnd().Split('\n'))
        {
            output.WriteLine("   " + line);
        }
    }

    /// <summary>Prints a table with aligned columns.</summary>
    /// <param name="head">The columns' names.</param>
    public void Table(string[] head, IReadOnlyList<string[]> rows)
    {
        var widths = head.Select((name, column) =>
            Math.Max(Width(name), rows.Count == 0 ? 0 : rows.Max(row => Width(row[column])))).ToArray();
        output.WriteLine(Line(head, widths));
        output.WriteLine(Line([.. widths.Select(width => new string('-', width))], widths));
        foreach (var row in rows)
        {
            output.WriteLine(Line(row, widths));
        }
    }

    private static string Line(string[] cells, int[] widths) =>
        ("   " + string.Join("  ", cells.Select(
            (cell, column) => cell + new string(' ', widths[column] - Width(cell))))).TrimEnd();

    // A Chinese character takes two columns of a terminal.
    private static int Width(string text) => text.Length + text.Count(letter => letter >= '\u2e80');
}
