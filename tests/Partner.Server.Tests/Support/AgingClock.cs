using System.Collections.Concurrent;

namespace Partner.Server.Tests.Support;

/// <summary>
/// The system's clock, on which connections are as old as a test wants: their timers, which are those of about 30
/// minutes, wait for it.
/// </summary>
internal sealed class AgingClock : TimeProvider
{
    private readonly ConcurrentQueue<AgeTimer> _ages = new();

    /// <summary>The ages of all connections that there were.</summary>
    public IReadOnlyList<TimeSpan> Ages => [.. _ages.Select(timer => timer.Due)];

    /// <summary>How many of the connections have ended.</summary>
    public int Ended => _ages.Count(timer => timer.Ended);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.FromMinutes(27) || dueTime > TimeSpan.FromMinutes(33))
        {
            return System.CreateTimer(callback, state, dueTime, period);
        }

        var timer = new AgeTimer(() => callback(state), dueTime);
        _ages.Enqueue(timer);
        return timer;
    }

    /// <summary>Every connection that is open now reaches its age.</summary>
    public void LetConnectionsAge()
    {
        foreach (var timer in _ages)
        {
            timer.Fire();
        }
    }

    private sealed class AgeTimer(Action fire, TimeSpan due) : ITimer
    {
        private int _ended;

        public TimeSpan Due => due;

        public bool Ended => Volatile.Read(ref _ended) != 0;

        public void Fire()
        {
            if (!Ended)
            {
                fire();
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => Volatile.Write(ref _ended, 1);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
