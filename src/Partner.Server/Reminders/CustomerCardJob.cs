using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Reminders;
using Partner.Server.Jobs;
using Partner.Server.Plans;
using Partner.Server.Projections;
using Partner.Server.Telemetry;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Reminders;

/// <summary>
/// Keeps what is known of partners' cards: it follows the events that their sales write anyway, and notes look-ups. A
/// step of following is done as a whole or not at all, so that a crash loses nothing and does nothing twice. Every
/// replica runs one; leases of partners keep them apart.
/// </summary>
public sealed partial class CustomerCardJob(
    PartnerStore store, CardSightings sightings, TermsSource terms, ReminderOptions options, TimeProvider clock,
    ILogger<CustomerCardJob> logger)
    : RoundsJob(options.FollowEvery, clock)
{
    private const int MostPartners = 500;
    private const int MostSightings = 500;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    // Taken, and not noted yet.
    private List<CardSighting> _seen = [];

    /// <inheritdoc/>
    protected override async Task RoundAsync(CancellationToken stopping)
    {
        var now = Clock.GetUtcNow();
        if (terms.CatalogueAt(now) is not { } catalogue)
        {
            return;
        }

        // What is noted of a sale's card can come before the card is known: all that was seen so far is learnt after
        // the sales that were made so far.
        _seen.AddRange(sightings.Take((2 * MostSightings) - _seen.Count));
        await FollowAsync(catalogue, now, stopping);
        await LearnAsync(catalogue, now);
    }

    private async Task FollowAsync(PlanCatalogue catalogue, DateTimeOffset now, CancellationToken stopping)
    {
        var behind = await store.CustomerCards.BehindAsync(options.Owner, now, MostPartners, stopping);
        if (behind.Count == 0)
        {
            return;
        }

        using var span = Spans.Start("cards.follow");
        var claimed = await store.CustomerCards.ClaimAsync(
            behind, new Lease(options.Owner, now + options.Lease), now);
        var (order, left, began) = (claimed.ToArray(), options.PerRound, Clock.GetTimestamp());
        Random.Shared.Shuffle(order);
        foreach (var (partnerId, after) in order.TakeWhile(_ => left > 0 && !IsOver(began)))
        {
            left -= await FollowAsync(partnerId, after, left, began, catalogue, stopping);
        }
    }

    private bool IsOver(long began) => Clock.GetElapsedTime(began) >= options.Longest;

    /// <summary>Follows a partner's events.</summary>
    /// <returns>How many steps it took.</returns>
    private async Task<int> FollowAsync(
        PartnerId partnerId, long after, int most, long began, PlanCatalogue catalogue, CancellationToken stopping)
    {
        for (var step = 1; step <= most; step++)
        {
            var page = await store.CustomerCards.ReadAsync(partnerId, after, options.Window, stopping);
            var cards = page.Sold.Select(sold => sold.Card).Concat(page.TakenBack.Select(back => back.Card));
            if (page.Last == after
                || !await store.CustomerCards.FollowAsync(
                    partnerId, options.Owner, after, page.Last, [.. cards.Distinct()], Decision(page, catalogue))
                || IsOver(began))
            {
                return step;
            }

            after = page.Last;
        }

        return most;
    }

    private Func<CardNumber, CustomerCard?, CustomerCard?> Decision(FollowedSales page, PlanCatalogue catalogue)
    {
        var (now, policy) = (Clock.GetUtcNow(), options.Policy);
        var sold = page.Sold.ToLookup(sold => sold.Card);
        var back = page.TakenBack.ToDictionary(back => back.Card);
        return (card, known) =>
        {
            foreach (var sale in sold[card])
            {
                var inForce = terms.CatalogueAt(sale.Sale.At) ?? catalogue;
                known = CardWatch.Sold(
                    known, sale, inForce.Find(sale.Sale.PlanCode), inForce.RulesOf(sale.CardType), policy);
            }

            return known is not null && back.GetValueOrDefault(card) is { } taken
                ? CardWatch.TakenBack(known, taken.Last, now)
                : known;
        };
    }

    private async Task LearnAsync(PlanCatalogue catalogue, DateTimeOffset now)
    {
        var (seen, early) = (_seen, new List<CardSighting>());
        _seen = [];
        foreach (var ofPartner in seen.GroupBy(sighting => sighting.PartnerId))
        {
            var facts = ofPartner.ToLookup(sighting => sighting.Card);
            var met = await store.CustomerCards.LearnAsync(
                ofPartner.Key,
                [.. facts.Select(group => group.Key)],
                known => facts[known.Card].Aggregate(known, (card, sighting) => CardWatch.Learnt(
                    card, sighting.Fact, catalogue.RulesOf(card.CardType), options.Policy)));
            early.AddRange(facts.Where(group => !met.Contains(group.Key)).SelectMany(group => group).Where(IsEarly));
        }

        _seen = [.. early.TakeLast(MostSightings)];

        // Clerks look at strangers' cards, too; who asks for a sale's sake knows that the card will be a customer's.
        bool IsEarly(CardSighting sighting) =>
            sighting.Fact.Source == CardFactSource.Refresh && now - sighting.Fact.KnownAt < Kept;
    }

    /// <inheritdoc/>
    protected override void NoteAway(StoreUnavailableException fault) => LogAway(fault.Message);

    /// <inheritdoc/>
    protected override void NoteFailed(Exception fault) => LogFailed(fault);

    [LoggerMessage(281, LogLevel.Warning, "Customers' cards could not be followed, the database is away: {Why}")]
    private partial void LogAway(string why);

    [LoggerMessage(282, LogLevel.Error, "Customers' cards could not be followed; it is tried again")]
    private partial void LogFailed(Exception fault);
}
