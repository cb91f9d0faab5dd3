namespace Partner.Server.Tests.Support;

/// <summary>The system's clock with an offset that a test moves on: sales become old, timers go on as ever.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long _offset;

    /// <summary>Moves the clock on.</summary>
    public void MoveOn(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _offset));
}
