namespace Partner.Server.TopUps;

/// <summary>Somebody who waits for changes of one top-up.</summary>
public sealed class Follower : IDisposable
{
    // Changes are told; this is for what nobody could tell, as while the database was away.
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(5);

    private readonly Completions _completions;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _changes = new(0, 1);
    private long _lookedAt;

    internal Follower(Completions completions, PartnerId partnerId, TopUpId topUpId, TimeProvider clock)
    {
        (_completions, PartnerId, TopUpId, _clock) = (completions, partnerId, topUpId, clock);
        _lookedAt = clock.GetTimestamp();
    }

    internal PartnerId PartnerId { get; }

    internal TopUpId TopUpId { get; }

    /// <summary>Returns when the top-up was changed, or when the wait is over.</summary>
    /// <param name="atMost">The longest wait; above zero.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>Whether it is time to look at the store.</returns>
    public async Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancel)
    {
        var untilLook = LookAnyway - _clock.GetElapsedTime(_lookedAt);
        var wait = untilLook < atMost ? untilLook : atMost;
        var told = wait > TimeSpan.Zero && await ToldAsync(wait, cancel).ConfigureAwait(false);
        if (!told && _clock.GetElapsedTime(_lookedAt) < LookAnyway)
        {
            return false;
        }

        _lookedAt = _clock.GetTimestamp();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _completions.Leave(this);
        _changes.Dispose();
    }

    /// <summary>Tells it; one at a time, and never after it has left.</summary>
    internal void Wake()
    {
        if (_changes.CurrentCount == 0)
        {
            _changes.Release();
        }
    }

    private async Task<bool> ToldAsync(TimeSpan wait, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var timer = _clock.CreateTimer(_ => over.Cancel(), null, wait, Timeout.InfiniteTimeSpan);
        try
        {
            await _changes.WaitAsync(over.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
