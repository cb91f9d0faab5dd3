using Partner.Server.Issuer.Wire;
using Polly;

namespace Partner.Server.Issuer;

/// <summary>
/// The concurrency limit with a bounded queue in front: a Polly strategy of our own, outermost, so that what it refuses
/// has certainly not been sent. First come, first served.
/// </summary>
internal sealed class Bulkhead : ResilienceStrategy<IssuerReply>, IDisposable
{
    private readonly SemaphoreSlim _slots;
    private readonly int _room;
    private readonly TimeSpan _longestWait;
    private readonly TimeProvider _clock;
    private int _inside;

    public Bulkhead(int atOnce, int queued, TimeSpan longestWait, TimeProvider clock)
    {
        _slots = new SemaphoreSlim(atOnce, atOnce);
        _room = atOnce + queued;
        _longestWait = longestWait;
        _clock = clock;
    }

    /// <summary>Whether one more call would find a slot or a place in the queue.</summary>
    public bool HasRoom => Volatile.Read(ref _inside) < _room;

    public void Dispose() => _slots.Dispose();

    protected override async ValueTask<Outcome<IssuerReply>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<IssuerReply>>> callback,
        ResilienceContext context,
        TState state)
    {
        try
        {
            if (Interlocked.Increment(ref _inside) > _room)
            {
                return Outcome.FromResult(IssuerReply.NotSent("queue full"));
            }

            if (!_slots.Wait(0, CancellationToken.None)
                && await WaitForSlotAsync(context.CancellationToken).ConfigureAwait(false) is { } refusal)
            {
                return Outcome.FromResult(refusal);
            }

            try
            {
                return await callback(context, state).ConfigureAwait(false);
            }
            finally
            {
                _slots.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    /// <returns>Null with a slot taken; otherwise the refusal.</returns>
    private async ValueTask<IssuerReply?> WaitForSlotAsync(CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(_longestWait, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            await _slots.WaitAsync(either.Token).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException)
        {
            return IssuerReply.NotSent(ct.IsCancellationRequested ? "stopping" : "waited too long in the queue");
        }
    }
}

/// <summary>The options type that Polly asks of a strategy; <see cref="Bulkhead"/> has its own constructor.</summary>
internal sealed class BulkheadOptions : ResilienceStrategyOptions;
