using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Core.Renewals;
using Partner.Core.TopUps;
using Partner.Server.Contract;
using Partner.Server.Issuer;
using Partner.Server.Plans;
using Partner.Server.Security;
using Partner.Server.Telemetry;
using Partner.Server.TopUps;
using Partner.Storage;

namespace Partner.Server.Renewals;

/// <summary>
/// Works on one auto-renewal that is due: finds what its present attempt came to, looks at the card, sells. What is
/// decided is stored before anything is done by it, so that whoever goes on with it does the same thing, not another.
/// </summary>
public sealed partial class RenewalRunner(
    PartnerStore store,
    IIssuerGateway issuer,
    TermsSource terms,
    RenewalPricing pricing,
    TopUpWorkflow workflow,
    RenewalOptions options,
    TimeProvider clock,
    ILogger<RenewalRunner> logger)
{
    // A run that leads to another look at once: a sale, its success, the next cycle.
    private const int MostTurns = 6;

    /// <summary>Works on an auto-renewal until it is due no more.</summary>
    /// <param name="claimed">The auto-renewal as it was found.</param>
    /// <param name="stopping">The server stops; what was begun is gone on with by another one.</param>
    /// <exception cref="Storage.Abstractions.StoreUnavailableException">The database cannot be reached.</exception>
    public async Task RunAsync(AutoRenewal claimed, CancellationToken stopping)
    {
        var current = claimed;
        for (var turn = 0; turn < MostTurns && current.DueAt <= clock.GetUtcNow(); turn++)
        {
            stopping.ThrowIfCancellationRequested();
            current = await TurnAsync(current, stopping);
        }
    }

    private async Task<AutoRenewal> TurnAsync(AutoRenewal known, CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        if (known.Phase == RenewalPhase.Selling && await SoldAsync(known, stopping) is { } topUp)
        {
            return await NoteAsync(known, RenewalDecision.Follow(known, topUp, options.Policy, now), now, true);
        }

        if (known.State != RenewalState.Active)
        {
            return await NoteAsync(known, RenewalDecision.Rest(known), now);
        }

        if (terms.CatalogueAt(now) is not { } catalogue)
        {
            return await RefusedAsync(known, new Refusal(Reason.ServiceUnavailable), now);
        }

        var partner = await store.Partners.FindAsync(known.PartnerId, stopping)
            ?? throw new InvalidOperationException($"{known.PartnerId} does not exist.");
        var sight = await LookAsync(known, stopping);
        Money? debit = sight.Card is null ? null : await pricing.DebitAsync(partner, known, now, stopping);
        now = clock.GetUtcNow();
        var next = RenewalDecision.Next(
            known, sight, catalogue.RulesOf(known.CardType), debit, options.Policy, now);
        if (!next.Sells)
        {
            return await NoteAsync(known, next.Change, now);
        }

        if (Obstacle(partner, catalogue.Find(known.Terms.PlanCode)) is { } obstacle)
        {
            return await RefusedAsync(known, obstacle, now);
        }

        var (marked, mine) = await TryNoteAsync(known, next.Change, now, false);
        return mine ? await SellAsync(marked, stopping) : marked;
    }

    private async Task<AutoRenewal> SellAsync(AutoRenewal marked, CancellationToken stopping)
    {
        var agreed = marked.Terms;
        var order = new TopUpOrder(
            marked.SaleId, agreed.Card, agreed.PlanCode, null, null, null, false, agreed.Channel,
            new Seller(marked.Outlet, "", "", $"autoRenewals/{marked.Id}", null))
        {
            MaxPrice = agreed.MaxPrice,
            Origin = Origin.AutoRenewal,
            StandingIdCheck = marked.IdCheck,
        };
        var caller = new Caller(marked.PartnerId, null, Permissions.Sell, "");
        Result<AnsweredTopUp> answer;
        try
        {
            answer = await workflow.CreateAsync(
                caller, order, false, new CallTiming(clock.GetUtcNow() + options.SaleWait), stopping);
        }
        catch (RefusalException refused)
        {
            answer = refused.Refusal;
        }

        var now = clock.GetUtcNow();
        return answer.Refusal is { } refusal
            ? await RefusedAsync(marked, refusal, now)
            : await NoteAsync(
                marked, RenewalDecision.Follow(marked, answer.Value.TopUp, options.Policy, now), now, true);
    }

    /// <summary>The top-up that the present attempt made; null when it made none yet.</summary>
    private async Task<TopUpRecord?> SoldAsync(AutoRenewal known, CancellationToken cancel)
    {
        var id = await store.TopUps.FindIdAsync(
            known.PartnerId, known.SaleId, RequestMethod.CreateTopUp, cancel);
        var topUp = id is null ? null : await store.TopUps.FindAsync(known.PartnerId, new TopUpId(id), cancel);

        // Somebody may have used the id for another sale: then this attempt can make none.
        return topUp?.Offer.Card == known.Terms.Card && topUp.Offer.PlanCode == known.Terms.PlanCode ? topUp : null;
    }

    private async Task<CardSight> LookAsync(AutoRenewal known, CancellationToken cancel)
    {
        var answer = await issuer.GetCardAsync(known.Terms.Card, cancel);
        cancel.ThrowIfCancellationRequested();
        return answer.Refusal is { } refusal
            ? new CardSight(null, refusal.Reason)
            : new CardSight(answer.Card!.ToState(known.CardType));
    }

    /// <summary>What forbids any sale of it, whatever the card is.</summary>
    private static Refusal? Obstacle(PartnerAccount partner, Core.Plans.Plan? plan) => partner.Status switch
    {
        PartnerStatus.Closed => new Refusal(Reason.PartnerClosed),
        not PartnerStatus.Active => new Refusal(Reason.PartnerSuspended),
        _ when plan is { Conditions.AutoRenewal: false } => new Refusal(Reason.AutoRenewalNotAllowed),
        _ => null,
    };

    private Task<AutoRenewal> RefusedAsync(AutoRenewal known, Refusal refusal, DateTimeOffset now) =>
        NoteAsync(known, RenewalDecision.Refused(known, refusal, options.Policy, now), now);

    private async Task<AutoRenewal> NoteAsync(
        AutoRenewal known, RenewalChange change, DateTimeOffset now, bool follows = false) =>
        (await TryNoteAsync(known, change, now, follows)).Now;

    /// <summary>Stores a change, unless somebody else changed it, or its attempt made a top-up meanwhile.</summary>
    private async Task<(AutoRenewal Now, bool Mine)> TryNoteAsync(
        AutoRenewal known, RenewalChange change, DateTimeOffset now, bool follows)
    {
        var outcome = await store.Renewals.ChangeAsync(
            known, (_, sold) => sold is not null && !follows ? null : (Result<RenewalChange>?)change, now);
        if (outcome.Refusal is not null)
        {
            // Too much waits to be saved: this run is over, and what is stored is gone on with by the next one.
            return (known with { DueAt = null }, false);
        }

        if (!outcome.Value.Changed)
        {
            return (outcome.Value.Now, false);
        }

        Metrics.Happened(change.Steps);
        foreach (var step in change.Steps.Where(step => step.Kind == RenewalStepKind.GivenUp))
        {
            LogGivenUp(known.Id.Value, step.Reason);
        }

        return (outcome.Value.Now, true);
    }

    [LoggerMessage(
        191, LogLevel.Warning, "The auto-renewal {Renewal} was given up for this cycle and is paused: {Reason}")]
    private partial void LogGivenUp(string renewal, Reason reason);
}
