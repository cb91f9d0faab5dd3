using Partner.Core.Renewals;
using Partner.Server.Jobs;
using Partner.Server.Telemetry;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Renewals;

/// <summary>
/// Works through the auto-renewals that are due, in pieces, partner by partner. Every replica runs one; leases keep
/// them apart. Whoever ends in between leaves one as it was stored, and another goes on with it once its lease is over.
/// While nothing is due, a round is one look at an index.
/// </summary>
public sealed partial class RenewalJob(
    PartnerStore store, RenewalRunner runner, RenewalOptions options, TimeProvider clock, ILogger<RenewalJob> logger)
    : RoundsJob(options.Every, clock)
{
    // The partner that the last piece ended with: the next one begins behind it, so that each has its turn.
    private string _after = "";

    /// <inheritdoc/>
    protected override async Task RoundAsync(CancellationToken stopping)
    {
        for (var piece = 0; piece < options.Pieces; piece++)
        {
            if (!await store.Renewals.AnyDueAsync(Clock.GetUtcNow(), stopping) || !await TakeAsync(stopping))
            {
                return;
            }
        }
    }

    /// <summary>Works on one piece.</summary>
    /// <returns>Whether there may be more.</returns>
    private async Task<bool> TakeAsync(CancellationToken stopping)
    {
        var now = Clock.GetUtcNow();
        var began = _after;
        var due = await store.Renewals.DueAsync(began, options.Partners, options.PerPartner, now, stopping);
        var partners = due.Select(one => one.PartnerId.Value).Distinct(StringComparer.Ordinal).ToList();
        _after = partners.Count < options.Partners ? "" : partners[^1];
        if (due.Count == 0)
        {
            return began.Length > 0;
        }

        using var span = Spans.Start("auto_renewals.work");
        foreach (var group in due.Chunk(options.AtOnce))
        {
            var until = Clock.GetUtcNow();
            var claimed = await store.Renewals.ClaimAsync(
                group, new Lease(options.Owner, until + options.Lease), until);
            var worked = await Task.WhenAll(claimed.Select(one => WorkAsync(one, stopping)));
            await store.Renewals.ReleaseAsync([.. worked.OfType<AutoRenewal>()], options.Owner);
        }

        return true;
    }

    /// <summary>Works on one. A fault of one holds up no other: it is left to its lease.</summary>
    /// <returns>The auto-renewal; null where it failed.</returns>
    private async Task<AutoRenewal?> WorkAsync(AutoRenewal claimed, CancellationToken stopping)
    {
        try
        {
            // It may have changed between being found and being claimed.
            var current = await store.Renewals.FindAsync(claimed.PartnerId, claimed.Id, stopping);
            if (current is not null)
            {
                await runner.RunAsync(current, stopping);
            }

            return claimed;
        }
        catch (Exception fault) when (fault is not (StoreUnavailableException or OperationCanceledException))
        {
            LogRenewalFailed(fault, claimed.Id.Value);
            return null;
        }
    }

    /// <inheritdoc/>
    protected override void NoteAway(StoreUnavailableException fault) => LogAway(fault.Message);

    /// <inheritdoc/>
    protected override void NoteFailed(Exception fault) => LogFailed(fault);

    [LoggerMessage(192, LogLevel.Warning, "Auto-renewals could not be worked on, the database is away: {Why}")]
    private partial void LogAway(string why);

    [LoggerMessage(193, LogLevel.Error, "The auto-renewal {Renewal} could not be worked on; it is tried again")]
    private partial void LogRenewalFailed(Exception fault, string renewal);

    [LoggerMessage(194, LogLevel.Error, "Auto-renewals could not be worked on; it is tried again")]
    private partial void LogFailed(Exception fault);
}
