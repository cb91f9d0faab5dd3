namespace Partner.Server.TopUps;

/// <summary>Waits for changes of one top-up.</summary>
public sealed class ChangeListener : IDisposable
{
    // Changes are signalled; this is for those that could not be, as while the database was away.
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(5);

    private readonly TopUpChanges _topUpChanges;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _changes = new(0, 1);
    private long _lookedAt;

    internal ChangeListener(TopUpChanges topUpChanges, PartnerId partnerId, TopUpId topUpId, TimeProvider clock)
    {
        (_topUpChanges, PartnerId, TopUpId, _clock) = (topUpChanges, partnerId, topUpId, clock);
        _lookedAt = clock.GetTimestamp();
    }

    internal PartnerId PartnerId { get; }

    internal TopUpId TopUpId { get; }

    /// <summary>Returns when the top-up was changed, or when the wait is over.</summary>
    /// <param name="atMost">The longest wait; above zero.</param>
    /// <returns>Whether it is time to look at the store.</returns>
    public async Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancel)
    {
        var untilLook = LookAnyway - _clock.GetElapsedTime(_lookedAt);
        var wait = untilLook < atMost ? untilLook : atMost;
        var told = wait > TimeSpan.Zero && await ToldAsync(wait, cancel);
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
        _topUpChanges.Leave(this);
        _changes.Dispose();
    }

    /// <summary>Signals a change; one at a time, and never after it was disposed of.</summary>
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
            await _changes.WaitAsync(over.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
