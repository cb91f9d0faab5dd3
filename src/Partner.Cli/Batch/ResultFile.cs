using System.Text;
using Partner.Cli.Hosting;

namespace Partner.Cli.Batch;

/// <summary>
/// The result file: CSV, one line per sale, appended and forced to the disk as each answer comes. At the end of a run
/// it is put in the order of the sales. A byte order mark at its start makes spreadsheets read the Chinese texts.
/// </summary>
internal sealed class ResultFile : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: true);

    private readonly string _path;
    private readonly FileStream _file;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResultRow> _latest = new(StringComparer.Ordinal);

    private ResultFile(string path, FileStream file) => (_path, _file) = (path, file);

    /// <summary>Opens the file or begins it, and reads what earlier runs wrote.</summary>
    /// <exception cref="UsageException">There is a file of that name that is no result file.</exception>
    public static ResultFile Open(string path, Language language)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var results = new ResultFile(path, file);
        try
        {
            results.Load(language);
            return results;
        }
        catch
        {
            results.Dispose();
            throw;
        }
    }

    /// <summary>The latest result of a request id, or null.</summary>
    public ResultRow? Find(string requestId)
    {
        lock (_lock)
        {
            return _latest.GetValueOrDefault(requestId);
        }
    }

    /// <summary>Adds a result; it is on the disk when this returns. May be called from several threads.</summary>
    public void Append(ResultRow row)
    {
        lock (_lock)
        {
            _latest[row.RequestId] = row;
            _file.Write(Bytes([row]));
            _file.Flush(flushToDisk: true);
        }
    }

    /// <summary>
    /// Writes the file anew with one line per sale, in the order of the sales, then what belongs to other sales. The
    /// old file stays until the new one is complete.
    /// </summary>
    public void PutInOrder(IEnumerable<string> requestIds)
    {
        lock (_lock)
        {
            var known = requestIds.Distinct(StringComparer.Ordinal).ToList();
            var rows = known.Select(id => _latest.GetValueOrDefault(id)).OfType<ResultRow>()
                .Concat(_latest.Values.ExceptBy(known, row => row.RequestId));
            var fresh = _path + ".new";
            using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(Header());
                file.Write(Bytes(rows));
                file.Flush(flushToDisk: true);
            }

            _file.Dispose();
            File.Move(fresh, _path, overwrite: true);
        }
    }

    public void Dispose() => _file.Dispose();

    private static byte[] Header() => [.. Utf8.GetPreamble(), .. Utf8.GetBytes(Csv.Lines([ResultRow.Columns]))];

    private static byte[] Bytes(IEnumerable<ResultRow> rows) =>
        Utf8.GetBytes(Csv.Lines(rows.Select(row => row.Cells)));

    private void Load(Language language)
    {
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);

        // A crash may have cut the last line off: its sale is asked for again, under the same request id.
        var whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        _file.SetLength(whole);
        _file.Position = whole;
        if (whole == 0)
        {
            _file.Write(Header());
            _file.Flush(flushToDisk: true);
            return;
        }

        using var text = new StreamReader(new MemoryStream(bytes, 0, whole), Utf8);
        var header = true;
        foreach (var record in Csv.Read(text))
        {
            if (record.Cells.Length != ResultRow.Columns.Count
                || (header && !ResultRow.Columns.SequenceEqual(record.Cells)))
            {
                throw NoResultFile(language);
            }

            if (!header)
            {
                var row = ResultRow.Of(record.Cells);
                _latest[row.RequestId] = row;
            }

            header = false;
        }
    }

    private UsageException NoResultFile(Language language) => new(language.Pick(
        $"{_path} is no result file of this command, or is damaged; name another with --result.",
        $"{_path} 不是本命令的结果文件或已损坏；请用 --result 指定其他文件。"));
}
