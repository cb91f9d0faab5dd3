namespace Partner.Server.Tests.TimeTravel;

/// <summary>
/// A clock that begins at an instant of the test's and is moved on by it; timers are the system's, so that what takes a
/// moment takes a moment. It never goes back.
/// </summary>
internal sealed class TravelClock(DateTimeOffset start) : TimeProvider
{
    private readonly long _began = System.GetTimestamp();
    private long _offset;

    /// <summary>Moves the clock on.</summary>
    public void MoveOn(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() =>
        start + System.GetElapsedTime(_began) + TimeSpan.FromTicks(Interlocked.Read(ref _offset));
}
