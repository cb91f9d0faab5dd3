using Partner.Server.Jobs;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Notices;

/// <summary>
/// Deletes customers' numbers when their time is over, also where no notices go out any more. Every replica does so, a
/// piece at a time; what one of them deletes the others do not find.
/// </summary>
public sealed partial class ContactTidying(PartnerStore store, TimeProvider clock, ILogger<ContactTidying> logger)
    : RoundsJob(Every, clock)
{
    private const int Piece = 500;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task RoundAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested
            && await store.NoticeContacts.DeleteOverAsync(Clock.GetUtcNow(), Piece) == Piece)
        {
            // Sales go first.
            await Task.Yield();
        }
    }

    /// <inheritdoc/>
    protected override void NoteAway(StoreUnavailableException fault) => LogAway(fault.Message);

    /// <inheritdoc/>
    protected override void NoteFailed(Exception fault) => LogFailed(fault);

    [LoggerMessage(265, LogLevel.Warning, "Customers' numbers could not be deleted, the database is away: {Why}")]
    private partial void LogAway(string why);

    [LoggerMessage(266, LogLevel.Error, "Customers' numbers could not be deleted; it is tried again")]
    private partial void LogFailed(Exception fault);
}
