using System.Collections.Concurrent;
using System.Data.Common;
using Partner.Storage.Abstractions;
using Partner.Storage.Providers;

namespace Partner.Storage.Writing;

/// <summary>
/// One thread with one write connection. What another process got in the way of, and what the connection was lost
/// under, is done again, for a while; a member at fault is found by halving and fails alone.
/// </summary>
internal sealed class Writer : IAsyncDisposable
{
    /// <summary>
    /// How much refusable work waits at most: a few transactions' worth, so that nobody waits in vain.
    /// </summary>
    public const int UsuallyWaiting = 1024;

    private const int MostMembers = 256;
    private const int FirstPause = 4;
    private const int LongestPause = 500;

    // Longer than a conflict or a fail-over in good order lasts, shorter than callers wait.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WholeBudget = TimeSpan.FromSeconds(10);

    private readonly BlockingCollection<object> _work = [];
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _never = new();
    private readonly Database _database;
    private readonly Func<DbConnection> _open;
    private readonly int _mostWaiting;
    private WriteLink? _link;
    private long _conflicts;

    /// <summary>Opens the connection and starts the thread.</summary>
    /// <param name="open">Opens a connection for what it writes.</param>
    /// <param name="mostWaiting">How much refusable work may wait.</param>
    public Writer(Database database, Func<DbConnection> open, int mostWaiting)
    {
        (_database, _open, _mostWaiting) = (database, open, mostWaiting);
        _link = new WriteLink(database, open());
        new Thread(Run) { Name = "store writer", IsBackground = true }.Start();
    }

    /// <summary>How many attempts failed because another transaction was in the way.</summary>
    public long Conflicts => Interlocked.Read(ref _conflicts);

    /// <summary>How much work waits.</summary>
    public int Waiting => _work.Count;

    /// <summary>Hands work over, unless it can be refused and too much waits already.</summary>
    /// <param name="member">The work.</param>
    /// <returns>Whether it was taken.</returns>
    public bool TryAdd(Member member)
    {
        // As many again may clear up what became of those that waited.
        var most = member.Clears ? 2 * _mostWaiting : _mostWaiting;
        if (member.Arrived is not null && _work.Count >= most)
        {
            CommitSignals.CountTurnedAway();
            return false;
        }

        _work.Add(member);
        return true;
    }

    /// <summary>Hands work over.</summary>
    /// <param name="item">The work.</param>
    public void Add(SeparateWork item) => _work.Add(item);

    public async ValueTask DisposeAsync()
    {
        _work.CompleteAdding();
        await _stopped.Task;
        _link?.Dispose();
        _never.Dispose();
        _work.Dispose();
    }

    private void Run()
    {
        var members = new List<Member>(MostMembers);
        var items = new List<SeparateWork>();
        foreach (var first in _work.GetConsumingEnumerable())
        {
            for (var next = first; ;)
            {
                if (next is SeparateWork item)
                {
                    items.Add(item);
                }
                else
                {
                    members.Add((Member)next);
                }

                if (members.Count == MostMembers || !_work.TryTake(out next!))
                {
                    break;
                }
            }

            CarryOut(members);
            foreach (var item in items)
            {
                CarryOut(item);
            }

            members.Clear();
            items.Clear();
        }

        _stopped.SetResult();
    }

    private void CarryOut(List<Member> members)
    {
        foreach (var gone in members.FindAll(member => member.IsAbandoned))
        {
            members.Remove(gone);
            gone.Drop();
        }

        CarryOut(members, TimeProvider.System.GetTimestamp());
    }

