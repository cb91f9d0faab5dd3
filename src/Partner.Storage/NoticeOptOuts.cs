using Partner.Storage.Abstractions;
using Partner.Storage.Reading;
using Partner.Storage.Sql;
using Partner.Storage.Writing;

namespace Partner.Storage;

/// <summary>By whom a number was said to get no notices. Numbers are stored.</summary>
public enum OptOutSource
{
    /// <summary>The gateway, to which the customer answered.</summary>
    Gateway = 1,

    /// <summary>An operator.</summary>
    Operator = 2,

    /// <summary>A partner, for its customer.</summary>
    Partner = 3,
}

/// <summary>
/// Numbers that get no notices, as keyed hashes: nobody can read them, and they outlast the numbers themselves.
/// </summary>
public sealed class NoticeOptOuts
{
    /// <summary>Notes a number, unless it is noted.</summary>
    internal static readonly RowSqlText Insert = RowSqlText.InsertIfAbsent(
        "notice_opt_outs", 1, RowShape.Of("number_hash text, source int, created_at long"));

    private static readonly RowSqlText DeleteRows = RowSqlText.Delete(
        "notice_opt_outs", RowShape.Of("number_hash text"));

    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal NoticeOptOuts(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Those of some numbers that get no notices.</summary>
    /// <param name="hashes">Their keyed hashes, under every key.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<HashSet<string>> FindAsync(IReadOnlyCollection<string> hashes, CancellationToken cancel)
    {
        var all = hashes.ToList();
        return all.Count == 0 ? Task.FromResult(new HashSet<string>()) : _readers.ReadAsync(
            session => session.Context.NoticeOptOuts.Where(row => all.Contains(row.NumberHash))
                .Select(row => row.NumberHash).AsEnumerable().ToHashSet(StringComparer.Ordinal),
            cancel);
    }

    /// <summary>From now on a number gets no notices.</summary>
    /// <param name="hash">Its keyed hash under the present key.</param>
    /// <param name="source">Who says so.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<bool> AddAsync(string hash, OptOutSource source, DateTimeOffset now) =>
        _writer.RunAloneAsync(session =>
        {
            var rows = new RowSet(Insert.Shape);
            rows.Add(hash, (int)source, now.UtcTicks);
            var exchange = session.Exchange();
            exchange.Add(Insert, rows);
            exchange.Run();
            return true;
        });

    /// <summary>From now on a number gets notices again.</summary>
    /// <param name="hashes">Its keyed hashes, under every key.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<bool> RemoveAsync(IReadOnlyCollection<string> hashes) => _writer.RunAloneAsync(session =>
    {
        var rows = new RowSet(DeleteRows.Shape);
        foreach (var hash in hashes)
        {
            rows.Add(hash);
        }

        var exchange = session.Exchange();
        exchange.Add(DeleteRows, rows);
        exchange.Run();
        return true;
    });
}
