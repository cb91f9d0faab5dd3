using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Writing;

/// <summary>
/// On which terms new work is let in: it is refused rather than saved late, and dropped when nobody waits for it.
/// </summary>
/// <typeparam name="T">The work's result.</typeparam>
/// <param name="Refused">The result where it is refused: nothing was saved.</param>
/// <param name="Arrived">Timestamp of the call's arrival.</param>
/// <param name="Caller">The caller's end; it drops the work before its first attempt, never after it.</param>
/// <param name="Clears">
/// Whether it clears up what became of other work: there is room for it when no more of that is let in.
/// </param>
internal sealed record Admission<T>(T Refused, long Arrived, CancellationToken Caller, bool Clears = false);

/// <summary>One caller's part of a batch: what it is about, and a pure decision on what is true of that.</summary>
internal abstract class Member
{
    /// <summary>What its transaction is measured by.</summary>
    public required CommitTicket Ticket { get; init; }

    /// <summary>
    /// When the call arrived, where it must not be saved long after; null for what must be done in any case.
    /// </summary>
    public abstract long? Arrived { get; }

    /// <summary>Whether there is room for it when no more new work is let in.</summary>
    public abstract bool Clears { get; }

    /// <summary>Whether its caller is gone.</summary>
    public abstract bool IsAbandoned { get; }

    /// <summary>Says what it is about.</summary>
    /// <param name="footprint">Collects what the batch is about.</param>
    public abstract void Declare(Footprint footprint);

    /// <summary>Decides, and collects what is to be written; again when the transaction is repeated.</summary>
    /// <param name="set">What is true, and what earlier members did.</param>
    public abstract void Decide(WorkingSet set);

    /// <summary>Decides that nothing is saved.</summary>
    public abstract void Refuse();

    /// <summary>Hands the result to the caller: it is durable.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that it failed.</summary>
    /// <param name="fault">Why.</param>
    public abstract void Fail(Exception fault);

    /// <summary>Tells the caller, who is gone, that it was dropped.</summary>
    public abstract void Drop();
}

/// <summary>A member with a result.</summary>
/// <typeparam name="T">The result.</typeparam>
/// <param name="declare">Says what it is about.</param>
/// <param name="decide">Decides; it must change nothing but the working set, for it may run again.</param>
/// <param name="admission">On which terms it is let in; null for what must be done in any case.</param>
internal sealed class Member<T>(Action<Footprint> declare, Func<WorkingSet, T> decide, Admission<T>? admission) : Member
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    /// <summary>Ends with the result, once it is durable.</summary>
    public Task<T> Result => _completion.Task;

    public override long? Arrived => admission?.Arrived;

    public override bool Clears => admission is { Clears: true };

    public override bool IsAbandoned => admission is { Caller.IsCancellationRequested: true };

    public override void Declare(Footprint footprint) => declare(footprint);

    public override void Decide(WorkingSet set) => _result = decide(set);

    public override void Refuse() => _result = admission!.Refused;

    public override void Complete() => _completion.SetResult(_result!);

    public override void Fail(Exception fault) => _completion.SetException(fault);

    public override void Drop() => _completion.SetCanceled(admission!.Caller);
}
