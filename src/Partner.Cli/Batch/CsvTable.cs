using CsvHelper;
using Partner.Cli.Hosting;
using Partner.Cli.Input;

namespace Partner.Cli.Batch;

/// <summary>A row below the header of a CSV file.</summary>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="Header">The columns' names, in small letters.</param>
/// <param name="Cells">Its cells, as many.</param>
internal sealed record CsvRow(long Line, string[] Header, string[] Cells)
{
    /// <summary>A cell; empty where the file has no such column.</summary>
    public string this[string column] => Array.IndexOf(Header, column) is var place && place >= 0 ? Cells[place] : "";
}

/// <summary>
/// Reads a CSV file with a header, as spreadsheets save it. All of it is judged before anything is sent: what is wrong
/// is noted with its line.
/// </summary>
/// <param name="identifiers">The columns that a spreadsheet must not have rounded.</param>
/// <param name="language">The language of complaints.</param>
internal sealed class CsvTable(string[] identifiers, Language language)
{
    /// <summary>What is wrong with the file.</summary>
    public List<FileProblem> Problems { get; } = [];

    /// <summary>Reads all rows that have cells; none where the header is wrong.</summary>
    /// <param name="file">The file.</param>
    /// <param name="check">Notes what is wrong with the header, given its line and its columns.</param>
    /// <param name="read">Reads a row, or notes what is wrong with it.</param>
    /// <exception cref="UsageException">The file is no text, or has no rows.</exception>
    public IReadOnlyList<T> Read<T>(byte[] file, Action<long, string[]> check, Func<CsvRow, T> read)
    {
        var (rows, isWrong) = (new List<T>(), false);
        try
        {
            string[]? header = null;
            foreach (var record in Csv.Read(new StringReader(CsvFileText.Of(file, language))))
            {
                if (header is null)
                {
                    header = [.. record.Cells.Select(cell => cell.ToLowerInvariant())];
                    check(record.Line, header);
                    isWrong = Problems.Count > 0;
                }
                else if (!isWrong && record.Cells.Any(cell => cell.Length > 0) && RowOf(record, header) is { } row)
                {
                    rows.Add(read(row));
                    NoteRounded(row);
                }
            }
        }
        catch (CsvFormatException exception)
        {
            Note(exception.LineNumber, "", "a quotation mark is missing or in the wrong place.", "引号缺失或位置有误。");
        }

        return rows.Count > 0 || Problems.Count > 0
            ? rows
            : throw new UsageException(language.Pick("The file has no rows.", "文件中没有数据行。"));
    }

    /// <summary>Notes what is wrong.</summary>
    /// <param name="line">Where, from 1.</param>
    /// <param name="column">In which column; empty for the line as a whole.</param>
    /// <param name="english">What, in English.</param>
    /// <param name="chinese">The same in Chinese.</param>
    public void Note(long line, string column, string english, string chinese) =>
        Problems.Add(new FileProblem(line, column, language.Pick(english, chinese)));

    private CsvRow? RowOf(CsvRecord record, string[] header)
    {
        string[] cells = [.. record.Cells.Select(SpreadsheetText.Unprotect)];
        if (cells.Length != header.Length)
        {
            Note(
                record.Line, "",
                $"has {cells.Length} cells, but the header has {header.Length}.",
                $"有 {cells.Length} 个单元格，而表头有 {header.Length} 个。");
            return null;
        }

        return new CsvRow(record.Line, header, cells);
    }

    private void NoteRounded(CsvRow row)
    {
        foreach (var column in identifiers.Where(column => SpreadsheetText.LooksRounded(row[column])))
        {
            Problems.Add(new FileProblem(row.Line, column, SpreadsheetText.WasRounded(row[column], language)));
        }
    }
}
