using Partner.Core.Arrivals;
using Partner.Core.TopUps;
using Partner.Server.Issuer;
using Partner.Server.Projections;
using Partner.Server.Telemetry;
using Partner.Server.TopUps;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Arrivals;

/// <summary>
/// Looks into a case: asks the issuer what became of the sale and the card what it shows, and decides the case by it.
/// What the issuer says of an unfinished sale also ends that, as if the dispatcher had asked.
/// </summary>
public sealed partial class ArrivalInquiry(
    PartnerStore store,
    IIssuerGateway issuer,
    CardCheck cards,
    TopUpChanges topUpChanges,
    ArrivalOptions options,
    TimeProvider clock,
    ILogger<ArrivalInquiry> logger)
{
    // A round of the dispatcher is due before; it is named because settling has to name one.
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(1);

    /// <summary>Looks into the case of a top-up.</summary>
    /// <param name="topUp">The top-up as known.</param>
    /// <param name="cancel">Ends the asking; nothing is decided then.</param>
    /// <returns>The case after it; null when the top-up has none.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled while it asked.</exception>
    public async Task<CaseChange?> LookAsync(TopUpRecord topUp, CancellationToken cancel)
    {
        var (current, found) = await AskAsync(topUp, cancel);
        cancel.ThrowIfCancellationRequested();
        var change = await store.Cases.DecideAsync(current, found, options.Policy, clock.GetUtcNow());
        Metrics.Changed(change);
        if (change is { Case: { State: CaseState.Escalated } known, Before: not CaseState.Escalated })
        {
            LogEscalated(topUp.Id.Value, known.Verdict);
        }

        return change;
    }

    private async Task<(TopUpRecord TopUp, CaseEvidence Found)> AskAsync(TopUpRecord topUp, CancellationToken cancel)
    {
        var answer = await issuer.QueryAsync(topUp.Id.Value, cancel);
        var current = cancel.IsCancellationRequested ? topUp : await SettleAsync(topUp, answer);
        var (card, differences) = current.State == TopUpState.Succeeded
            ? await LookAtCardAsync(current, cancel)
            : (CardStatement.NotLookedAt, default);
        return (current, new CaseEvidence(
            clock.GetUtcNow(), current.State, StatementOf(answer.Verdict), card, differences));
    }

    /// <summary>
    /// Lets the top-up have the issuer's word, where it says something new: it ends what is unfinished, and where it
    /// contradicts what is final, the audit lists it.
    /// </summary>
    private async Task<TopUpRecord> SettleAsync(TopUpRecord topUp, IssuerAnswer answer)
    {
        var never = answer.Verdict is IssuerVerdict.Declined or IssuerVerdict.Withdrawn;
        var speaks = (topUp.State, answer.Verdict) switch
        {
            (TopUpState.Processing, IssuerVerdict.Accepted) => true,
            (TopUpState.Processing or TopUpState.Succeeded, _) when never => true,
            (TopUpState.Failed or TopUpState.Cancelled, IssuerVerdict.Accepted) => true,
            _ => false,
        };
        if (!speaks)
        {
            return topUp;
        }

        var now = clock.GetUtcNow();
        var settled = await store.TopUps.SettleAsync(topUp, answer, now + AskAgain, now);
        topUpChanges.Signal(settled.Id);
        Metrics.Changed(settled, now);
        return settled;
    }

    private async Task<(CardStatement Card, Core.Projections.CardDifferences Differences)> LookAtCardAsync(
        TopUpRecord topUp, CancellationToken cancel)
    {
        var quote = topUp.QuoteId is { } id
            ? await store.Quotes.FindPromisedAsync(topUp.PartnerId, id, cancel)
            : null;
        var sold = new SoldCard(topUp.EventNumber, topUp, quote, topUp.AcceptedAt ?? topUp.CreatedAt);
        var finding = await cards.LookAsync(sold, cancel);
        return finding.Result switch
        {
            CardCheckResult.AsPromised when quote?.Promise is not null => (CardStatement.AsPromised, default),
            CardCheckResult.AsPromised => (CardStatement.HasAtLeast, default),
            CardCheckResult.Differs => (CardStatement.Differs, finding.Differences),
            CardCheckResult.NotComparable => (CardStatement.NotComparable, default),
            _ => (CardStatement.NotReadable, default),
        };
    }

    private static IssuerStatement StatementOf(IssuerVerdict verdict) => verdict switch
    {
        IssuerVerdict.Accepted => IssuerStatement.Delivered,
        IssuerVerdict.Declined or IssuerVerdict.Withdrawn => IssuerStatement.Refused,
        IssuerVerdict.NotFound => IssuerStatement.NoTrace,
        _ => IssuerStatement.NoAnswer,
    };

    [LoggerMessage(
        182, LogLevel.Warning, "{TopUp} was reported as not arrived, and a person has to look into it: {Verdict}")]
    private partial void LogEscalated(string topUp, CaseVerdict verdict);
}
