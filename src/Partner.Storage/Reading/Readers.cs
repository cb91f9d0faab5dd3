using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Partner.Storage.Model;
using Partner.Storage.Providers.Sqlite;
using Partner.Storage.Writing;

namespace Partner.Storage.Reading;

/// <summary>One read connection with its prepared commands and its EF context, used by one caller at a time.</summary>
internal sealed class ReadSession(DbConnection connection) : IAsyncDisposable
{
    /// <summary>The connection, for whoever needs a transaction of its own.</summary>
    public DbConnection Connection => connection;

    /// <summary>Prepared commands, for the hot path.</summary>
    public StatementCache Statements { get; } = new(connection);

    /// <summary>EF, for the rest. It tracks nothing.</summary>
    public PartnerDbContext Context { get; } = SqliteDatabase.Context(connection, ownsConnection: false);

    /// <summary>
    /// Reads several results as of one moment: a deferred transaction takes no lock, and every query in it sees what
    /// the first one saw.
    /// </summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="read">The reading, by EF; synchronous.</param>
    public T AtOneMoment<T>(Func<PartnerDbContext, T> read)
    {
        using var transaction = SqliteDatabase.BeginDeferred(connection);
        Context.Database.UseTransaction(transaction);
        try
        {
            return read(Context);
        }
        finally
        {
            Context.Database.UseTransaction(null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Statements.Dispose();
        await Context.DisposeAsync().ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }
}

/// <summary>
/// A bounded number of read connections. SQLite's driver reads synchronously, so that an unbounded number of readers
/// would take the thread pool's threads away from the calls that wait for the issuer.
/// </summary>
internal sealed class Readers(SqliteDatabase database) : IAsyncDisposable
{
    private const int MostSessions = 4;
    private readonly SemaphoreSlim _places = new(MostSessions, MostSessions);
    private readonly ConcurrentBag<ReadSession> _idle = [];

    /// <summary>Reads with a connection of its own.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="read">The reading; synchronous.</param>
    /// <param name="cancel">Stops waiting for a connection.</param>
    public async Task<T> ReadAsync<T>(Func<ReadSession, T> read, CancellationToken cancel)
    {
        await _places.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (!_idle.TryTake(out var session))
            {
                session = new ReadSession(database.Open());
            }

            try
            {
                return read(session);
            }
            finally
            {
                _idle.Add(session);
            }
        }
        finally
        {
            _places.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out var session))
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }

        _places.Dispose();
    }
}
