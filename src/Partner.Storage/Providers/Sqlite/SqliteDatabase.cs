using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Partner.Storage.Model;
using Partner.Storage.Providers.Rows;
using Partner.Storage.Writing;

namespace Partner.Storage.Providers.Sqlite;

/// <summary>
/// A SQLite file: write-ahead log, so that readers never wait for the writer, and synchronous=FULL, so that a commit
/// is on the disk when it returns. Other processes may use the same file at the same time.
/// </summary>
internal sealed class SqliteDatabase : Database
{
    private const int BusySeconds = 30;
    private readonly string _connectionString;
    private readonly string _path;

    /// <summary>A file.</summary>
    /// <param name="connectionString">It must name the file; modes and time-outs in it are replaced.</param>
    public SqliteDatabase(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString)
        {
            Mode = SqliteOpenMode.ReadWriteCreate,
            ForeignKeys = true,
            Pooling = false,
            DefaultTimeout = BusySeconds,
        };
        (_connectionString, _path) = (builder.ToString(), builder.DataSource);
    }

    public override Dialect Dialect { get; } = new SqliteDialect();

    public override string Name => _path;

    public override string SystemName => "sqlite";

    /// <summary>
    /// Few: the driver reads synchronously, so that many readers would take the thread pool's threads away from the
    /// calls that wait for the issuer.
    /// </summary>
    public override int MostReaders => 4;

    public override DbConnection Open() => Open(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536;");

    /// <summary>Several sorts are open at once, each as large as the cache, and may exceed the memory.</summary>
    public override DbConnection OpenForAudit() => Open(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=FILE; PRAGMA cache_size=-16384;");

    public override DbConnection Unopened() => new SqliteConnection(_connectionString);

    public override bool Exists => File.Exists(_path);

    public override PartnerDbContext Context(DbConnection connection, bool ownsConnection) =>
        new SqlitePartnerDbContext(new DbContextOptionsBuilder<SqlitePartnerDbContext>()
            .UseSqlite(connection, ownsConnection)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .Options);

    public override Exchange Exchange(
        DbConnection connection, DbTransaction? transaction, StatementCache statements) => new RowWiseExchange(statements);

    /// <summary>There is one write lock.</summary>
    public override int Writers => 1;

    /// <summary>A transaction more would be a wait for the disk more, and there is nobody to hold up.</summary>
    public override bool MakesRowsBeforehand => false;

    /// <summary>The transaction holds the write lock from its first moment.</summary>
    /// <param name="connection">The connection.</param>
    public override DbTransaction BeginWrite(DbConnection connection) =>
        ((SqliteConnection)connection).BeginTransaction(deferred: false);

    /// <summary>The transaction takes no lock.</summary>
    /// <param name="connection">The connection.</param>
    public override DbTransaction BeginSnapshot(DbConnection connection) =>
        ((SqliteConnection)connection).BeginTransaction(deferred: true);

    public override void Prepare()
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(_path));
        if (folder is null)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        // Card numbers are in the database: a folder that is made here is its owner's alone.
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // Opening would create the file, and an empty one only looks like a database.
    public override string? Obstacle() =>
        Exists ? null : $"There is no database {_path}; run the verb 'migrate' first.";

    /// <summary>A busy file was waited for long enough; nothing else passes by itself.</summary>
    protected override FaultKind ClassifyOwn(Exception fault) => FaultKind.Lasting;

    private SqliteConnection Open(string pragmas) => Opened(new SqliteConnection(_connectionString), connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = pragmas;
        command.ExecuteNonQuery();
    });
}
