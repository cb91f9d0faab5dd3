using System.Collections.Concurrent;
using Partner.Storage.Providers;

namespace Partner.Storage.Reading;

/// <summary>
/// A bounded number of read connections, kept open. One that broke is thrown away, and its reading done again on a new
/// one: the database may have been restarted since it was last used.
/// </summary>
internal sealed class Readers(Database database) : IDisposable
{
    private readonly SemaphoreSlim _places = new(database.MostReaders, database.MostReaders);
    private readonly ConcurrentBag<ReadSession> _idle = [];

    /// <summary>The database.</summary>
    public Database Database => database;

    /// <summary>Reads with a connection of its own.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="read">The reading; synchronous, and done again when the connection broke.</param>
    /// <param name="cancel">Stops waiting for a connection.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public async Task<T> ReadAsync<T>(Func<ReadSession, T> read, CancellationToken cancel)
    {
        await _places.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            while (_idle.TryTake(out var idle))
            {
                if (TryRead(idle, read, out var result) is null)
                {
                    return result!;
                }
            }

            return TryRead(null, read, out var fresh) is { } fault
                ? throw new StoreUnavailableException($"{database.Name} cannot be reached.", fault)
                : fresh!;
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }

        _places.Dispose();
    }

    /// <summary>Reads and keeps the session for the next caller, unless it broke.</summary>
    /// <returns>Null, or how the connection was lost; other faults are thrown.</returns>
    private Exception? TryRead<T>(ReadSession? session, Func<ReadSession, T> read, out T? result)
    {
        result = default;
        try
        {
            session ??= new ReadSession(database);
            result = read(session);
            return null;
        }
        catch (Exception fault) when (
            session is { IsBroken: true } || database.Classify(fault) == FaultKind.Unreachable)
        {
            session?.Dispose();
            session = null;
            return fault;
        }
        finally
        {
            if (session is not null)
            {
                _idle.Add(session);
            }
        }
    }
}
