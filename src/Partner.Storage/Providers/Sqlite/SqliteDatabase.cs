using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Partner.Storage.Model;
using Partner.Storage.Sql;
using SQLitePCL;

namespace Partner.Storage.Providers.Sqlite;

/// <summary>
/// A SQLite file: write-ahead log, so that readers never wait for the writer, and synchronous=FULL, so that a commit
/// is on the disk when it returns. Other processes may use the same file at the same time.
/// </summary>
internal sealed class SqliteDatabase : Database
{
    // The file of the log is cut back to this after a checkpoint; without it, it stays as long as it ever was.
    private const int LongestLogBytes = 64 * 1024 * 1024;

    // Migrations and months wait for the writers of a busy server.
    private const int LongBusySeconds = 30;

    // A disk with less is a full one: the log of one large batch needs about as much.
    private const long LeastRoom = 1024 * 1024;

    private const string InMemory = "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536;";

    private readonly SqliteConnectionStringBuilder _builder;
    private readonly string _path;

    /// <summary>A file.</summary>
    /// <param name="connectionString">It must name the file; modes and time-outs in it are replaced.</param>
    public SqliteDatabase(string connectionString)
    {
        _builder = new SqliteConnectionStringBuilder(connectionString)
        {
            Mode = SqliteOpenMode.ReadWriteCreate,
            ForeignKeys = true,
            Pooling = false,
        };
        _path = _builder.DataSource;
    }

    public override Dialect Dialect { get; } = new SqliteDialect();

    public override string Name => _path;

    public override string SystemName => "sqlite";

    /// <summary>
    /// Few: the driver reads synchronously, so that many readers would take the thread pool's threads away from the
    /// calls that wait for the issuer.
    /// </summary>
    public override int MostReaders => 4;

    public override bool IsLocal => true;

    public override DbConnection Open() => Open(StoreTimeouts.BusySeconds, InMemory);

    public override DbConnection OpenForLongWork() => Open(LongBusySeconds, InMemory);

    /// <summary>Several sorts are open at once, each as large as the cache, and may exceed the memory.</summary>
    public override DbConnection OpenForAudit() =>
        Open(LongBusySeconds, "PRAGMA temp_store=FILE; PRAGMA cache_size=-16384;");

    public override DbConnection Unopened() => new SqliteConnection(_builder.ToString());

    public override bool Exists => File.Exists(_path);

    public override PartnerDbContext Context(DbConnection connection, bool ownsConnection) =>
        new SqlitePartnerDbContext(new DbContextOptionsBuilder<SqlitePartnerDbContext>()
            .UseSqlite(connection, ownsConnection)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .Options);

    public override Exchange Exchange(
        DbConnection connection, DbTransaction? transaction, CommandCache commands) =>
        new RowWiseExchange(commands);

    /// <summary>There is one write lock.</summary>
    public override int Writers => 1;

    /// <summary>A transaction more would be a wait for the disk more, and there is nobody to hold up.</summary>
    public override bool MakesRowsBeforehand => false;

    /// <summary>The transaction holds the write lock from its first moment.</summary>
    public override DbTransaction BeginWrite(DbConnection connection) =>
        ((SqliteConnection)connection).BeginTransaction(deferred: false);

    /// <summary>The transaction takes no lock.</summary>
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

    public override void Interrupt(DbConnection connection)
    {
        if (((SqliteConnection)connection).Handle is { } handle)
        {
            raw.sqlite3_interrupt(handle);
        }
    }

    public override string? WhyNoWrites(Exception fault, DbConnection connection) => fault is SqliteException answer
        ? answer.SqliteErrorCode switch
        {
            raw.SQLITE_FULL => "its disk is full",
            raw.SQLITE_READONLY => "its file is read-only",
            raw.SQLITE_IOERR => $"its disk fails (SQLite says {answer.SqliteExtendedErrorCode})",
            _ => null,
        }
        : null;

    /// <summary>
    /// The log is written from its start again and again, so that a full disk still takes a small write: what is left
    /// on it is looked at, too.
    /// </summary>
    public override string? NoRoom() =>
        new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(_path))!).AvailableFreeSpace < LeastRoom
            ? "its disk is full"
            : null;

    /// <summary>
    /// A checkpoint that neither waits nor keeps anybody waiting: it answers with the frames in the log, and how many
    /// of them are in the file now (https://www.sqlite.org/pragma.html#pragma_wal_checkpoint).
    /// </summary>
    public override long LogLeft(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE); PRAGMA page_size;";
        using var reader = command.ExecuteReader();
        reader.Read();
        var frames = reader.GetInt64(1) - reader.GetInt64(2);
        reader.NextResult();
        reader.Read();
        return frames * reader.GetInt64(0);
    }

    protected override FaultKind ClassifyOwn(Exception fault) => SqliteFaults.Of(fault);

    // The driver asks a busy file again every 150 ms; SQLite's own wait, of the same length, looks more often.
    private SqliteConnection Open(int busySeconds, string pragmas) => Opened(
        new SqliteConnection(new SqliteConnectionStringBuilder(_builder.ToString())
        {
            DefaultTimeout = busySeconds,
        }.ToString()),
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = string.Create(
                CultureInfo.InvariantCulture,
                $"PRAGMA busy_timeout={busySeconds * 1000}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; " +
                $"PRAGMA journal_size_limit={LongestLogBytes}; {pragmas}");
            command.ExecuteNonQuery();
        });
}
