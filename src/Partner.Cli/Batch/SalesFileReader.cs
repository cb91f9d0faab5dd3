using System.Security.Cryptography;
using System.Text;
using CsvHelper;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;

namespace Partner.Cli.Batch;

/// <summary>
/// Reads a sales file (CSV as in RFC 4180, UTF-8 with or without byte order mark, either line ending) and judges all of
/// it before anything is sent: every problem is named with its line and column.
/// </summary>
internal sealed class SalesFileReader(CreateTopUpRequest defaults, Language language)
{
    private readonly List<FileProblem> _problems = [];
    private readonly List<FileProblem> _warnings = [];
    private readonly List<(CsvRecord Record, string Column, string Cell)> _longNumbers = [];
    private readonly Dictionary<string, SaleRow> _byRequestId = new(StringComparer.Ordinal);

    /// <summary>What is allowed, but seldom meant: rows that share a request id.</summary>
    public IReadOnlyList<FileProblem> Warnings => _warnings;

    /// <summary>Reads all sales.</summary>
    /// <exception cref="UsageException">The file is no sales file, or something in it is wrong.</exception>
    public IReadOnlyList<SaleRow> Read(Stream file)
    {
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        using var text = new StreamReader(file, strict, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var rows = new List<SaleRow>();
        try
        {
            string[]? header = null;
            foreach (var record in Csv.Read(text))
            {
                if (header is null)
                {
                    header = record.Cells;
                    CheckHeader(record);
                }
                else if (record.Cells.Any(cell => cell.Length > 0) && (rows.Count > 0 || _problems.Count == 0))
                {
                    // With a wrong header each row would be wrong too, which would hide the one real problem.
                    rows.Add(ReadRow(record, header, rows.Count + 1));
                }
            }
        }
        catch (CsvFormatException exception)
        {
            _problems.Add(new FileProblem(exception.LineNumber, "", language.Pick(
                "a quotation mark is missing or in the wrong place.",
                "引号缺失或位置有误。")));
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException(language.Pick(
                "The sales file is not UTF-8. In a spreadsheet, save it as \"CSV UTF-8\".",
                "销售文件不是 UTF-8 编码。请在电子表格中另存为“CSV UTF-8”。"));
        }

        CheckColumns();
        if (_problems.Count > 0)
        {
            throw new UsageException(
                language.Pick("The sales file has errors.", "销售文件有误。"),
                [.. _problems.OrderBy(problem => problem.Line)]);
        }

        return rows.Count > 0
            ? rows
            : throw new UsageException(language.Pick("The sales file has no sales.", "销售文件中没有销售记录。"));
    }

    private void CheckHeader(CsvRecord header)
    {
        foreach (var name in header.Cells.Where(name => !SaleColumns.All.ContainsKey(name)))
        {
            Add(header, name, language.Pick(
                $"there is no such column; there are {string.Join(", ", SaleColumns.All.Keys)}.",
                $"没有此列；可用列：{string.Join("，", SaleColumns.All.Keys)}。"));
        }

        var groups = header.Cells.GroupBy(name => name, StringComparer.OrdinalIgnoreCase);
        foreach (var twice in groups.Where(group => group.Count() > 1))
        {
            Add(header, twice.Key, language.Pick("the column occurs twice.", "该列重复出现。"));
        }
    }

    private SaleRow ReadRow(CsvRecord record, string[] header, int number)
    {
        // What was copied from a result file has the apostrophe that makes it a text for spreadsheets.
        string[] cells = [.. record.Cells.Select(SpreadsheetText.Unprotect)];
        var request = defaults.Clone();
        request.RequestId = "";
        if (cells.Length != header.Length)
        {
            Add(record, "", language.Pick(
                $"has {cells.Length} cells, but the header has {header.Length}.",
                $"有 {cells.Length} 个单元格，而表头有 {header.Length} 个。"));
            return new SaleRow(number, record.Line, request, "");
        }

        foreach (var (name, cell) in header.Zip(cells).Where(pair => pair.Second.Length > 0))
        {
            if (SaleColumns.All[name](request, cell, language) is { } problem)
            {
                Add(record, name, problem);
            }
            else if (SaleColumns.Identifiers.Contains(name) && SpreadsheetText.IsLongNumber(cell))
            {
                _longNumbers.Add((record, name, cell));
            }
        }

        var row = new SaleRow(number, record.Line, request, Fingerprint(header, cells, request));
        CheckWhole(record, row, header.Contains(SaleColumns.RequestId, StringComparer.OrdinalIgnoreCase));
        return row;
    }

    /// <summary>
    /// Of numbers just longer than a spreadsheet keeps one in ten ends in zero anyway; that all of a column do, and
    /// there are several, is no chance.
    /// </summary>
    private void CheckColumns()
    {
        foreach (var column in _longNumbers.GroupBy(number => number.Column, StringComparer.OrdinalIgnoreCase))
        {
            if (column.Count() > 1 && column.All(number => SpreadsheetText.EndsInZeros(number.Cell)))
            {
                foreach (var (record, name, cell) in column)
                {
                    Add(record, name, SpreadsheetText.WasRounded(cell, language));
                }
            }
        }
    }

    private void CheckWhole(CsvRecord record, SaleRow row, bool hasIds)
    {
        var request = row.Request;
        var required = language.Pick("is required.", "必填。");
        if (request.Quote.Length == 0)
        {
            (string Name, bool Missing)[] needed =
            [
                ("card", request.Card is null),
                ("plan", request.Plan.Length == 0),
                ("channel", request.Channel == Channel.Unspecified),
            ];
            foreach (var (name, _) in needed.Where(field => field.Missing && !HasProblem(record, field.Name)))
            {
                Add(record, name, required);
            }
        }

        (string Name, bool Missing)[] check =
        [
            (SaleColumns.IdDocument, request.IdCheck is { DocumentType: IdDocumentType.Unspecified }),
            (SaleColumns.IdLastFour, request.IdCheck is { LastFour: "" }),
        ];
        foreach (var (name, _) in check.Where(half => half.Missing && !HasProblem(record, half.Name)))
        {
            Add(record, name, required);
        }

        if (!hasIds)
        {
            return;
        }

        if (request.RequestId.Length == 0)
        {
            Add(record, SaleColumns.RequestId, required);
        }
        else if (!_byRequestId.TryGetValue(request.RequestId, out var earlier))
        {
            _byRequestId[request.RequestId] = row;
        }
        else if (!SameSale(earlier.Request, request))
        {
            Add(record, SaleColumns.RequestId, language.Pick(
                $"stands for another sale in line {earlier.Line}: each sale needs an id of its own.",
                $"已用于第 {earlier.Line} 行的另一笔销售：每笔销售须有自己的请求号。"));
        }
        else
        {
            _warnings.Add(new FileProblem(record.Line, SaleColumns.RequestId, language.Pick(
                $"has the request id of line {earlier.Line}: both are one sale, made once.",
                $"与第 {earlier.Line} 行的请求号相同：两行为同一笔销售，只执行一次。")));
        }
    }

    /// <summary>Whether two requests are the same sale by the contract: card, plan, amount and quote.</summary>
    private static bool SameSale(CreateTopUpRequest one, CreateTopUpRequest other) =>
        Equals(one.Card, other.Card) && one.Plan == other.Plan && Equals(one.Amount, other.Amount)
        && one.Quote == other.Quote;

    private bool HasProblem(CsvRecord record, string column) => _problems.Exists(problem =>
        problem.Line == record.Line && problem.Column.Equals(column, StringComparison.OrdinalIgnoreCase));

    private void Add(CsvRecord record, string column, string problem) =>
        _problems.Add(new FileProblem(record.Line, column, problem));

    /// <summary>
    /// Covers what the row says, and what of the sale itself comes from the command line. A day is covered in its one
    /// form, since spreadsheets write days as they like; an identity check not at all: it is no part of the sale, and
    /// the four characters could be guessed from a hash.
    /// </summary>
    private static string Fingerprint(string[] header, string[] cells, CreateTopUpRequest request)
    {
        var said = header.Zip(cells, (name, cell) => (Name: name.ToLowerInvariant(), Cell: cell))
            .Where(pair => pair.Name is not (SaleColumns.IdDocument or SaleColumns.IdLastFour))
            .Select(pair => pair.Name == SaleColumns.BusinessDate && pair.Cell.Length > 0
                ? $"{pair.Name}={request.BusinessDate}"
                : $"{pair.Name}={pair.Cell}")
            .Order(StringComparer.Ordinal);
        var coupon = request.Coupon.Length == 0 ? "" : $"|{request.Coupon}";
        var text = string.Join('\n', said.Append($"{request.Plan}|{request.Amount}|{request.Quote}{coupon}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
