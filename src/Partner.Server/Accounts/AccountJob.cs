using Partner.Core.Accounts;
using Partner.Server.Jobs;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Accounts;

/// <summary>
/// Notes which certificates were used, warns of those that end, and forgets what is long over. Every replica runs one;
/// a warning is one event all the same, since a partner's account is locked for it.
/// </summary>
internal sealed partial class AccountJob(
    PartnerStore store, CertificateUse use, AccountOptions options, TimeProvider clock, ILogger<AccountJob> logger)
    : RoundsJob(options.Every, clock)
{
    private const int Piece = 500;

    /// <inheritdoc/>
    protected override async Task RoundAsync(CancellationToken stopping)
    {
        while (use.Take(Piece) is { Count: > 0 } uses)
        {
            await store.Certificates.NoteUsesAsync(uses);
            if (uses.Count < Piece || stopping.IsCancellationRequested)
            {
                break;
            }
        }

        var now = Clock.GetUtcNow();
        foreach (var partnerId in await store.AccountEvents.DueAsync(Piece, now, stopping))
        {
            stopping.ThrowIfCancellationRequested();
            await store.AccountEvents.WarnAsync(partnerId, Piece, now);
        }

        await store.AccountEvents.DeleteOldAsync(now - options.EventsKept, Piece);
        await store.EnrollmentCodes.DeleteOldAsync(now - EnrollmentCode.KeptFor, Piece);
    }

    /// <inheritdoc/>
    protected override void NoteAway(StoreUnavailableException fault) => LogAway(fault.Message);

    /// <inheritdoc/>
    protected override void NoteFailed(Exception fault) => LogFailed(fault);

    [LoggerMessage(285, LogLevel.Warning, "Accounts could not be looked after, the database is away: {Why}")]
    private partial void LogAway(string why);

    [LoggerMessage(286, LogLevel.Error, "Accounts could not be looked after; it is tried again")]
    private partial void LogFailed(Exception fault);
}
