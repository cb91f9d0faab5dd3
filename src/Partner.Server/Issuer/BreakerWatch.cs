using Polly.CircuitBreaker;

namespace Partner.Server.Issuer;

/// <summary>
/// Follows a circuit breaker for those who ask before they send. Polly's breaker leaves the open state only when
/// somebody calls through it; this says when it would let a call through, so that work is accepted again without a call
/// of its own.
/// </summary>
internal sealed class BreakerWatch(TimeProvider clock)
{
    private long _blockedUntilTicks;

    /// <summary>Polly's view of the state.</summary>
    public CircuitBreakerStateProvider State { get; } = new();

    /// <summary>
    /// Whether a call would be let through now: closed, or open long enough for a probe that nobody makes yet.
    /// </summary>
    public bool LetsThrough => Volatile.Read(ref _blockedUntilTicks) <= clock.GetUtcNow().Ticks;

    /// <summary>Whether a probe is under way, whose result others may wait for.</summary>
    public bool IsProbing => State.CircuitState == CircuitState.HalfOpen;

    /// <summary>The breaker opened, or let its one probe through: no other call for as long.</summary>
    public void Blocked(TimeSpan duration) =>
        Volatile.Write(ref _blockedUntilTicks, (clock.GetUtcNow() + duration).Ticks);

    /// <summary>The breaker closed.</summary>
    public void Closed() => Volatile.Write(ref _blockedUntilTicks, 0);
}
