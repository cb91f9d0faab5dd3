using Partner.Core.TopUps;
using Partner.Server.Jobs;
using Partner.Server.Telemetry;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Arrivals;

/// <summary>
/// Moves cases on: asks again while the clock runs, escalates when it is over, closes when the sale ended. Every
/// replica runs one; leases of cases keep them apart. Whoever ends in between leaves a case as it was, and another goes
/// on with it once its lease is over.
/// </summary>
public sealed partial class ArrivalCaseJob(
    PartnerStore store, ArrivalInquiry inquiry, ArrivalOptions options, TimeProvider clock,
    ILogger<ArrivalCaseJob> logger)
    : RoundsJob(options.Every, clock)
{
    /// <inheritdoc/>
    protected override async Task RoundAsync(CancellationToken stopping)
    {
        var now = Clock.GetUtcNow();
        var due = await store.Cases.DueAsync(now, options.PerRound, stopping);
        if (due.Count == 0)
        {
            return;
        }

        using var span = Spans.Start("cases.look");
        var claimed = await store.Cases.ClaimAsync(due, new Lease(options.Owner, now + options.Lease), now);
        foreach (var group in claimed.Chunk(options.AtOnce))
        {
            var looked = await Task.WhenAll(group.Select(topUp => LookAsync(topUp, stopping)));
            await store.Cases.ReleaseAsync([.. looked.OfType<TopUpRecord>()], options.Owner);
        }
    }

    /// <summary>Looks into one case. A fault of one holds up no other: it is left to its lease.</summary>
    /// <returns>The top-up; null where it failed.</returns>
    private async Task<TopUpRecord?> LookAsync(TopUpRecord topUp, CancellationToken stopping)
    {
        try
        {
            await inquiry.LookAsync(topUp, stopping);
            return topUp;
        }
        catch (Exception fault) when (fault is not (StoreUnavailableException or OperationCanceledException))
        {
            LogCaseFailed(fault, topUp.Id.Value);
            return null;
        }
    }

    /// <inheritdoc/>
    protected override void NoteAway(StoreUnavailableException fault) => LogAway(fault.Message);

    /// <inheritdoc/>
    protected override void NoteFailed(Exception fault) => LogFailed(fault);

    [LoggerMessage(183, LogLevel.Warning, "Cases could not be looked into, the database is away: {Why}")]
    private partial void LogAway(string why);

    [LoggerMessage(185, LogLevel.Error, "The case of {TopUp} could not be looked into; it is tried again")]
    private partial void LogCaseFailed(Exception fault, string topUp);

    [LoggerMessage(184, LogLevel.Error, "Cases could not be looked into; it is tried again")]
    private partial void LogFailed(Exception fault);
}
