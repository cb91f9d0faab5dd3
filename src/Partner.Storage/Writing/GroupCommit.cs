using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Partner.Storage.Model;
using Partner.Storage.Providers.Sqlite;

namespace Partner.Storage.Writing;

/// <summary>
/// Many callers, one transaction. One thread owns the write connection; while it commits, the next callers gather, and
/// become the next transaction. A member that is refused or fails does so alone.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private const int MostMembers = 256;
    private readonly BlockingCollection<Member> _members = [];
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DbConnection _connection;
    private readonly PartnerDbContext _context;
    private readonly StatementCache _statements;
    private readonly WriteSession _session;

    /// <summary>Opens the write connection and starts the writer.</summary>
    /// <param name="database">The database.</param>
    public GroupCommit(SqliteDatabase database)
    {
        _connection = database.Open();
        _context = SqliteDatabase.Context(_connection, ownsConnection: false);
        _statements = new StatementCache(_connection);
        _session = new WriteSession(_context, _statements);
        new Thread(Run) { Name = "store writer", IsBackground = true }.Start();
    }

    /// <summary>Runs a piece of work in the next transaction. Once handed over it is always carried out.</summary>
    /// <typeparam name="T">Its result.</typeparam>
    /// <param name="work">
    /// Reads, decides and writes. It may run again when the transaction that it was in failed, so it must find out by
    /// reading whether its effect is there already.
    /// </param>
    /// <param name="method">Filled in by the compiler: the method that hands it over names its span.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <returns>The result, once it is durable.</returns>
    public Task<T> RunAsync<T>(
        Func<WriteSession, T> work, [CallerMemberName] string method = "", [CallerFilePath] string file = "")
    {
        var member = new Member<T>(work) { Ticket = CommitTicket.Now(method, file) };
        _members.Add(member);
        return member.Result;
    }

    public async ValueTask DisposeAsync()
    {
        _members.CompleteAdding();
        await _stopped.Task.ConfigureAwait(false);
        _statements.Dispose();
        await _context.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
        _members.Dispose();
    }

    private void Run()
    {
        var batch = new List<Member>(MostMembers);
        foreach (var first in _members.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (batch.Count < MostMembers && _members.TryTake(out var next))
            {
                batch.Add(next);
            }

            Commit(batch);
            batch.Clear();
        }

        _stopped.SetResult();
    }

    /// <summary>
    /// Commits all members together; when that fails, each alone, so that only the one at fault is told of it. Whether
    /// a failed commit took effect is not known, so that each member looks its request id up before it writes again.
    /// </summary>
    private void Commit(List<Member> batch)
    {
        if (TryCommit(batch) is not { } fault)
        {
            return;
        }

        if (batch.Count == 1)
        {
            batch[0].Fail(fault);
            return;
        }

        foreach (var member in batch)
        {
            if (TryCommit([member]) is { } own)
            {
                member.Fail(own);
            }
        }
    }

    private Exception? TryCommit(List<Member> members)
    {
        using var signals = CommitSignals.Begin(members, member => member.Ticket, "sqlite");
        try
        {
            using var transaction = SqliteDatabase.BeginImmediate(_connection);
            _statements.Transaction = transaction;
            foreach (var member in members)
            {
                member.Apply(_session);
            }

            _session.Flush();
            transaction.Commit();
        }
        catch (Exception fault)
        {
            _session.Forget();
            signals?.Failed(fault);
            return fault;
        }
        finally
        {
            _statements.Transaction = null;
        }

        foreach (var member in members)
        {
            member.Complete();
        }

        return null;
    }

    private abstract class Member
    {
        public required CommitTicket Ticket { get; init; }

        public abstract void Apply(WriteSession session);

        public abstract void Complete();

        public abstract void Fail(Exception fault);
    }

    private sealed class Member<T>(Func<WriteSession, T> work) : Member
    {
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Result => _completion.Task;

        public override void Apply(WriteSession session) => _result = work(session);

        public override void Complete() => _completion.SetResult(_result!);

        public override void Fail(Exception fault) => _completion.SetException(fault);
    }
}
