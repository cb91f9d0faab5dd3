using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Partner.Benchmarks.Harness;

namespace Partner.Benchmarks.Compare;

/// <summary>The least that can be made durable: one row by one prepared statement.</summary>
internal sealed class BareCommit : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly DbCommand _insert;

    private BareCommit(DbConnection connection, DbCommand insert) => (_connection, _insert) = (connection, insert);

    /// <summary>On PostgreSQL, or on a SQLite file with the store's own settings.</summary>
    /// <param name="database">Connection string of an empty database; null for the file.</param>
    /// <param name="file">The file, which is made.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<BareCommit> OpenAsync(string? database, string file, CancellationToken cancel)
    {
        DbConnection connection = database is null
            ? new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString())
            : new NpgsqlConnection(database);
        await connection.OpenAsync(cancel);
        await using var schema = connection.CreateCommand();
        schema.CommandText = (database is null ? "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; " : "")
            + "CREATE TABLE bare (at bigint NOT NULL)";
        await schema.ExecuteNonQueryAsync(cancel);
        var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO bare VALUES (@at)";
        var at = insert.CreateParameter();
        (at.ParameterName, at.Value) = ("at", 0L);
        insert.Parameters.Add(at);
        await insert.PrepareAsync(cancel);
        return new BareCommit(connection, insert);
    }

    /// <summary>Makes a row durable.</summary>
    /// <param name="cancel">Stops.</param>
    public async Task<Answer> CommitAsync(CancellationToken cancel)
    {
        _insert.Parameters[0].Value = TimeProvider.System.GetTimestamp();
        await _insert.ExecuteNonQueryAsync(cancel);
        return Answer.Done;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _insert.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
