using Microsoft.Data.Sqlite;

namespace Partner.Benchmarks.Crash;

/// <summary>An unfinished operation as the store has it.</summary>
/// <param name="Id">The operation; our id at the issuer.</param>
/// <param name="Queued">Whether it waits for the dispatcher and was certainly not sent.</param>
/// <param name="Card">The card of a top-up; empty for a reversal.</param>
internal sealed record UnfinishedOperation(string Id, bool Queued, string Card);

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

    /// <summary>Copies the files of a database that no process has open, and reads what was unfinished.</summary>
    public static List<UnfinishedOperation> ReadUnfinished(string database, string copy)
    {
        File.Copy(database, copy, overwrite: true);
        File.Copy(database + "-wal", copy + "-wal", overwrite: true);
        File.Delete(copy + "-shm");
        using var connection = Open(copy, SqliteOpenMode.ReadWrite);
        return Read(
            connection,
            $"SELECT j.operation_id, j.state = {QueuedJob}, COALESCE(t.card, '') FROM jobs j LEFT JOIN top_ups t " +
            "ON t.partner_id = j.partner_id AND t.id = j.operation_id",
            row => new UnfinishedOperation(row.GetString(0), row.GetBoolean(1), row.GetString(2)));
    }

    /// <summary>Reads all top-ups by request id; more than one of an id shows as more than one row.</summary>
    public static ILookup<string, StoredTopUp> ReadTopUps(string database)
    {
        using var connection = Open(database, SqliteOpenMode.ReadOnly);
        return Read(
            connection,
            """
            WITH money AS (
              SELECT partner_id, top_up_id,
                SUM(kind = 2 AND phase = 2) AS posted,
                SUM(kind = 2 AND phase = 1) AS pending,
                SUM(kind = 4 AND phase = 2) AS refunds
              FROM transfers WHERE top_up_id IS NOT NULL GROUP BY partner_id, top_up_id)
            SELECT t.request_id, t.id, t.state,
              COALESCE(m.posted, 0), COALESCE(m.pending, 0), COALESCE(m.refunds, 0)
            FROM top_ups t LEFT JOIN money m ON m.partner_id = t.partner_id AND m.top_up_id = t.id
            """,
            row => (
                RequestId: row.GetString(0),
                TopUp: new StoredTopUp(
                    row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5))))
            .ToLookup(row => row.RequestId, row => row.TopUp);
    }

    /// <summary>Counts rows.</summary>
    public static long Count(string database, string from)
    {
        using var connection = Open(database, SqliteOpenMode.ReadOnly);
        return Read(connection, "SELECT COUNT(*) FROM " + from, row => row.GetInt64(0))[0];
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
        }.ToString());
        connection.Open();
        return connection;
    }

    private static List<T> Read<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> map)
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
