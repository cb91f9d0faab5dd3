using Partner.Core.Auditing;
using Partner.Storage.Abstractions;
using Partner.Storage.Auditing;
using Partner.Storage.Providers;

namespace Partner.Storage;

/// <summary>Reads everything, for audits. It changes nothing and may run beside any number of servers.</summary>
public sealed class Audits
{
    private readonly Database _database;

    internal Audits(Database database) => _database = database;

    /// <summary>Reads all that is stored as of one moment.</summary>
    /// <typeparam name="T">What the reading makes of it.</typeparam>
    /// <param name="read">The reading; synchronous, and the source ends with it.</param>
    /// <param name="cancel">Keeps the reading from starting; once it runs, it looks after itself.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached, or went away.</exception>
    public Task<T> ReadAsync<T>(Func<IAuditSource, T> read, CancellationToken cancel) => Task.Run(
        () => _database.Reach(() =>
        {
            using var snapshot = new AuditSnapshot(_database);
            return read(snapshot);
        }),
        cancel);
}
