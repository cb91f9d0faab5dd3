using Partner.Cli.Hosting;

namespace Partner.Cli.Batch;

/// <summary>A till of a file.</summary>
/// <param name="Outlet">Its outlet.</param>
/// <param name="Terminal">The terminal; empty: the outlet as a whole.</param>
/// <param name="Label">What to call its certificate in lists; may be empty.</param>
internal sealed record Till(string Outlet, string Terminal, string Label);

/// <summary>Reads tills out of a CSV file with the columns outlet, terminal and label.</summary>
internal static class TillFile
{
    private static readonly string[] Columns = ["outlet", "terminal", "label"];
    private static readonly string[] Identifiers = ["outlet", "terminal"];

    /// <summary>Reads all rows.</summary>
    /// <exception cref="UsageException">The file is none, or something in it is wrong; nothing was sent.</exception>
    public static IReadOnlyList<Till> Read(byte[] file, Language language)
    {
        var table = new CsvTable(Identifiers, language);
        var tills = table.Read(file, (_, header) => Check(header, language), row => Row(table, row));
        return table.Problems.Count > 0
            ? throw new UsageException(
                language.Pick("The file has errors; nothing was sent.", "文件有误，未发送任何请求。"), table.Problems)
            : tills;
    }

    private static void Check(string[] header, Language language)
    {
        if (!header.Contains("outlet") || header.Except(Columns).Any() || header.Distinct().Count() < header.Length)
        {
            throw new UsageException(language.Pick(
                "The file's first line must name the columns outlet, terminal and label; only outlet is required.",
                "文件首行须为列名 outlet、terminal、label，其中 outlet 必填。"));
        }
    }

    private static Till Row(CsvTable table, CsvRow row)
    {
        if (row["outlet"].Length == 0)
        {
            table.Note(row.Line, "outlet", "is required.", "必填。");
        }

        return new Till(row["outlet"], row["terminal"], row["label"]);
    }
}