    /// <summary>
    /// Commits all members together. Where the database refuses them, each half is tried by itself, so that only the
    /// one at fault is told of it. Whether a failed commit took effect is not known, so that each member finds out from
    /// what is stored before it writes again.
    /// </summary>
    private void CarryOut(List<Member> members, long began)
    {
        while (members.Count > 0)
        {
            var together = members;
            var fault = Commit(
                [.. together.Select(member => member.Ticket)], link => link.Commit(together), began);
            if (fault is MemberException own)
            {
                own.Member.Fail(own.InnerException!);
                members = [.. members.Where(member => member != own.Member)];
                continue;
            }

            if (fault is null || fault is StoreUnavailableException || members.Count == 1)
            {
                End(members, fault);
                if (fault is StoreUnavailableException)
                {
                    TurnAway(fault);
                }

                return;
            }

            CarryOut([.. members.Take(members.Count / 2)], began);
            members = [.. members.Skip(members.Count / 2)];
        }
    }

    private void CarryOut(SeparateWork item)
    {
        var fault = Commit([item.Ticket], link => link.Commit(item), TimeProvider.System.GetTimestamp());
        if (fault is null)
        {
            item.Complete();
        }
        else
        {
            item.Fail(fault);
        }
    }

    private static void End(List<Member> members, Exception? fault)
    {
        foreach (var member in members)
        {
            if (fault is null)
            {
                member.Complete();
            }
            else
            {
                member.Fail(fault);
            }
        }
    }

    /// <summary>
    /// Nobody waits for the same in vain once more: what was not attempted is refused or told of the outage.
    /// </summary>
    private void TurnAway(Exception outage)
    {
        while (_work.TryTake(out var next))
        {
            if (next is SeparateWork item)
            {
                item.Fail(outage);
                continue;
            }

            var member = (Member)next;
            if (member.Arrived is null)
            {
                member.Fail(outage);
            }
            else
            {
                member.Refuse();
                member.Complete();
            }
        }
    }

    /// <summary>Commits; what may succeed when it is done again is done again, for a while.</summary>
    /// <returns>Null, or why it failed.</returns>
    private Exception? Commit(CommitTicket[] tickets, Action<WriteLink> commit, long began)
    {
        var first = TimeProvider.System.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            if (TimeProvider.System.GetElapsedTime(began) > WholeBudget)
            {
                return new StoreUnavailableException($"{_database.Name} was too slow or too busy.");
            }

            var (kind, fault) = TryCommit(tickets, commit);
            if (fault is null || kind == FaultKind.Lasting)
            {
                return fault;
            }

            // What only was in the way goes away; the whole budget is the bound.
            if (kind == FaultKind.Unreachable && TimeProvider.System.GetElapsedTime(first) > Patience)
            {
                return new StoreUnavailableException(
                    $"{_database.Name} was away or too busy, {attempt} times in a row.", fault);
            }

            // Random, so that processes that were in each other's way do not meet again.
            var longest = Math.Min(FirstPause << Math.Min(attempt, 10), LongestPause);
            _never.Wait(Random.Shared.Next(longest / 2, longest));
        }
    }

    private (FaultKind Kind, Exception? Fault) TryCommit(CommitTicket[] tickets, Action<WriteLink> commit)
    {
        using var signals = CommitSignals.Begin(tickets, _database.SystemName);
        try
        {
            _link ??= new WriteLink(_database, _open());
            commit(_link);
            return (FaultKind.Lasting, null);
        }
        catch (MemberException fault)
        {
            return (FaultKind.Lasting, fault);
        }
        catch (RowsMissingException fault)
        {
            return (FaultKind.Conflict, fault);
        }
        catch (Exception fault)
        {
            signals?.Failed(fault);
            var kind = _database.Classify(fault);
            if (kind == FaultKind.Conflict)
            {
                Interlocked.Increment(ref _conflicts);
                CommitSignals.CountConflict();
            }
            else if (kind == FaultKind.Unreachable || _link is null or { IsBroken: true })
            {
                Drop();
                return (FaultKind.Unreachable, fault);
            }

            return (kind, fault);
        }
    }

    private void Drop()
    {
        var broken = _link;
        _link = null;
        broken?.Dispose();
    }
}
