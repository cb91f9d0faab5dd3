using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Partner.Storage.Model;

namespace Partner.Storage.Providers.Sqlite;

/// <summary>
/// A SQLite file: write-ahead log, so that readers never wait for the writer, and synchronous=FULL, so that a commit
/// is on the disk when it returns. Other processes may use the same file at the same time.
/// </summary>
internal sealed class SqliteDatabase
{
    private const int BusySeconds = 30;
    private readonly string _connectionString;

    public SqliteDatabase(string path) => _connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadWriteCreate,
        ForeignKeys = true,
        Pooling = false,
        DefaultTimeout = BusySeconds,
    }.ToString();

    /// <summary>Opens a connection; the caller owns it.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        using var pragmas = connection.CreateCommand();
        pragmas.CommandText =
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536;";
        pragmas.ExecuteNonQuery();
        return connection;
    }

    /// <summary>Starts a transaction that holds the write lock from its first moment.</summary>
    /// <param name="connection">A connection of this database.</param>
    public static DbTransaction BeginImmediate(DbConnection connection) =>
        ((SqliteConnection)connection).BeginTransaction(deferred: false);

    /// <summary>Starts a transaction that takes no lock, and reads what its first query saw until it ends.</summary>
    /// <param name="connection">A connection of this database.</param>
    public static DbTransaction BeginDeferred(DbConnection connection) =>
        ((SqliteConnection)connection).BeginTransaction(deferred: true);

    /// <summary>A context over a connection of its own.</summary>
    public PartnerDbContext CreateContext() => Context(Open(), ownsConnection: true);

    /// <summary>A context over a connection that the caller keeps.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="ownsConnection">Whether the context closes it.</param>
    public static PartnerDbContext Context(DbConnection connection, bool ownsConnection) => new SqlitePartnerDbContext(
        new DbContextOptionsBuilder<SqlitePartnerDbContext>()
            .UseSqlite(connection, contextOwnsConnection: ownsConnection)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .Options);
}
