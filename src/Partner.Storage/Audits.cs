using Partner.Core.Auditing;
using Partner.Storage.Auditing;
using Partner.Storage.Reading;

namespace Partner.Storage;

/// <summary>Reads everything, for audits. It changes nothing and may run beside any number of servers.</summary>
public sealed class Audits
{
    private readonly Readers _readers;

    internal Audits(Readers readers) => _readers = readers;

    /// <summary>Reads all that is stored as of one moment.</summary>
    /// <typeparam name="T">What the reading makes of it.</typeparam>
    /// <param name="read">The reading; synchronous, and the source ends with it.</param>
    /// <param name="cancel">Stops waiting for a connection; the reading looks after itself.</param>
    public Task<T> ReadAsync<T>(Func<IAuditSource, T> read, CancellationToken cancel) => _readers.ReadAsync(
        session =>
        {
            using var snapshot = new AuditSnapshot(session.Connection);
            return read(snapshot);
        },
        cancel);
}
