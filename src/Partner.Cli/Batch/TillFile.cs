using CsvHelper;
using Partner.Cli.Hosting;
using Partner.Cli.Input;

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

    /// <summary>Reads all rows.</summary>
    /// <exception cref="UsageException">The file is none, or something in it is wrong; nothing was sent.</exception>
    public static IReadOnlyList<Till> Read(byte[] file, Language language)
    {
        var tills = new List<Till>();
        var problems = new List<FileProblem>();
        try
        {
            string[]? header = null;
            foreach (var record in Csv.Read(new StringReader(CsvFileText.Of(file, language))))
            {
                if (header is null)
                {
                    header = [.. record.Cells.Select(cell => cell.ToLowerInvariant())];
                    Check(header, language);
                }
                else if (record.Cells.Any(cell => cell.Length > 0))
                {
                    tills.Add(Row(record, header, problems, language));
                }
            }
        }
        catch (CsvFormatException exception)
        {
            problems.Add(new FileProblem(exception.LineNumber, "", language.Pick(
                "a quotation mark is missing or in the wrong place.", "引号缺失或位置有误。")));
        }

        return problems.Count > 0
            ? throw new UsageException(
                language.Pick("The file has errors; nothing was sent.", "文件有误，未发送任何请求。"), problems)
            : tills.Count > 0
            ? tills
            : throw new UsageException(language.Pick("The file has no rows.", "文件中没有数据行。"));
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

    private static Till Row(CsvRecord record, string[] header, List<FileProblem> problems, Language language)
    {
        string Cell(string name) =>
            Array.IndexOf(header, name) is var place && place >= 0 && place < record.Cells.Length
                ? SpreadsheetText.Unprotect(record.Cells[place])
                : "";

        var till = new Till(Cell("outlet"), Cell("terminal"), Cell("label"));
        if (record.Cells.Length != header.Length)
        {
            problems.Add(new FileProblem(record.Line, "", language.Pick(
                $"has {record.Cells.Length} cells, but the header has {header.Length}.",
                $"有 {record.Cells.Length} 个单元格，而表头有 {header.Length} 个。")));
        }
        else if (till.Outlet.Length == 0)
        {
            problems.Add(new FileProblem(record.Line, "outlet", language.Pick("is required.", "必填。")));
        }

        foreach (var (column, cell) in new[] { ("outlet", till.Outlet), ("terminal", till.Terminal) })
        {
            if (SpreadsheetText.LooksRounded(cell))
            {
                problems.Add(new FileProblem(record.Line, column, SpreadsheetText.WasRounded(cell, language)));
            }
        }

        return till;
    }
}
