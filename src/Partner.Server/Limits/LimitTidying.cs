using Partner.Server.Jobs;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Limits;

/// <summary>
/// Deletes counters of limits a week after their period: until then what is taken back shows where it went. Every
/// replica does so, a piece at a time; what one of them deletes the others do not find.
/// </summary>
public sealed partial class LimitTidying(PartnerStore store, TimeProvider clock, ILogger<LimitTidying> logger)
    : RoundsJob(Every, clock)
{
    private const int Piece = 200;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    protected override async Task RoundAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested
            && await store.Limits.DeleteOverAsync(Clock.GetUtcNow() - Kept, Piece, stopping) == Piece)
        {
            // Sales go first.
            await Task.Yield();
        }
    }

    /// <inheritdoc/>
    protected override void NoteAway(StoreUnavailableException fault) => LogAway(fault.Message);

    /// <inheritdoc/>
    protected override void NoteFailed(Exception fault) => LogFailed(fault);

    [LoggerMessage(271, LogLevel.Warning, "Counters of limits could not be deleted, the database is away: {Why}")]
    private partial void LogAway(string why);

    [LoggerMessage(272, LogLevel.Error, "Counters of limits could not be deleted; it is tried again")]
    private partial void LogFailed(Exception fault);
}
