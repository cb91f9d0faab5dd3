using System.Globalization;
using System.Text;
using Partner.Cli.Hosting;

namespace Partner.Cli.Batch;

/// <summary>
/// Fixes a request id for each row of a sales file that has none, durably, before the first one is sent; so a run that
/// is killed at any moment is continued under the same ids. A text file that only grows: one line per row with its
/// number, id and fingerprint; the last line of a number counts. A line that was cut off by a crash is dropped, since
/// nothing is sent before all lines are on the disk.
/// </summary>
internal sealed class RequestIdJournal(string path, Language language)
{
    private const string Title = "leb-request-ids 1";

    private readonly Dictionary<int, (string RequestId, string Fingerprint)> _entries = [];

    /// <summary>
    /// Gives every row its request id: the one of the journal, or a new one that is then in the journal.
    /// </summary>
    /// <param name="rows">All rows of the file.</param>
    /// <param name="mayReplace">
    /// Whether a request id surely charged nothing, so that a row that was corrected since may have a new one.
    /// </param>
    /// <param name="mustReplace">
    /// Whether a row can only be sold under a new request id, though it was not changed.
    /// </param>
    /// <exception cref="UsageException">
    /// The file was changed where it may have been sent, or the journal is damaged.
    /// </exception>
    public IReadOnlyList<SaleRow> Assign(
        IReadOnlyList<SaleRow> rows, Func<string, bool> mayReplace, Func<string, bool> mustReplace)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Load(file);
        CheckUnchanged(rows, mayReplace);
        var fresh = new StringBuilder(file.Length == 0 ? Title + "\n" : "");
        foreach (var row in rows)
        {
            if (_entries.TryGetValue(row.Number, out var entry)
                && entry.Fingerprint == row.Fingerprint
                && !mustReplace(entry.RequestId))
            {
                continue;
            }

            var id = Guid.NewGuid().ToString("D");
            _entries[row.Number] = (id, row.Fingerprint);
            fresh.Append(CultureInfo.InvariantCulture, $"{row.Number} {id} {row.Fingerprint}\n");
        }

        file.Write(Encoding.ASCII.GetBytes(fresh.ToString()));
        file.Flush(flushToDisk: true);
        return [.. rows.Select(WithId)];
    }

    private SaleRow WithId(SaleRow row)
    {
        var request = row.Request.Clone();
        request.RequestId = _entries[row.Number].RequestId;
        return row with { Request = request };
    }

    private void CheckUnchanged(IReadOnlyList<SaleRow> rows, Func<string, bool> mayReplace)
    {
        var changed = rows.Where(row => _entries.TryGetValue(row.Number, out var entry)
            && entry.Fingerprint != row.Fingerprint
            && !mayReplace(entry.RequestId)).ToList();
        if (changed.Count > 0)
        {
            throw new UsageException(
                language.Pick(
                    $"The sales file was changed after a run. For new sales use a new file; {path} keeps the "
                    + "request ids of this one.",
                    $"销售文件在运行后被修改。新的销售请使用新文件；{path} 保存着此文件的请求号。"),
                [.. changed.Select(row => new FileProblem(row.Line, "", language.Pick(
                    $"differs from what may have been sent as request id {_entries[row.Number].RequestId}.",
                    $"与可能已按请求号 {_entries[row.Number].RequestId} 发送的内容不同。")))]);
        }
    }

    private void Load(FileStream file)
    {
        using var reader = new StreamReader(file, Encoding.ASCII, false, leaveOpen: true);
        var text = reader.ReadToEnd();
        var whole = text[..(text.LastIndexOf('\n') + 1)];
        file.SetLength(whole.Length);
        file.Position = whole.Length;
        var lines = whole.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < lines.Length; i++)
        {
            var parts = lines[i].Split(' ');
            if (i == 0 && lines[i] == Title)
            {
                continue;
            }

            if (i == 0 || parts.Length != 3 || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out var number))
            {
                throw new UsageException(
                    language.Pick($"{path} is damaged or is no list of request ids.", $"{path} 已损坏或不是请求号文件。"),
                    [new FileProblem(i + 1, "", lines[i])]);
            }

            _entries[number] = (parts[1], parts[2]);
        }
    }
}
