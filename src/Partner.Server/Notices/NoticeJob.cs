using Partner.Core.Contacts;
using Partner.Core.Notices;
using Partner.Server.Jobs;
using Partner.Server.Telemetry;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Notices;

/// <summary>
/// Sends the notices that sales and auto-renewals have made: never on a sale's way, so that a slow gateway holds
/// nothing up. Every replica runs one; leases keep them apart. A notice whose answer was lost goes out again under the
/// same id; what cannot be sent for hours is given up.
/// </summary>
public sealed partial class NoticeJob(
    PartnerStore store, NoticeTexts texts, INoticeGateway gateway, ContactKeys keys, NoticeOptions options,
    TimeProvider clock, ILogger<NoticeJob> logger)
    : RoundsJob(options.Every, clock)
{
    private bool _unreadable;

    /// <inheritdoc/>
    protected override async Task RoundAsync(CancellationToken stopping)
    {
        while (await store.Notices.AnyDueAsync(Clock.GetUtcNow(), stopping))
        {
            var now = Clock.GetUtcNow();
            var claimed = await store.Notices.ClaimAsync(
                new Lease(options.Owner, now + options.Lease), now, options.AtOnce);
            if (claimed.Count == 0)
            {
                // Others are at work on them.
                return;
            }

            using var span = Spans.Start("notices.send");
            var outcomes = (await Task.WhenAll(claimed.Select(one => TrySendAsync(one, stopping))))
                .OfType<NoticeOutcome>().ToList();
            await store.Notices.NoteAsync(outcomes, options.Owner, Clock.GetUtcNow());
            foreach (var outcome in outcomes)
            {
                Metrics.Noticed(outcome.Notice.Kind, outcome.Notice.State);
            }

            if (claimed.Count < options.AtOnce || stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Sends one; whatever is wrong with it leaves the others of the round what became of them.</summary>
    /// <returns>What became of it; null where the server stops: then it is left to the end of the lease.</returns>
    private async Task<NoticeOutcome?> TrySendAsync(ClaimedNotice claimed, CancellationToken stopping)
    {
        try
        {
            return await SendAsync(claimed, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception fault)
        {
            LogNotSent(fault, claimed.Notice.Id);
            return After(claimed.Notice, NoticeVerdict.Unanswered, null);
        }
    }

    private async Task<NoticeOutcome> SendAsync(ClaimedNotice claimed, CancellationToken stopping)
    {
        var (notice, contact) = (claimed.Notice, claimed.Contact);
        if (contact is null || NoticeRules.IsExpired(notice, Clock.GetUtcNow()))
        {
            return new NoticeOutcome(NoticeRules.End(notice, NoticeState.Expired, Clock.GetUtcNow()), null);
        }

        if (keys.Open(notice.PartnerId, contact) is not { } phone)
        {
            NoteUnreadable(contact);
            return After(notice, NoticeVerdict.Unanswered, null);
        }

        var hashes = keys.HashesOf(phone);
        if ((await store.NoticeOptOuts.FindAsync(hashes, stopping)).Count > 0)
        {
            return After(notice, NoticeVerdict.OptedOut, null);
        }

        if (await texts.WriteAsync(notice, contact.Language, stopping) is not { } text)
        {
            return After(notice, NoticeVerdict.Unanswered, null);
        }

        var reply = await gateway.SendAsync(
            new NoticeMessage(notice.DeliveryId, phone, contact.Language, text), stopping);
        if (reply.Verdict == NoticeVerdict.Unanswered)
        {
            LogUnanswered(notice.Id, notice.Attempts, reply.Detail);
        }

        return After(notice, reply.Verdict, reply.Verdict == NoticeVerdict.OptedOut ? hashes[0] : null);
    }

    private NoticeOutcome After(Notice notice, NoticeVerdict verdict, string? optOut) =>
        new(NoticeRules.After(notice, verdict, Clock.GetUtcNow()), optOut);

    private void NoteUnreadable(KeptContact contact)
    {
        if (!_unreadable)
        {
            LogUnreadable(contact.KeyId);
        }

        _unreadable = true;
    }

    /// <inheritdoc/>
    protected override void NoteAway(StoreUnavailableException fault) => LogAway(fault.Message);

    /// <inheritdoc/>
    protected override void NoteFailed(Exception fault) => LogFailed(fault);

    [LoggerMessage(261, LogLevel.Information, "The notice {Id} has no answer at attempt {Attempt}: {Why}")]
    private partial void LogUnanswered(string id, int attempt, string why);

    [LoggerMessage(
        262, LogLevel.Error,
        "A customer's number cannot be read: its key {KeyId} is not given, or it was changed. Its notice waits")]
    private partial void LogUnreadable(string keyId);

    [LoggerMessage(267, LogLevel.Error, "The notice {Id} could not be sent; it is tried again")]
    private partial void LogNotSent(Exception fault, string id);

    [LoggerMessage(263, LogLevel.Warning, "Notices could not be sent, the database is away: {Why}")]
    private partial void LogAway(string why);

    [LoggerMessage(264, LogLevel.Error, "Notices could not be sent; it is tried again")]
    private partial void LogFailed(Exception fault);
}
