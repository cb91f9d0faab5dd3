namespace Partner.Server.Tests.Support;

/// <summary>
/// A clock that stands still until a test moves it. Timers fire in the order of their due times, on the test's thread,
/// with the clock showing their due time.
/// </summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now;

    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero))
    {
    }

    public ManualTimeProvider(DateTimeOffset start) => _now = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on and fires what becomes due.</summary>
    public void Advance(TimeSpan by)
    {
        var target = GetUtcNow() + by;
        while (TakeDue(target) is { } timer)
        {
            timer.Fire();
        }

        lock (_gate)
        {
            _now = target;
        }
    }

    /// <summary>
    /// Waits until so many timers are due within a span of this clock, and says in how long the next is.
    /// </summary>
    public async Task<TimeSpan> NextTimerAsync(TimeSpan within, int count = 1)
    {
        for (var i = 0; i < 10_000; i++)
        {
            var due = DueIn(within);
            if (due.Length >= count)
            {
                return due.Min();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(3), System, CancellationToken.None);
        }

        throw new TimeoutException($"fewer than {count} timers became due within {within}");
    }

    /// <summary>Waits until no timer is due within a span of this clock.</summary>
    public async Task NoTimerAsync(TimeSpan within)
    {
        for (var i = 0; DueIn(within).Length > 0; i++)
        {
            if (i == 10_000)
            {
                throw new TimeoutException($"some timer is still due within {within}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(3), System, CancellationToken.None);
        }
    }

    /// <summary>Waits until some timer is due within a span of this clock, and moves the clock on to it.</summary>
    public async Task FireNextAsync(TimeSpan within) => Advance(await NextTimerAsync(within));

    private TimeSpan[] DueIn(TimeSpan within)
    {
        lock (_gate)
        {
            return [.. _timers.Select(timer => timer.Due - _now).Where(due => due <= within)];
        }
    }

    private ManualTimer? TakeDue(DateTimeOffset target)
    {
        lock (_gate)
        {
            var timer = _timers.Where(candidate => candidate.Due <= target).MinBy(candidate => candidate.Due);
            if (timer is null)
            {
                return null;
            }

            _now = timer.Due > _now ? timer.Due : _now;
            timer.Due += timer.Period;
            if (timer.Period <= TimeSpan.Zero)
            {
                _timers.Remove(timer);
            }

            return timer;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                if (dueTime >= TimeSpan.Zero)
                {
                    Due = clock._now + dueTime;
                    Period = period > TimeSpan.Zero ? period : TimeSpan.Zero;
                    clock._timers.Add(this);
                }

                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
