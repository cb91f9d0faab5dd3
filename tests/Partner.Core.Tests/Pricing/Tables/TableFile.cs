namespace Partner.Core.Tests.Pricing.Tables;

/// <summary>A row with all that it takes to check it.</summary>
/// <param name="Line">Where it stands.</param>
/// <param name="Rules">The rules above it.</param>
/// <param name="Columns">Names of the columns but the first.</param>
/// <param name="Sale">The first column.</param>
/// <param name="Expected">The others.</param>
internal sealed record TableRow(
    int Line, IReadOnlyList<string> Rules, IReadOnlyList<string> Columns, string Sale, IReadOnlyList<string> Expected);

/// <summary>Reads the tables of a file.</summary>
internal static class TableFile
{
    public static IEnumerable<TableRow> Read(string path)
    {
        var rules = new List<string>();
        string[]? columns = null;
        foreach (var (text, index) in File.ReadLines(path).Select((text, index) => (text.Trim(), index)))
        {
            if (text.Length == 0 || text.StartsWith('#'))
            {
                continue;
            }

            if (text.StartsWith("---", StringComparison.Ordinal))
            {
                columns = null;
            }
            else if (text == "anew")
            {
                rules.Clear();
            }
            else if (!text.Contains('|', StringComparison.Ordinal))
            {
                rules.Add(text);
            }
            else if (columns is null)
            {
                columns = Cells(text);
            }
            else
            {
                var cells = Cells(text);
                Assert.True(cells.Length == columns.Length, $"{path}:{index + 1} has {cells.Length} cells.");
                yield return new TableRow(index + 1, [.. rules], columns[1..], cells[0], cells[1..]);
            }
        }
    }

    private static string[] Cells(string text) => text.Split('|', StringSplitOptions.TrimEntries);
}
