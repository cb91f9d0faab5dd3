using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Partner.Storage.Model;
using Partner.Storage.Providers;
using Partner.Storage.Sql;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Reading;

/// <summary>One read connection with its prepared commands and its EF context, used by one caller at a time.</summary>
internal sealed class ReadSession : IDisposable
{
    private readonly Database _database;
    private readonly DbConnection _connection;

    /// <summary>Opens a connection.</summary>
    public ReadSession(Database database)
    {
        _database = database;
        _connection = database.Open();
        Commands = new CommandCache(_connection, database.Dialect);
        Context = database.Context(_connection, ownsConnection: false);
    }

    /// <summary>Prepared commands, for the hot path.</summary>
    public CommandCache Commands { get; }

    /// <summary>EF, for the rest. It tracks nothing.</summary>
    public PartnerDbContext Context { get; }

    /// <summary>Whether the connection is gone for good.</summary>
    public bool IsBroken => _connection.State != ConnectionState.Open;

    /// <summary>Reads what a footprint names, as it is now and without locks.</summary>
    /// <param name="declare">Says what it is about.</param>
    public WorkingSet Load(Action<Footprint> declare)
    {
        var footprint = new Footprint();
        declare(footprint);
        var exchange = _database.Exchange(_connection, Commands.Transaction, Commands);
        var set = WorkingSet.Plain(footprint, exchange);
        exchange.Run();
        return set;
    }

    /// <summary>Reads several results as of one moment: every query sees what the first one saw.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="read">The reading, by EF; synchronous.</param>
    public T AtOneMoment<T>(Func<PartnerDbContext, T> read)
    {
        using var transaction = _database.BeginSnapshot(_connection);
        Context.Database.UseTransaction(transaction);
        Commands.Transaction = transaction;
        try
        {
            return read(Context);
        }
        finally
        {
            Commands.Transaction = null;
            Context.Database.UseTransaction(null);
        }
    }

    /// <summary>Why a write failed, if that is because the database takes none now; for an operator.</summary>
    /// <param name="fault">How it failed.</param>
    public string? WhyNoWrites(Exception fault) => _database.WhyNoWrites(fault, _connection);

    /// <summary>Writes the log back into the file, as far as readers let it; see <see cref="Database"/>.</summary>
    public long LogLeft() => _database.LogLeft(_connection);

    /// <summary>Makes a running statement end; called from another thread.</summary>
    public void Interrupt() => _database.Interrupt(_connection);

    public void Dispose()
    {
        Commands.Dispose();
        Context.Dispose();
        _connection.Dispose();
    }
}
