using System.Threading.RateLimiting;
using Partner.Server.Issuer.Wire;
using Polly;

namespace Partner.Server.Issuer;

/// <summary>
/// The concurrency limit with a bounded queue in front, first come, first served: .NET's limiter, as Polly's own
/// strategy uses it. It is outermost, so that what it refuses has certainly not been sent.
/// </summary>
/// <remarks>
/// It is a strategy of our own because Polly's refuses by an exception without a reason, and knows no longest wait.
/// </remarks>
internal sealed class Bulkhead(int atOnce, int queued, TimeSpan longestWait, TimeProvider clock)
    : ResilienceStrategy<IssuerReply>, IDisposable
{
    private readonly ConcurrencyLimiter _slots = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = atOnce,
        QueueLimit = queued,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Whether one more call would find a slot or a place in the queue.</summary>
    public bool HasRoom =>
        _slots.GetStatistics() is { } now && (now.CurrentAvailablePermits > 0 || now.CurrentQueuedCount < queued);

    public void Dispose() => _slots.Dispose();

    protected override async ValueTask<Outcome<IssuerReply>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<IssuerReply>>> callback,
        ResilienceContext context,
        TState state)
    {
        var (slot, refusal) = await TakeSlotAsync(context.CancellationToken);
        using (slot)
        {
            return refusal is null
                ? await callback(context, state)
                : Outcome.FromResult(IssuerReply.NotSent(refusal));
        }
    }

    /// <returns>The slot, or why there is none.</returns>
    private async ValueTask<(RateLimitLease? Slot, string? Refusal)> TakeSlotAsync(CancellationToken ct)
    {
        var free = _slots.AttemptAcquire();
        if (free.IsAcquired)
        {
            return (free, null);
        }

        free.Dispose();
        using var limit = new CancellationTokenSource(longestWait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            var slot = await _slots.AcquireAsync(1, either.Token);
            return (slot, slot.IsAcquired ? null : "queue full");
        }
        catch (OperationCanceledException)
        {
            return (null, ct.IsCancellationRequested ? "stopping" : "waited too long in the queue");
        }
    }
}

/// <summary>The options type that Polly asks of a strategy; <see cref="Bulkhead"/> has its own constructor.</summary>
internal sealed class BulkheadOptions : ResilienceStrategyOptions;
