using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Benchmarks.Crash;

/// <summary>An unfinished operation as the store has it.</summary>
/// <param name="Id">The operation; our id at the issuer.</param>
/// <param name="Queued">Whether it waits for the dispatcher and was certainly not sent.</param>
/// <param name="Card">The card of a top-up; empty for a reversal.</param>
internal sealed record UnfinishedOperation(string Id, bool Queued, string Card)
{
    /// <summary>Whether it is what a sale gives to its card, or the taking back of that.</summary>
    public bool IsGift => Id.Contains("-gifts", StringComparison.Ordinal);
}

/// <summary>A top-up as the store has it, with the transfers that its money went through.</summary>
/// <param name="Id">The top-up.</param>
/// <param name="State">Its state, by the store's number.</param>
/// <param name="ChargesPosted">Posted transfers that charge it.</param>
/// <param name="ChargesPending">Pending ones.</param>
/// <param name="Refunds">Posted transfers that give it back.</param>
internal sealed record StoredTopUp(string Id, int State, int ChargesPosted, int ChargesPending, int Refunds);

/// <summary>
/// Reads the database by plain SQL, without any code of the server: what it finds is evidence, not the server's word.
/// </summary>
internal static class StoreCopy
{
    private const int QueuedJob = 1;

    /// <summary>
    /// Reads what was unfinished when all servers were killed: of SQLite in a copy of the files, so that the next
    /// server finds them as they were left.
    /// </summary>
    public static List<UnfinishedOperation> ReadUnfinished(StoreOptions store, string copy)
    {
        if (store.Provider == StoreProvider.Sqlite)
        {
            var database = FileOf(store);
            File.Copy(database, copy, overwrite: true);
            File.Copy(database + "-wal", copy + "-wal", overwrite: true);
            File.Delete(copy + "-shm");
            store = StoreOptions.Sqlite(copy);
        }

        using var connection = Open(store, SqliteOpenMode.ReadWrite);
        return Read(
            connection,
            $"SELECT j.operation_id, j.state = {QueuedJob}, COALESCE(t.card, '') FROM jobs j LEFT JOIN top_ups t " +
            "ON t.partner_id = j.partner_id AND t.id = j.operation_id",
            row => new UnfinishedOperation(row.GetString(0), row.GetBoolean(1), row.GetString(2)));
    }

    /// <summary>Reads all top-ups by request id; more than one of an id shows as more than one row.</summary>
    public static ILookup<string, StoredTopUp> ReadTopUps(StoreOptions store)
    {
        using var connection = Open(store, SqliteOpenMode.ReadOnly);
        return Read(
            connection,
            """
            WITH money AS (
              SELECT partner_id, top_up_id,
                SUM(CASE WHEN kind = 2 AND phase = 2 THEN 1 ELSE 0 END) AS posted,
                SUM(CASE WHEN kind = 2 AND phase = 1 THEN 1 ELSE 0 END) AS pending,
                SUM(CASE WHEN kind = 4 AND phase = 2 THEN 1 ELSE 0 END) AS refunds
              FROM transfers WHERE top_up_id IS NOT NULL GROUP BY partner_id, top_up_id)
            SELECT t.request_id, t.id, t.state,
              COALESCE(m.posted, 0), COALESCE(m.pending, 0), COALESCE(m.refunds, 0)
            FROM top_ups t LEFT JOIN money m ON m.partner_id = t.partner_id AND m.top_up_id = t.id
            """,
            row => (
                RequestId: row.GetString(0),
                TopUp: new StoredTopUp(
                    row.GetString(1),
                    row.GetInt32(2),
                    (int)row.GetInt64(3),
                    (int)row.GetInt64(4),
                    (int)row.GetInt64(5))))
            .ToLookup(row => row.RequestId, row => row.TopUp);
    }

    /// <summary>Reads how far the gifts of sales are, by request id.</summary>
    public static Dictionary<string, (string TopUpId, int State)> ReadGifts(StoreOptions store)
    {
        using var connection = Open(store, SqliteOpenMode.ReadOnly);
        return Read(
            connection,
            "SELECT t.request_id, t.id, g.state FROM card_gifts g JOIN top_ups t " +
            "ON t.partner_id = g.partner_id AND t.id = g.top_up_id",
            row => (RequestId: row.GetString(0), TopUpId: row.GetString(1), State: row.GetInt32(2)))
            .ToDictionary(row => row.RequestId, row => (row.TopUpId, row.State));
    }

    /// <summary>Counts rows.</summary>
    public static long Count(StoreOptions store, string from)
    {
        using var connection = Open(store, SqliteOpenMode.ReadOnly);
        return Read(connection, "SELECT COUNT(*) FROM " + from, row => row.GetInt64(0))[0];
    }

    private static string FileOf(StoreOptions store) =>
        new SqliteConnectionStringBuilder(store.ConnectionString).DataSource;

    private static DbConnection Open(StoreOptions store, SqliteOpenMode mode)
    {
        DbConnection connection = store.Provider == StoreProvider.Sqlite
            ? new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = FileOf(store),
                Mode = mode,
                Pooling = false,
            }.ToString())
            : new NpgsqlConnection(new NpgsqlConnectionStringBuilder(store.ConnectionString)
            {
                Pooling = false,
            }.ToString());
        connection.Open();
        return connection;
    }

    private static List<T> Read<T>(DbConnection connection, string sql, Func<DbDataReader, T> map)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }
}
