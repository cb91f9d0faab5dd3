using Partner.Storage.Abstractions;

namespace Partner.Server.Jobs;

/// <summary>
/// Work on the database that is done in rounds for as long as the server runs. A round that fails is told of and tried
/// again with the next one; of an outage of the database only its first round is told.
/// </summary>
/// <param name="every">The pause before a round.</param>
public abstract class RoundsJob(TimeSpan every, TimeProvider clock) : BackgroundService
{
    private bool _away;

    /// <summary>The clock of its rounds.</summary>
    protected TimeProvider Clock { get; } = clock;

    /// <summary>Does what is due now.</summary>
    /// <param name="stopping">The server stops.</param>
    protected abstract Task RoundAsync(CancellationToken stopping);

    /// <summary>Tells that the database is away.</summary>
    /// <param name="fault">Why.</param>
    protected abstract void NoteAway(StoreUnavailableException fault);

    /// <summary>Tells that a round failed otherwise.</summary>
    /// <param name="fault">Why.</param>
    protected abstract void NoteFailed(Exception fault);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryRoundAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task TryRoundAsync(CancellationToken stopping)
    {
        try
        {
            await RoundAsync(stopping);
            _away = false;
        }
        catch (StoreUnavailableException fault)
        {
            if (!_away)
            {
                NoteAway(fault);
            }

            _away = true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            NoteFailed(fault);
        }
    }
}
