using Microsoft.Extensions.Time.Testing;

namespace Partner.Server.Tests.Support;

/// <summary>
/// A clock that stands still until a test moves it, and that a test can ask for its timers: work on other threads is
/// where it should be once it waits for one.
/// </summary>
public sealed class ManualTimeProvider() : FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero))
{
    private readonly Lock _gate = new();
    private readonly Dictionary<WatchedTimer, DateTimeOffset> _due = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new WatchedTimer(this);
        timer.Inner = base.CreateTimer(
            _ =>
            {
                timer.Watch(timer.Period);
                callback(state);
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>
    /// Waits until so many timers are due within a span of this clock, and says in how long the next is.
    /// </summary>
    public async Task<TimeSpan> NextTimerAsync(TimeSpan within, int count = 1)
    {
        var due = await SeeAsync(within, timers => timers.Length >= count);
        return due.Min();
    }

    /// <summary>Waits until no timer is due within a span of this clock.</summary>
    public Task NoTimerAsync(TimeSpan within) => SeeAsync(within, timers => timers.Length == 0);

    /// <summary>Waits until some timer is due within a span of this clock, and moves the clock on to it.</summary>
    public async Task FireNextAsync(TimeSpan within) => Advance(await NextTimerAsync(within));

    private async Task<TimeSpan[]> SeeAsync(TimeSpan within, Func<TimeSpan[], bool> expected)
    {
        var start = System.GetTimestamp();
        while (System.GetElapsedTime(start) < Eventually.Longest)
        {
            var due = DueIn(within);
            if (expected(due))
            {
                return due;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(3), System, CancellationToken.None);
        }

        throw new TimeoutException($"the timers due within {within} were never as expected");
    }

    private TimeSpan[] DueIn(TimeSpan within)
    {
        lock (_gate)
        {
            return [.. _due.Values.Select(instant => instant - GetUtcNow()).Where(span => span <= within)];
        }
    }

    private sealed class WatchedTimer(ManualTimeProvider clock) : ITimer
    {
        public ITimer Inner { get; set; } = null!;

        public TimeSpan Period { get; private set; } = Timeout.InfiniteTimeSpan;

        /// <summary>Takes down when it is due next. What fires at once, or never, is not waited for.</summary>
        public void Watch(TimeSpan dueTime)
        {
            lock (clock._gate)
            {
                clock._due.Remove(this);
                if (dueTime > TimeSpan.Zero)
                {
                    clock._due[this] = clock.GetUtcNow() + dueTime;
                }
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Period = period;
            if (dueTime == TimeSpan.Zero)
            {
                return Inner.Change(dueTime, period);
            }

            // Who sees that it is due may move the clock on at once, so it has to run by then.
            lock (clock._gate)
            {
                Watch(dueTime);
                return Inner.Change(dueTime, period);
            }
        }

        public void Dispose()
        {
            Watch(Timeout.InfiniteTimeSpan);
            Inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
