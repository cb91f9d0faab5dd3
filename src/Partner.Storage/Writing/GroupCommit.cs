using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Partner.Storage.Providers;

namespace Partner.Storage.Writing;

/// <summary>
/// Many callers, one transaction. One thread owns the write connection; while it commits, the next callers gather, and
/// become the next transaction. A member that is refused or fails does so alone. What another process got in the way
/// of, and what the connection was lost under, is repeated as a whole, on a new connection where it must be.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private const int MostMembers = 256;

    // Together about two seconds: longer than a conflict or a fail-over in good order lasts, shorter than callers wait.
    private const int MostAttempts = 10;
    private const int FirstPause = 4;
    private const int LongestPause = 500;

    private readonly BlockingCollection<GroupMember> _members = [];
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _never = new();
    private readonly Database _database;
    private WriteLink? _link;

    /// <summary>Opens the write connection and starts the writer.</summary>
    /// <param name="database">The database.</param>
    public GroupCommit(Database database)
    {
        _database = database;
        _link = new WriteLink(database);
        new Thread(Run) { Name = "store writer", IsBackground = true }.Start();
    }

    /// <summary>
    /// Runs a piece of work on one partner's data in the next transaction, which nobody else changes meanwhile. Once
    /// handed over it is always carried out.
    /// </summary>
    /// <typeparam name="T">Its result.</typeparam>
    /// <param name="partnerId">The partner; the work must change no other partner's balances or counters.</param>
    /// <param name="work">
    /// Reads, decides and writes. It may run again when the transaction that it was in failed, so it must find out by
    /// reading whether its effect is there already.
    /// </param>
    /// <param name="method">Filled in by the compiler: the method that hands it over names its span.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <returns>The result, once it is durable.</returns>
    /// <exception cref="StoreUnavailableException">
    /// The database is away; whether it took effect is not known.
    /// </exception>
    public Task<T> RunAsync<T>(
        string partnerId,
        Func<WriteSession, T> work,
        [CallerMemberName] string method = "",
        [CallerFilePath] string file = "") =>
        Add(new GroupMember<T>(partnerId, work) { Ticket = CommitTicket.Now(method, file) });

    /// <summary>
    /// Runs a piece of work that is about no partner's money: nothing is locked for it but what it locks itself.
    /// </summary>
    /// <typeparam name="T">Its result.</typeparam>
    /// <param name="work">Reads, decides and writes; it may run again.</param>
    /// <param name="method">Filled in by the compiler.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <returns>The result, once it is durable.</returns>
    /// <exception cref="StoreUnavailableException">
    /// The database is away; whether it took effect is not known.
    /// </exception>
    public Task<T> RunAsync<T>(
        Func<WriteSession, T> work, [CallerMemberName] string method = "", [CallerFilePath] string file = "") =>
        Add(new GroupMember<T>(null, work) { Ticket = CommitTicket.Now(method, file) });

    public async ValueTask DisposeAsync()
    {
        _members.CompleteAdding();
        await _stopped.Task.ConfigureAwait(false);
        _link?.Dispose();
        _never.Dispose();
        _members.Dispose();
    }

    private Task<T> Add<T>(GroupMember<T> member)
    {
        _members.Add(member);
        return member.Result;
    }

    private void Run()
    {
        var batch = new List<GroupMember>(MostMembers);
        foreach (var first in _members.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (batch.Count < MostMembers && _members.TryTake(out var next))
            {
                batch.Add(next);
            }

            CarryOut(GroupMember.InOrder(batch));
            batch.Clear();
        }

        _stopped.SetResult();
    }

    /// <summary>
    /// Commits all members together; when that fails, each alone, so that only the one at fault is told of it. Whether
    /// a failed commit took effect is not known, so that each member looks its request id up before it writes again.
    /// </summary>
    private void CarryOut(IReadOnlyList<GroupMember> batch)
    {
        var fault = Commit(batch);
        if (batch.Count == 1 || fault is StoreUnavailableException)
        {
            Fail(batch, fault);
            return;
        }

        for (var i = 0; fault is not null && i < batch.Count; i++)
        {
            if (Commit([batch[i]]) is not { } own)
            {
                continue;
            }

            batch[i].Fail(own);
            if (own is StoreUnavailableException)
            {
                // Nobody waits for the same in vain once more.
                Fail([.. batch.Skip(i + 1)], own);
                return;
            }
        }
    }

    private static void Fail(IReadOnlyList<GroupMember> members, Exception? fault)
    {
        if (fault is null)
        {
            return;
        }

        foreach (var member in members)
        {
            member.Fail(fault);
        }
    }

    /// <summary>Commits members; what may succeed when it is done again is done again, for a while.</summary>
    /// <returns>Null, or why they failed.</returns>
    private Exception? Commit(IReadOnlyList<GroupMember> members)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (kind, fault) = TryCommit(members);
            if (fault is null || kind == FaultKind.Lasting)
            {
                return fault;
            }

            if (attempt == MostAttempts)
            {
                return new StoreUnavailableException(
                    $"{_database.Name} was away or too busy, {attempt} times in a row.", fault);
            }

            // Random, so that processes that were in each other's way do not meet again.
            var longest = Math.Min(FirstPause << attempt, LongestPause);
            _never.Wait(Random.Shared.Next(longest / 2, longest));
        }
    }

    private (FaultKind Kind, Exception? Fault) TryCommit(IReadOnlyList<GroupMember> members)
    {
        using var signals = CommitSignals.Begin(members, member => member.Ticket, _database.SystemName);
        try
        {
            _link ??= new WriteLink(_database);
            _link.Commit(members);
        }
        catch (Exception fault)
        {
            signals?.Failed(fault);
            var kind = _database.Classify(fault);
            if (kind != FaultKind.Conflict && (kind == FaultKind.Unreachable || _link is null or { IsBroken: true }))
            {
                Drop();
                return (FaultKind.Unreachable, fault);
            }

            return (kind, fault);
        }

        foreach (var member in members)
        {
            member.Complete();
        }

        return (FaultKind.Lasting, null);
    }

    private void Drop()
    {
        var broken = _link;
        _link = null;
        broken?.Dispose();
    }
}
