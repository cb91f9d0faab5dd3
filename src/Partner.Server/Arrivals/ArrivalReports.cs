using Partner.Core.Arrivals;
using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Server.Telemetry;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Arrivals;

/// <summary>
/// A report that a sale has not arrived. The case is saved first, so that it is looked into whatever happens then, and
/// the issuer is asked at once. Reporting again is the same case, and another look unless there was one just now.
/// </summary>
public sealed partial class ArrivalReports(
    PartnerStore store, ArrivalInquiry inquiry, ArrivalOptions options, TimeProvider clock,
    ILogger<ArrivalReports> logger)
{
    /// <summary>Takes a report.</summary>
    /// <param name="topUp">The sale, visible to the caller.</param>
    /// <param name="atMost">How long the caller can wait for issuer and card.</param>
    /// <param name="cancel">The call's end. It may stop the looking; the case stays.</param>
    /// <returns>The case, and whether it had been reported before; or OVERLOADED.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public async Task<Result<(ArrivalCase Case, bool Replayed)>> ReportAsync(
        TopUpRecord topUp, TimeSpan atMost, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var opened = await store.Cases.OpenAsync(topUp, options.Policy, now, Arrival.Now(cancel));
        if (opened.Refusal is { } refusal)
        {
            return refusal;
        }

        var change = opened.Value;
        Metrics.Changed(change);
        var replayed = change.Before is not null;
        var justLooked = replayed && now - (change.Case.Evidence?.At ?? change.Case.OpenedAt)
            < options.Policy.ReportPause;
        if (change.Case.ClosedAt is not null || justLooked)
        {
            return (change.Case, replayed);
        }

        return (await LookAsync(topUp, change.Case, atMost, cancel), replayed);
    }

    private async Task<ArrivalCase> LookAsync(
        TopUpRecord topUp, ArrivalCase known, TimeSpan atMost, CancellationToken cancel)
    {
        using var wait = new CancellationTokenSource(atMost < options.ReportWait ? atMost : options.ReportWait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(wait.Token, cancel);
        try
        {
            return (await inquiry.LookAsync(topUp, either.Token))?.Case ?? known;
        }
        catch (OperationCanceledException) when (wait.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            // The caller's patience is over; the job goes on with the case.
            return known;
        }
        catch (StoreUnavailableException fault)
        {
            // It is saved: the caller learns that much.
            LogAway(topUp.Id.Value, fault.Message);
            return known;
        }
    }

    [LoggerMessage(181, LogLevel.Warning, "The case of {TopUp} is saved and was not looked into: {Why}")]
    private partial void LogAway(string topUp, string why);
}
