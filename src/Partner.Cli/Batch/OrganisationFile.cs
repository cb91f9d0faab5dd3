using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Contracts.Client;

namespace Partner.Cli.Batch;

/// <summary>A row of an organisation file, and the line that it stands on.</summary>
internal sealed record OrganisationLine(long Line, OrganisationRow Row);

/// <summary>
/// Reads outlets, terminals and cashiers out of a CSV file with the columns kind, outlet, reference, name and status.
/// What is wrong with its cells is found here, and the service judges the rest before anything is changed.
/// </summary>
internal sealed class OrganisationFile(Language language)
{
    private static readonly string[] Columns = ["kind", "outlet", "reference", "name", "status"];
    private static readonly string[] Required = ["kind", "reference"];

    private readonly CsvTable _table = new(["outlet", "reference"], language);

    /// <summary>Reads all rows, outlets first, and what is wrong with them: a wrong cell is read as empty.</summary>
    /// <exception cref="UsageException">The file has no row that could be judged.</exception>
    public (IReadOnlyList<OrganisationLine> Rows, IReadOnlyList<FileProblem> Problems) Read(byte[] file)
    {
        var rows = _table.Read(file, CheckHeader, ReadRow);
        if (rows.Count == 0)
        {
            throw OrganisationImport.Wrong(language, _table.Problems, UsageEffect.NothingSent);
        }

        NoteTwice(rows);
        return ([.. rows.OrderBy(row => row.Row.Kind)], _table.Problems);
    }

    // The service sees a part of a long file at a time, and counts its rows, not the file's lines.
    private void NoteTwice(IReadOnlyList<OrganisationLine> rows)
    {
        var first = new Dictionary<(OrganisationKind, string, string), long>();
        foreach (var (line, row) in rows)
        {
            if (row.Kind != OrganisationKind.Unspecified && row.Reference.Length > 0
                && !first.TryAdd((row.Kind, row.Outlet, row.Reference), line))
            {
                var earlier = first[(row.Kind, row.Outlet, row.Reference)];
                _table.Note(
                    line, "reference", $"is that of line {earlier} already.", $"与第 {earlier} 行重复。");
            }
        }
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
