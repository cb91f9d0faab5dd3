using CsvHelper;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Contracts.Client;

namespace Partner.Cli.Batch;

/// <summary>A row of an organisation file, and the line that it stands on.</summary>
internal sealed record OrganisationLine(long Line, OrganisationRow Row);

/// <summary>
/// Reads outlets, terminals and cashiers out of a CSV file with the columns kind, outlet, reference, name and status.
/// All of it is judged before anything is sent.
/// </summary>
internal sealed class OrganisationFile(Language language)
{
    private static readonly string[] Columns = ["kind", "outlet", "reference", "name", "status"];
    private static readonly string[] Required = ["kind", "reference"];
    private static readonly string[] References = ["outlet", "reference"];

    private readonly List<FileProblem> _problems = [];

    /// <summary>Reads all rows, outlets first.</summary>
    /// <exception cref="UsageException">The file is none, or something in it is wrong.</exception>
    public IReadOnlyList<OrganisationLine> Read(byte[] file)
    {
        var rows = new List<OrganisationLine>();
        try
        {
            string[]? header = null;
            foreach (var record in Csv.Read(new StringReader(CsvFileText.Of(file, language))))
            {
                if (header is null)
                {
                    header = [.. record.Cells.Select(cell => cell.ToLowerInvariant())];
                    CheckHeader(record, header);
                }
                else if (record.Cells.Any(cell => cell.Length > 0) && (rows.Count > 0 || _problems.Count == 0))
                {
                    rows.Add(ReadRow(record, header));
                }
            }
        }
        catch (CsvFormatException exception)
        {
            Add(exception.LineNumber, "", language.Pick(
                "a quotation mark is missing or in the wrong place.", "引号缺失或位置有误。"));
        }

        if (_problems.Count > 0)
        {
            throw new UsageException(
                language.Pick("The file has errors; nothing was changed.", "文件有误，未做任何更改。"),
                [.. _problems.OrderBy(problem => problem.Line)]);
        }

        return rows.Count > 0
            ? [.. rows.OrderBy(row => row.Row.Kind)]
            : throw new UsageException(language.Pick("The file has no rows.", "文件中没有数据行。"));
    }

    private void CheckHeader(CsvRecord record, string[] header)
    {
        foreach (var name in header.Except(Columns))
        {
            Add(record.Line, name, language.Pick(
                $"there is no such column; there are {string.Join(", ", Columns)}.",
                $"没有此列；可用列：{string.Join("，", Columns)}。"));
        }

        foreach (var twice in header.GroupBy(name => name).Where(group => group.Count() > 1))
        {
            Add(record.Line, twice.Key, language.Pick("the column occurs twice.", "该列重复出现。"));
        }

        foreach (var missing in Required.Except(header))
        {
            Add(record.Line, missing, language.Pick("the column is missing.", "缺少该列。"));
        }
    }

    private OrganisationLine ReadRow(CsvRecord record, string[] header)
    {
        string[] cells = [.. record.Cells.Select(SpreadsheetText.Unprotect)];
        var row = new OrganisationRow();
        if (cells.Length != header.Length)
        {
            Add(record.Line, "", language.Pick(
                $"has {cells.Length} cells, but the header has {header.Length}.",
                $"有 {cells.Length} 个单元格，而表头有 {header.Length} 个。"));
            return new OrganisationLine(record.Line, row);
        }

        string Cell(string name) => Array.IndexOf(header, name) is var place && place >= 0 ? cells[place] : "";
        row.Kind = Choice<OrganisationKind>(record, "kind", Cell("kind"));
        (row.Outlet, row.Reference, row.Name) = (Cell("outlet"), Cell("reference"), Cell("name"));
        row.Status = Choice<OrganisationStatus>(record, "status", Cell("status"));
        if (row.Kind == OrganisationKind.Unspecified && Cell("kind").Length == 0)
        {
            Add(record.Line, "kind", language.Pick("is required.", "必填。"));
        }

        foreach (var name in References.Where(name => SpreadsheetText.LooksRounded(Cell(name))))
        {
            Add(record.Line, name, SpreadsheetText.WasRounded(Cell(name), language));
        }

        return new OrganisationLine(record.Line, row);
    }

    private T Choice<T>(CsvRecord record, string column, string cell)
        where T : struct, Enum
    {
        if (cell.Length == 0 || (EnumText.TryParse<T>(cell, out var value) && Convert.ToInt32(value, null) != 0))
        {
            return cell.Length == 0 ? default : EnumText.TryParse<T>(cell, out var found) ? found : default;
        }

        var names = string.Join(", ", EnumText.All<T>().Select(name => name.ToLowerInvariant()));
        Add(record.Line, column, language.Pick($"'{cell}' is none of {names}.", $"“{cell}”不是以下之一：{names}。"));
        return default;
    }

    private void Add(long line, string column, string problem) =>
        _problems.Add(new FileProblem(line, column, problem));
}
