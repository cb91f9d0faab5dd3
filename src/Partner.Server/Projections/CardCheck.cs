using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.Reminders;
using Partner.Core.TopUps;
using Partner.Server.Issuer;
using Partner.Server.Issuer.Wire;
using Partner.Server.Plans;
using Partner.Storage;

namespace Partner.Server.Projections;

/// <summary>What a comparison came to. The words of the metric.</summary>
public enum CardCheckResult
{
    /// <summary>The card is what was promised, or what can have become of it since.</summary>
    AsPromised,

    /// <summary>It is another; the top-up says so.</summary>
    Differs,

    /// <summary>Nothing can be said: other sales, a reversal or time changed the card meanwhile.</summary>
    NotComparable,

    /// <summary>The issuer told nothing for too long.</summary>
    GivenUp,
}

/// <summary>What one look at a card found.</summary>
/// <param name="Result">What it came to; null when the issuer does not answer.</param>
/// <param name="Differences">In what the card is another.</param>
public sealed record CardFinding(CardCheckResult? Result, CardDifferences Differences = CardDifferences.None);

/// <summary>
/// Compares the issuer's card after a sale with what was promised of it. Changes nothing. Gifts that are on the card
/// belong to the promise, refused ones do not; while they are on their way, the card may have them or not.
/// </summary>
public sealed class CardCheck(
    PartnerStore store, IIssuerGateway issuer, TermsSource terms, CardSightings sightings, TimeProvider clock)
{
    /// <summary>Looks at the card of a sale.</summary>
    /// <param name="sold">The sale.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="Storage.Abstractions.StoreUnavailableException">The database cannot be reached.</exception>
    public async Task<CardFinding> LookAsync(SoldCard sold, CancellationToken cancel)
    {
        var topUp = sold.TopUp;
        if (topUp.ReversalId is not null || RulesOf(topUp) is not { } rules)
        {
            return new CardFinding(CardCheckResult.NotComparable);
        }

        var asked = clock.GetUtcNow();
        var answer = await issuer.GetCardAsync(topUp.Offer.Card, cancel);
        sightings.Note(
            topUp.PartnerId, topUp.Offer.Card, topUp.Offer.CardType, answer, asked, CardFactSource.Refresh);
        if (answer.Verdict == IssuerCardVerdict.Unavailable)
        {
            return new CardFinding(null);
        }

        if (Compare(sold, answer.Card?.ToState(topUp.Offer.CardType), rules, clock.GetUtcNow()) is not { } differences)
        {
            return new CardFinding(CardCheckResult.NotComparable);
        }

        if (differences == CardDifferences.None)
        {
            return new CardFinding(CardCheckResult.AsPromised);
        }

        var since = sold.Quote?.CreatedAt ?? topUp.CreatedAt;
        return await store.CardChecks.IsTouchedAsync(topUp.Offer.Card, topUp, since, cancel)
            ? new CardFinding(CardCheckResult.NotComparable)
            : new CardFinding(CardCheckResult.Differs, differences);
    }

    /// <summary>In what the card differs; null where nothing was promised that still holds.</summary>
    private CardDifferences? Compare(SoldCard sold, CardState? actual, CardTypeRules rules, DateTimeOffset now)
    {
        CardDifferences? least = null;
        foreach (var (promised, isLeast) in Promises(sold, rules).SelectMany(one => WithGifts(one, sold, rules)))
        {
            if (actual is null)
            {
                return CardDifferences.Standing;
            }

            if (CardComparison.HasMovedOn(promised.After, now))
            {
                continue;
            }

            least = isLeast
                ? CardComparison.CompareAtLeast(promised.After, actual)
                : CardComparison.Compare(promised, actual, now);
            if (least == CardDifferences.None)
            {
                break;
            }
        }

        return least;
    }

    /// <summary>
    /// A promise with the sale's gifts where they are on the card, and without them where they are not, or may not be.
    /// </summary>
    private static IEnumerable<(CardProjection Promised, bool IsLeast)> WithGifts(
        (CardProjection Promised, bool IsLeast) plain, SoldCard sold, CardTypeRules rules)
    {
        var topUp = sold.TopUp;
        if (topUp.GiftState != GiftState.Granted)
        {
            yield return plain;
        }

        if (topUp.GiftState is GiftState.Granted or GiftState.Processing)
        {
            yield return (plain.Promised.With(topUp.Offer.Price.CardGifts, rules, sold.At), plain.IsLeast);
        }
    }

    /// <summary>
    /// What was promised. Where the card's day ended between the quote and the sale, what the sale makes of the card on
    /// its own day counts as well. Without a quote nothing was known of the card: the least that the sale gives.
    /// </summary>
    private IEnumerable<(CardProjection Promised, bool IsLeast)> Promises(SoldCard sold, CardTypeRules rules)
    {
        var topUp = sold.TopUp;
        var days = new List<DateTimeOffset>();
        if (sold.Quote is { Promise: { } promise } quote)
        {
            days.Add(CardCalendar.EndOfDay(quote.CreatedAt, rules.Zone));
            yield return (promise, false);
        }

        DateTimeOffset[] times = sold.Quote?.Promise is null
            ? [topUp.CreatedAt]
            : [topUp.CreatedAt, topUp.AcceptedAt ?? topUp.CreatedAt];
        foreach (var at in times)
        {
            var day = CardCalendar.EndOfDay(at, rules.Zone);
            if (days.Contains(day) || terms.CatalogueAt(at)?.Find(topUp.Offer.PlanCode) is not { } plan)
            {
                continue;
            }

            days.Add(day);
            var before = sold.Quote?.Promise?.Before
                ?? new CardState(topUp.Offer.CardType, CardStanding.Active, null);
            var sale = new ProjectedSale(plan, topUp.Offer.Price.Face, topUp.Offer.StartNow);
            if (CardProjector.Project(before, sale, rules, at) is { Refusal: null } projected)
            {
                yield return (projected.Value, sold.Quote?.Promise is null);
            }
        }
    }

    private CardTypeRules? RulesOf(TopUpRecord topUp) =>
        terms.CatalogueAt(topUp.CreatedAt)?.RulesOf(topUp.Offer.CardType);
}
