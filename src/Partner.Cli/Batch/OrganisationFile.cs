using Leb.Partner.V1;
using Partner.Cli.Hosting;
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

    private readonly CsvTable _table = new(["outlet", "reference"], language);

    /// <summary>Reads all rows, outlets first.</summary>
    /// <exception cref="UsageException">The file is none, or something in it is wrong.</exception>
    public IReadOnlyList<OrganisationLine> Read(byte[] file)
    {
        var rows = _table.Read(file, CheckHeader, ReadRow);
        return _table.Problems.Count > 0
            ? throw new UsageException(
                language.Pick("The file has errors; nothing was changed.", "文件有误，未做任何更改。"),
                [.. _table.Problems.OrderBy(problem => problem.Line)])
            : [.. rows.OrderBy(row => row.Row.Kind)];
    }

    private void CheckHeader(long line, string[] header)
    {
        foreach (var name in header.Except(Columns))
        {
            _table.Note(
                line, name,
                $"there is no such column; there are {string.Join(", ", Columns)}.",
                $"没有此列；可用列：{string.Join("，", Columns)}。");
        }

        foreach (var twice in header.GroupBy(name => name).Where(group => group.Count() > 1))
        {
            _table.Note(line, twice.Key, "the column occurs twice.", "该列重复出现。");
        }

        foreach (var missing in Required.Except(header))
        {
            _table.Note(line, missing, "the column is missing.", "缺少该列。");
        }
    }

    private OrganisationLine ReadRow(CsvRow cells)
    {
        var row = new OrganisationRow
        {
            Kind = Choice<OrganisationKind>(cells, "kind"),
            Outlet = cells["outlet"],
            Reference = cells["reference"],
            Name = cells["name"],
            Status = Choice<OrganisationStatus>(cells, "status"),
        };
        if (row.Kind == OrganisationKind.Unspecified && cells["kind"].Length == 0)
        {
            _table.Note(cells.Line, "kind", "is required.", "必填。");
        }

        return new OrganisationLine(cells.Line, row);
    }

    private T Choice<T>(CsvRow cells, string column)
        where T : struct, Enum
    {
        var cell = cells[column];
        if (cell.Length == 0)
        {
            return default;
        }

        if (EnumText.TryParse<T>(cell, out var value) && Convert.ToInt32(value, null) != 0)
        {
            return value;
        }

        var names = string.Join(", ", EnumText.All<T>().Select(name => name.ToLowerInvariant()));
        _table.Note(cells.Line, column, $"'{cell}' is none of {names}.", $"“{cell}”不是以下之一：{names}。");
        return default;
    }
}
