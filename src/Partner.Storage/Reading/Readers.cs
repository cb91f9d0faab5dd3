using System.Collections.Concurrent;
using Partner.Storage.Abstractions;
using Partner.Storage.Providers;

namespace Partner.Storage.Reading;

/// <summary>
/// A bounded number of read connections, kept open. When one is found broken, all that were idle then are thrown away,
/// and its reading is done again on a new one: the database may have been restarted since they were last used. A
/// reading has one time budget, whatever it waits for, and its caller may leave at any moment.
/// </summary>
internal sealed class Readers(Database database) : IDisposable
{
    private readonly SemaphoreSlim _places = new(database.MostReaders, database.MostReaders);
    private readonly ConcurrentBag<ReadSession> _idle = [];
    private volatile bool _closed;

    /// <summary>The database.</summary>
    public Database Database => database;

    /// <summary>Reads with a connection of its own.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="read">The reading; synchronous, and done again when the connection broke.</param>
    /// <param name="cancel">
    /// Ends the waiting, also for an answer that never comes. What was begun may go on for a while, unheard.
    /// </param>
    /// <exception cref="StoreUnavailableException">
    /// The database cannot be reached, or is too busy to answer within the budget.
    /// </exception>
    public async Task<T> ReadAsync<T>(Func<ReadSession, T> read, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var began = TimeProvider.System.GetTimestamp();
        if (!await _places.WaitAsync(StoreTimeouts.Read, cancel))
        {
            throw new StoreUnavailableException($"{database.Name} is too busy: no connection was free to read with.");
        }

        if (database.IsLocal)
        {
            return ReadHere(read, began, cancel);
        }

        var reading = Task.Run(() => ReadInPlace(read, began), CancellationToken.None);
        try
        {
            return await reading.WaitAsync(Left(began), cancel);
        }
        catch (TimeoutException fault)
        {
            // Whoever comes next must not wait for the same connections.
            DropIdle();
            throw new StoreUnavailableException($"{database.Name} does not answer.", fault);
        }
    }

    public void Dispose()
    {
        _closed = true;
        DropIdle();
    }

    private static TimeSpan Left(long began)
    {
        var left = StoreTimeouts.Read - TimeProvider.System.GetElapsedTime(began);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Reads on the caller's thread; leaving makes the running statement end.</summary>
    private T ReadHere<T>(Func<ReadSession, T> read, long began, CancellationToken cancel)
    {
        try
        {
            return ReadInPlace(
                session =>
                {
                    using var leaving = cancel.UnsafeRegister(_ => session.Interrupt(), null);
                    return read(session);
                },
                began);
        }
        catch (Exception fault) when (cancel.IsCancellationRequested && fault is not OperationCanceledException)
        {
            throw new OperationCanceledException("The caller left.", fault, cancel);
        }
    }

    private T ReadInPlace<T>(Func<ReadSession, T> read, long began)
    {
        try
        {
            if (_idle.TryTake(out var idle))
            {
                if (TryRead(idle, read, out var result) is not { } lost)
                {
                    return result!;
                }

                // The others are as old: asking them one after the other would take as long for each of them.
                DropIdle();
                if (Left(began) == TimeSpan.Zero)
                {
                    throw Unavailable(lost);
                }
            }

            return TryRead(null, read, out var fresh) is { } fault ? throw Unavailable(fault) : fresh!;
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Reads and keeps the session for the next caller, unless it broke.</summary>
    /// <returns>Null, or why the database could not be read; faults of the reading itself are thrown.</returns>
    private Exception? TryRead<T>(ReadSession? session, Func<ReadSession, T> read, out T? result)
    {
        result = default;
        try
        {
            session ??= new ReadSession(database);
            session.Commands.RenewPlans();
            result = read(session);
            return null;
        }
        catch (Exception fault) when (
            session is { IsBroken: true } || database.Classify(fault) != FaultKind.Lasting)
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
                if (_closed)
                {
                    DropIdle();
                }
            }
        }
    }

    private void DropIdle()
    {
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }
    }

    private StoreUnavailableException Unavailable(Exception fault)
    {
        var problem = database.Classify(fault) == FaultKind.Conflict ? "is too busy" : "cannot be reached";
        return new StoreUnavailableException($"{database.Name} {problem}.", fault);
    }
}
