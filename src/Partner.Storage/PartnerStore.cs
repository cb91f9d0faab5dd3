using Microsoft.EntityFrameworkCore;
using Partner.Storage.Providers.Sqlite;
using Partner.Storage.Reading;
using Partner.Storage.Writing;

namespace Partner.Storage;

/// <summary>
/// The one door to the database. Every change goes through the group commit of <see cref="Writing"/>; whoever opens a
/// second store on the same file, in this process or another, shares nothing with this one but the database.
/// </summary>
public sealed class PartnerStore : IAsyncDisposable
{
    private readonly GroupCommit _writer;
    private readonly Readers _readers;
    private int _closed;

    private PartnerStore(SqliteDatabase database)
    {
        _writer = new GroupCommit(database);
        _readers = new Readers(database);
        TopUps = new TopUps(_writer, _readers);
        Reversals = new Reversals(_writer, _readers);
        Quotes = new Quotes(_writer, _readers);
        Jobs = new Jobs(_writer, _readers);
        Partners = new Partners(_writer, _readers);
        Documents = new Documents(_writer, _readers);
        Sales = new Sales(_readers);
        Statements = new Statements(_readers);
        Audits = new Audits(_readers);
        Figures = new Figures(_readers);
    }

    /// <summary>Top-ups.</summary>
    public TopUps TopUps { get; }

    /// <summary>Reversals.</summary>
    public Reversals Reversals { get; }

    /// <summary>Quotes.</summary>
    public Quotes Quotes { get; }

    /// <summary>The dispatch queue.</summary>
    public Jobs Jobs { get; }

    /// <summary>Partners, their certificates, deposits and credit limits.</summary>
    public Partners Partners { get; }

    /// <summary>Published documents.</summary>
    public Documents Documents { get; }

    /// <summary>Lists and totals of top-ups.</summary>
    public Sales Sales { get; }

    /// <summary>Balances and statements.</summary>
    public Statements Statements { get; }

    /// <summary>Everything, for audits.</summary>
    public Audits Audits { get; }

    /// <summary>The queue and the schema, for those who watch the server.</summary>
    public Figures Figures { get; }

    /// <summary>Opens a store whose schema is up to date.</summary>
    /// <param name="path">The SQLite file.</param>
    /// <exception cref="StoreNotReadyException">The schema is missing or older than this program.</exception>
    public static PartnerStore Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new StoreNotReadyException($"There is no database {path}; run the verb 'migrate' first.");
        }

        var database = new SqliteDatabase(path);
        using (var context = database.CreateContext())
        {
            var pending = context.Database.GetPendingMigrations().ToList();
            if (pending.Count > 0)
            {
                throw new StoreNotReadyException(
                    $"The database {path} lacks {pending.Count} migration(s); run the verb 'migrate' first.");
            }
        }

        return new PartnerStore(database);
    }

    /// <summary>Creates the database or brings its schema up to date. Safe to run again.</summary>
    /// <param name="path">The SQLite file.</param>
    /// <returns>The migrations that were applied.</returns>
    public static IReadOnlyList<string> Migrate(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is not null && !OperatingSystem.IsWindows())
        {
            // Card numbers are in the database: a folder that is made here is its owner's alone.
            Directory.CreateDirectory(
                folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        else if (folder is not null)
        {
            Directory.CreateDirectory(folder);
        }

        using var context = new SqliteDatabase(path).CreateContext();
        var pending = context.Database.GetPendingMigrations().ToList();
        context.Database.Migrate();
        return pending;
    }

    /// <summary>Whether the database answers and its schema is up to date.</summary>
    /// <param name="cancel">Stops waiting.</param>
    public Task<bool> IsReadyAsync(CancellationToken cancel) => _readers.ReadAsync(
        session => session.Statements.First("SELECT 1", row => row.GetInt32(0)) == 1, cancel);

    /// <summary>Finishes what was handed over, then closes the database. Closing again does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 1)
        {
            return;
        }

        await _writer.DisposeAsync().ConfigureAwait(false);
        await _readers.DisposeAsync().ConfigureAwait(false);
    }
}

/// <summary>The database cannot be used as it is; the message says what to do.</summary>
public sealed class StoreNotReadyException : Exception
{
    /// <summary>An exception without a message.</summary>
    public StoreNotReadyException()
    {
    }

    /// <summary>An exception that says what to do.</summary>
    /// <param name="message">What to do.</param>
    public StoreNotReadyException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with its cause.</summary>
    /// <param name="message">What to do.</param>
    /// <param name="innerException">The cause.</param>
    public StoreNotReadyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
