using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Documents;

/// <summary>
/// A case of a text table: samples, what is changed in them ("old ⇒ new"), and all findings ("=> path: problem").
/// </summary>
internal sealed record Case(IReadOnlyList<string> Documents, IReadOnlyList<string> Findings)
{
    private const string Arrow = " ⇒ ";

    /// <summary>Names every case of a table, for a theory.</summary>
    /// <param name="tables">The files' names.</param>
    public static TheoryData<string, int> All(params string[] tables)
    {
        var data = new TheoryData<string, int>();
        foreach (var table in tables)
        {
            var lines = Lines(table);
            for (var i = 0; i < lines.Length; i++)
            {
                if (IsHead(lines[i]) && (i == 0 || lines[i - 1].Length == 0))
                {
                    data.Add(table, i + 1);
                }
            }
        }

        return data;
    }

    /// <summary>Reads a case.</summary>
    /// <param name="table">The file's name.</param>
    /// <param name="line">The line that it begins at.</param>
    public static Case Read(string table, int line)
    {
        var (documents, findings) = (new List<string>(), new List<string>());
        foreach (var text in Lines(table).Skip(line - 1).TakeWhile(text => text.Length > 0))
        {
            if (IsHead(text))
            {
                documents.Add(Sample(text));
            }
            else if (text.Trim().StartsWith("=> ", StringComparison.Ordinal))
            {
                findings.Add(text.Trim()[3..]);
            }
            else
            {
                var parts = (text[4..] + " ").Split(Arrow);
                Assert.Equal(2, parts.Length);
                documents[^1] = documents[^1].With(parts[0], parts[1].TrimEnd());
            }
        }

        return new Case(documents, findings);
    }

    private static bool IsHead(string line) => line.Length > 0 && line[0] is not (' ' or '#');

    /// <summary>"Prices" is the sample as it is; "Prices 2" its version 2, which begins on April the first.</summary>
    private static string Sample(string head)
    {
        var parts = head.Split(' ');
        var sample = (string)typeof(Samples).GetField(parts[0])!.GetValue(null)!;
        return parts.Length == 1
            ? sample
            : sample.With("\"version\": \"1\"", $"\"version\": \"{parts[1]}\"")
                .With("\"from\": \"2026-01-01T00:00:00Z\"", "\"from\": \"2026-04-01T00:00:00Z\"");
    }

    private static string[] Lines(string table) => File.ReadAllLines(
        Path.Combine(Repository.Root, "tests", "Partner.Core.Tests", "Documents", "Cases", table));
}
