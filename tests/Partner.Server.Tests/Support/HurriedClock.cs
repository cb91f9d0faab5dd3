namespace Partner.Server.Tests.Support;

/// <summary>
/// A clock on which only pauses take time: whoever waits is woken at once, and the clock is as much later. So nothing
/// depends on how fast the machine is.
/// </summary>
internal sealed class HurriedClock : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    /// <summary>
    /// Ahead of the system's, so that a deadline never comes before the time that only this clock knows.
    /// </summary>
    public override DateTimeOffset GetUtcNow() =>
        System.GetUtcNow() + Eventually.Longest + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime <= TimeSpan.Zero)
        {
            return System.CreateTimer(callback, state, dueTime, period);
        }

        Interlocked.Add(ref _ticks, dueTime.Ticks);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
