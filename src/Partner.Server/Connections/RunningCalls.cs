namespace Partner.Server.Connections;

/// <summary>How many of a connection's calls our own code is at work on.</summary>
internal sealed class RunningCalls
{
    private int _count;

    /// <summary>Whether there is none.</summary>
    internal bool IsNone => Volatile.Read(ref _count) == 0;

    /// <summary>A call begins; <see cref="End"/> has to be called.</summary>
    internal void Begin() => Interlocked.Increment(ref _count);

    /// <summary>A call has ended.</summary>
    internal void End() => Interlocked.Decrement(ref _count);
}
