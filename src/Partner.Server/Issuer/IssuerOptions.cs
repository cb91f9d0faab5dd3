namespace Partner.Server.Issuer;

/// <summary>How the issuer is reached. The defaults are the tested ones; only the address has none.</summary>
public sealed record IssuerOptions
{
    /// <summary>Scheme, host and port of the issuer; a path, if any, ends with "/".</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>Time for one attempt of an order, a query or a withdrawal, connecting included.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Attempts of a top-up or reversal, the first included; 1 or more.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Mean pause before the second attempt; it grows exponentially and is jittered.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest pause between two attempts.</summary>
    public TimeSpan RetryDelayMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Share of failed attempts at which the breaker opens, in percent: 1 to 100.</summary>
    public int BreakerFailurePercent { get; init; } = 50;

    /// <summary>Attempts within the window below which the breaker never opens; 2 or more.</summary>
    public int BreakerMinimumAttempts { get; init; } = 20;

    /// <summary>The window over which the breaker counts.</summary>
    public TimeSpan BreakerWindow { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the breaker stays open before it lets one probe through: one attempt time-out, so that an issuer that
    /// only hangs is not asked faster than it fails.
    /// </summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Top-ups and reversals at the issuer at the same time.</summary>
    public int OrdersAtOnce { get; init; } = 64;

    /// <summary>
    /// Top-ups and reversals that may wait for a slot: room for the burst that one group commit releases, little enough
    /// that a healthy issuer (10 ms) clears it within 0.2 s.
    /// </summary>
    public int OrdersQueued { get; init; } = 1024;

    /// <summary>
    /// Longest wait for a slot, after which an order is NotSent and left to the reconciler: with one slow attempt it
    /// still fits into a dispatch lease of 15 s.
    /// </summary>
    public TimeSpan QueueWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Queries and withdrawals at the same time; on top of the orders, so that reconciling works at their limit.
    /// </summary>
    public int QueriesAtOnce { get; init; } = 16;

    /// <summary>Queries and withdrawals that may wait for a slot.</summary>
    public int QueriesQueued { get; init; } = 256;

    /// <summary>Attempts of a query or withdrawal. Few: the reconciler comes back by its own schedule.</summary>
    public int QueryAttempts { get; init; } = 2;

    /// <summary>Card look-ups at the same time.</summary>
    public int LookupsAtOnce { get; init; } = 32;

    /// <summary>Card look-ups that may wait for a slot.</summary>
    public int LookupsQueued { get; init; } = 256;

    /// <summary>
    /// Time for one attempt of a card look-up: a clerk waits for it, and nothing is lost by giving up.
    /// </summary>
    public TimeSpan LookupTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Attempts of a card look-up.</summary>
    public int LookupAttempts { get; init; } = 2;

    /// <summary>Gifts to cards, and what takes them back, at the same time.</summary>
    public int GiftsAtOnce { get; init; } = 16;

    /// <summary>Gifts that may wait for a slot.</summary>
    public int GiftsQueued { get; init; } = 256;
}
