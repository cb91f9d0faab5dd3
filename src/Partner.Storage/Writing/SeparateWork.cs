using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Partner.Core.Actions;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing;

/// <summary>
/// Work that has a transaction of its own: administration, and the claiming of jobs. It may read and write as it likes,
/// but must lock no partner but the one whose chain of actions it takes, and must wait for nobody's lock behind that.
/// </summary>
internal abstract class SeparateWork
{
    /// <summary>What its transaction is measured by.</summary>
    public required CommitTicket Ticket { get; init; }

    /// <summary>Does the work; again when the transaction is repeated.</summary>
    /// <param name="session">The transaction.</param>
    public abstract void Run(SeparateSession session);

    /// <summary>Hands the result to the caller: it is durable.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that it failed.</summary>
    /// <param name="fault">Why.</param>
    public abstract void Fail(Exception fault);
}

/// <summary>Work with a result.</summary>
/// <typeparam name="T">The result.</typeparam>
/// <param name="work">The work; it may run again.</param>
internal sealed class SeparateWork<T>(Func<SeparateSession, T> work) : SeparateWork
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    /// <summary>Ends with the result, once it is durable.</summary>
    public Task<T> Result => _completion.Task;

    public override void Run(SeparateSession session) => _result = work(session);

    public override void Complete() => _completion.SetResult(_result!);

    public override void Fail(Exception fault) => _completion.SetException(fault);
}

/// <summary>The transaction of separate work.</summary>
/// <param name="context">EF over the connection.</param>
/// <param name="commands">The connection's prepared commands.</param>
/// <param name="exchange">Makes an exchange in the transaction.</param>
internal sealed class SeparateSession(PartnerDbContext context, CommandCache commands, Func<Exchange> exchange)
{
    /// <summary>Reads by EF inside the transaction. It tracks nothing.</summary>
    public PartnerDbContext Context
    {
        get
        {
            if (context.Database.CurrentTransaction is null)
            {
                context.Database.UseTransaction(commands.Transaction);
            }

            return context;
        }
    }

    /// <summary>The transaction's prepared commands.</summary>
    public CommandCache Commands => commands;

    /// <summary>Carries out statements about many rows in the transaction.</summary>
    public Exchange Exchange() => exchange();

    /// <summary>Locks a chain of the action log and its partner, before anything of that partner is read.</summary>
    /// <param name="partnerId">The partner; <see cref="RecordedAction.CommonChain"/> for what concerns none.</param>
    public ActionChain LockChain(PartnerId partnerId) => new(this, partnerId);

    /// <summary>Deletes the oldest rows of a table.</summary>
    /// <param name="select">Finds so many that are older than an instant: their keys.</param>
    /// <param name="delete">Deletes by key.</param>
    /// <param name="key">The key of a row that was found.</param>
    /// <param name="before">Only what is older (UTC).</param>
    /// <param name="most">At most this many.</param>
    /// <returns>How many were deleted; fewer than the most when there are no more.</returns>
    public int DeleteOld(
        SqlText select, RowSqlText delete, Func<DbDataReader, (Cell, Cell)> key, DateTimeOffset before, int most)
    {
        var rows = new RowSet(delete.Shape);
        foreach (var (first, second) in Commands.All(select, key, before.UtcTicks, most))
        {
            rows.Add(first, second);
        }

        var exchange = Exchange();
        exchange.Add(delete, rows);
        exchange.Run();
        return rows.Count;
    }

    /// <summary>Detaches the context from the transaction.</summary>
    public void Forget()
    {
        if (context.Database.CurrentTransaction is not null)
        {
            context.Database.UseTransaction(null);
        }
    }
}
