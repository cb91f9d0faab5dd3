using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Partner.Core.Auditing;

namespace Partner.Storage.Auditing;

/// <summary>
/// One moment of the database: a read transaction that is deferred, so that it takes no lock but keeps what its first
/// query saw. Several results are open at once on the one connection.
/// </summary>
internal sealed class AuditSnapshot : IAuditSource, IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly (long CacheSize, long TempStore) _usual;

    public AuditSnapshot(DbConnection connection)
    {
        _connection = (SqliteConnection)connection;
        _usual = (Ask("PRAGMA cache_size"), Ask("PRAGMA temp_store"));

        // Several sorts are open at once, each as large as the cache, and what is sorted may be larger than memory.
        Ask("PRAGMA cache_size=-16384; PRAGMA temp_store=FILE");
        _transaction = _connection.BeginTransaction(IsolationLevel.Serializable, deferred: true);
    }

    public IEnumerable<PartnerFacts> Partners() => Read(AuditQueries.Partners, AuditRows.Partner);

    public IEnumerable<BalanceFacts> Balances() => Read(AuditQueries.Balances, AuditRows.Balance);

    public IEnumerable<EntryFacts> Entries() => Read(AuditQueries.Entries, row => AuditRows.Entry(row, 0));

    public IEnumerable<EventFacts> Events() => Read(AuditQueries.Events, row => AuditRows.Event(row, 0));

    public IEnumerable<ReceiptFacts> Receipts() => Read(AuditQueries.Receipts, AuditRows.Receipt);

    public IEnumerable<string> SharedIds() => Read(AuditQueries.SharedIds, row => row.GetString(0));

    public IEnumerable<OperationFacts> Operations()
    {
        using var topUps = Keyed(AuditQueries.TopUps, AuditRows.TopUp);
        using var reversals = Keyed(AuditQueries.Reversals, AuditRows.Reversal);
        using var transfers = Keyed(AuditQueries.Transfers, AuditRows.Transfer);
        using var legs = Keyed(AuditQueries.Legs, AuditRows.Leg);
        using var entries = Keyed(AuditQueries.EntriesByOperation, row => AuditRows.Entry(row, 2));
        using var requests = Keyed(AuditQueries.Requests, AuditRows.Request);
        using var jobs = Keyed(AuditQueries.Jobs, AuditRows.Job);
        using var events = Keyed(AuditQueries.EventsByOperation, row => AuditRows.Event(row, 2));
        using var quotes = Keyed(AuditQueries.Quotes, AuditRows.Quote);
        using var anomalies = Keyed(AuditQueries.Anomalies, row => row.GetString(2));
        IKeyedRows[] all = [topUps, reversals, transfers, legs, entries, requests, jobs, events, quotes, anomalies];
        while (all.Min(rows => rows.Next) is { IsEnd: false } key)
        {
            yield return new OperationFacts(key.PartnerId, key.OperationId)
            {
                TopUp = topUps.Take(key) is [var topUp, ..] ? topUp : null,
                Reversals = reversals.Take(key),
                Transfers = transfers.Take(key),
                Legs = legs.Take(key),
                Entries = entries.Take(key),
                Requests = requests.Take(key),
                Jobs = jobs.Take(key),
                Events = events.Take(key),
                Quotes = quotes.Take(key),
                Anomalies = anomalies.Take(key),
            };
        }
    }

    public void Dispose()
    {
        _transaction.Dispose();
        Ask(string.Create(
            CultureInfo.InvariantCulture,
            $"PRAGMA temp_store={_usual.TempStore}; PRAGMA cache_size={_usual.CacheSize}"));
    }

    private KeyedRows<T> Keyed<T>(string sql, Func<DbDataReader, T> map) => new(
        Read(sql, row => (new OperationKey(row.GetString(0), row.GetString(1)), map(row))));

    private IEnumerable<T> Read<T>(string sql, Func<DbDataReader, T> map)
    {
        using var command = _connection.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return map(reader);
        }
    }

    private long Ask(string pragma)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = pragma;
        return (long?)command.ExecuteScalar() ?? 0;
    }
}
