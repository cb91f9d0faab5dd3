using Partner.Storage;

namespace Partner.Server.TopUps;

/// <summary>
/// Deletes quotes that nobody used, an hour after their end: until then whoever comes late is told that they expired.
/// Every replica does so, a batch at a time; what one of them deletes the others do not find.
/// </summary>
public sealed partial class QuoteTidying(PartnerStore store, TimeProvider clock, ILogger<QuoteTidying> logger)
    : BackgroundService
{
    private const int Batch = 200;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <summary>Deletes all that are due now.</summary>
    /// <param name="stopping">Ends it between two batches.</param>
    public async Task TidyAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested
            && await store.Quotes.DeleteExpiredAsync(clock.GetUtcNow() - Kept, Batch) == Batch)
        {
            // Sales go first.
            await Task.Yield();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await TickAsync(timer, stoppingToken))
        {
            try
            {
                await TidyAsync(stoppingToken);
            }
            catch (Exception fault)
            {
                LogFailed(fault);
            }
        }
    }

    private static async Task<bool> TickAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(114, LogLevel.Warning, "Expired quotes could not be deleted; it is tried again")]
    private partial void LogFailed(Exception fault);
}
