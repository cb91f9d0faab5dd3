using Partner.Core.Plans;
using Partner.Core.Reminders;
using Partner.Server.Issuer;
using Partner.Server.Jobs;
using Partner.Server.Notices;
using Partner.Server.Plans;
using Partner.Server.Projections;
using Partner.Server.Telemetry;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Reminders;

/// <summary>
/// Looks at the cards that are due: asks the issuer within a bound, makes the reminders, forgets what ended long ago.
/// Every replica runs one; leases keep them apart, and a card that changed since it was looked at is looked at anew.
/// While nothing is due, a round is one look at an index.
/// </summary>
public sealed partial class ReminderJob(
    PartnerStore store, IIssuerGateway issuer, TermsSource terms, BestRenewals renewals, NoticeOptions notices,
    ReminderOptions options, TimeProvider clock, ILogger<ReminderJob> logger)
    : RoundsJob(options.Every, clock)
{
    private const int Piece = 500;
    private const int MostPieces = 20;

    // The partner that the last piece ended with: the next one begins behind it, so that each has its turn.
    private string _after = "";

    /// <inheritdoc/>
    protected override async Task RoundAsync(CancellationToken stopping)
    {
        var left = options.Asks;
        for (var piece = 0; piece < MostPieces && left > 0 && !stopping.IsCancellationRequested; piece++)
        {
            var now = Clock.GetUtcNow();
            if (terms.CatalogueAt(now) is not { } catalogue
                || await store.Reminders.OldestDueAsync(now, stopping) is null)
            {
                break;
            }

            var began = _after;
            var due = await store.Reminders.DueAsync(began, options.Partners, now, stopping);
            _after = due.Count < options.Partners ? "" : due[^1].Value;
            foreach (var partnerId in due.TakeWhile(_ => left > 0))
            {
                left -= await LookAsync(partnerId, Math.Min(left, options.PerPartner), catalogue, stopping);
            }

            if (due.Count == 0 && began.Length == 0)
            {
                break;
            }
        }

        await store.Reminders.DeleteOldAsync(Clock.GetUtcNow() - options.Policy.RemindersKept, Piece);
    }

    /// <summary>Looks at some of a partner's cards.</summary>
    /// <returns>How often the issuer was asked.</returns>
    private async Task<int> LookAsync(
        PartnerId partnerId, int most, PlanCatalogue catalogue, CancellationToken stopping)
    {
        var now = Clock.GetUtcNow();
        var claimed = await store.Reminders.ClaimAsync(
            partnerId, new Lease(options.Owner, now + options.Lease), now, most);
        if (claimed.Count == 0)
        {
            return 0;
        }

        using var span = Spans.Start("reminders.look");
        var desk = await renewals.OpenAsync(partnerId, now, stopping);
        var (looks, asked) = (new List<LookedAt>(), 0);
        foreach (var group in claimed.Chunk(options.AtOnce))
        {
            var facts = await Task.WhenAll(group.Select(card => AskAsync(card, catalogue, stopping)));
            asked += facts.Count(answer => answer.Asked);
            foreach (var (card, (fact, _)) in group.Zip(facts))
            {
                looks.Add(await DecideAsync(card, fact, catalogue.RulesOf(card.CardType), desk, stopping));
            }
        }

        foreach (var reminder in await store.Reminders.NoteAsync(partnerId, looks))
        {
            Metrics.Reminded(reminder);
        }

        return asked;
    }

    private async Task<(CardFact? Fact, bool Asked)> AskAsync(
        CustomerCard card, PlanCatalogue catalogue, CancellationToken stopping)
    {
        var now = Clock.GetUtcNow();
        if (!CardWatch.AsksIssuer(card, catalogue.RulesOf(card.CardType), options.Policy, now))
        {
            return (null, false);
        }

        var answer = await issuer.GetCardAsync(card.Card, stopping);
        stopping.ThrowIfCancellationRequested();
        return (CardSightings.FactOf(answer, card.CardType, now, CardFactSource.Refresh), true);
    }

    private async Task<LookedAt> DecideAsync(
        CustomerCard card, CardFact? fact, CardTypeRules rules, BestRenewals.Desk desk, CancellationToken stopping)
    {
        var now = Clock.GetUtcNow();
        var look = CardWatch.Look(card, fact, rules, options.Policy, now);
        if (look.Reminder is null || card.ContactId is null || !notices.AreOffered)
        {
            return new LookedAt(card, look, null, now);
        }

        var best = await desk.BestAsync(look.Reminder.Card, stopping);
        return new LookedAt(
            card,
            look,
            ReminderText.Facts(look.Reminder.Card, best?.Option.Plan, best?.Price.CustomerPays, rules),
            options.Policy.TellAt(now, rules.Zone));
    }

    /// <inheritdoc/>
    protected override void NoteAway(StoreUnavailableException fault) => LogAway(fault.Message);

    /// <inheritdoc/>
    protected override void NoteFailed(Exception fault) => LogFailed(fault);

    [LoggerMessage(283, LogLevel.Warning, "Reminders could not be made, the database is away: {Why}")]
    private partial void LogAway(string why);

    [LoggerMessage(284, LogLevel.Error, "Reminders could not be made; it is tried again")]
    private partial void LogFailed(Exception fault);
}
