namespace Partner.Server.Tests.Walks;

/// <summary>
/// The table who-may-call-what.txt: words for answers, columns for who calls, and a row for every method.
/// </summary>
/// <param name="Words">What a word stands for: "NOT_FOUND TOP_UP_NOT_FOUND".</param>
/// <param name="Columns">Who calls, in the order of the cells.</param>
/// <param name="Rows">For "package.Service/Method" the word of each column.</param>
internal sealed record WalkTable(
    IReadOnlyDictionary<string, string> Words,
    IReadOnlyList<string> Columns,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Rows)
{
    /// <summary>Where it lies.</summary>
    public static string Path { get; } = System.IO.Path.Combine(
        Repository.Root, "tests", "Partner.Server.Tests", "Walks", "who-may-call-what.txt");

    /// <summary>Reads it.</summary>
    public static WalkTable Read()
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        var doors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var shared = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var rows = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        string[] columns = [];
        var service = "";
        foreach (var line in File.ReadLines(Path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (cells[0])
            {
                case "word":
                    words.Add(cells[1], string.Join(' ', cells[2..]));
                    break;
                case "columns":
                    columns = [.. columns, .. cells[1..]];
                    break;
                case "door":
                    doors.Add(cells[1], cells[2..]);
                    break;
                case "cells":
                    shared.Add(cells[1], cells[2..]);
                    break;
                case "service":
                    service = cells[1];
                    break;
                default:
                    var own = shared.GetValueOrDefault(cells[2]) ?? cells[2..];
                    rows.Add($"{service}/{cells[0]}", [.. doors[cells[1]], .. own]);
                    break;
            }
        }

        return new WalkTable(words, columns, rows);
    }
}
