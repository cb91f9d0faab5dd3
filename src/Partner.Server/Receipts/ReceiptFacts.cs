using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.Receipts;
using Partner.Core.Reminders;
using Partner.Core.TopUps;
using Partner.Server.Plans;
using Partner.Storage;

namespace Partner.Server.Receipts;

/// <summary>Finds what a sale's first receipt says beside the sale itself: names, zones, the card's validity.</summary>
public sealed class ReceiptFacts(PartnerStore store, TermsSource terms, PartnerZones zones, TimeProvider clock)
{
    /// <summary>The receipt of a sale that arrived.</summary>
    /// <param name="topUp">The sale.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>The receipt; or SERVICE_UNAVAILABLE while the terms cannot be read.</returns>
    /// <exception cref="Storage.Abstractions.StoreUnavailableException">The database cannot be reached.</exception>
    public async Task<Result<Receipt>> OfAsync(TopUpRecord topUp, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var zone = await zones.ZoneAsync(topUp.PartnerId, now, cancel);
        if (zone.Refusal is { } refusal)
        {
            return refusal;
        }

        // The catalogue of the sale's time, where it is still known: versions that ended long ago are not.
        var catalogue = terms.CatalogueAt(topUp.CreatedAt) ?? terms.CatalogueAt(now);
        var plan = catalogue?.Find(topUp.Offer.PlanCode);
        var name = plan is null ? ReceiptName.None : new ReceiptName(plan.NameEn, plan.NameZh);
        return Receipt.Of(topUp, name, zone.Value, await ValidityAsync(topUp, catalogue, cancel));
    }

    /// <summary>
    /// Until when the card is valid by the sale: as its quote promised; without a quote, as the issuer told since, else
    /// the least that its plan gives. The issuer is not asked for a receipt: no print waits for it.
    /// </summary>
    private async Task<ReceiptValidity?> ValidityAsync(
        TopUpRecord topUp, PlanCatalogue? catalogue, CancellationToken cancel)
    {
        if (catalogue?.RulesOf(topUp.Offer.CardType) is not { } rules)
        {
            return null;
        }

        if (topUp.QuoteId is { } quote
            && await store.Quotes.FindPromisedAsync(topUp.PartnerId, quote, cancel) is { Promise: { } promise })
        {
            return Validity(WithGifts(promise), rules, false);
        }

        var sold = terms.CatalogueAt(topUp.CreatedAt)?.Find(topUp.Offer.PlanCode);
        var unknown = new CardState(topUp.Offer.CardType, CardStanding.Active, null);
        return sold is not null
            && CardProjector.Project(
                unknown,
                new ProjectedSale(sold, topUp.Offer.Price.Face, topUp.Offer.StartNow),
                rules,
                topUp.CreatedAt) is { Refusal: null } projected
            && Validity(WithGifts(projected.Value), rules, true) is { } least
            ? await SeenAsync(topUp, least, cancel) ?? least
            : null;

        // Gifts that are on the card by now; those that are on their way are a line of the receipt only.
        CardState WithGifts(CardProjection projection) => projection.With(
            topUp.GiftState == Core.TopUps.GiftState.Granted ? topUp.Offer.Price.CardGifts : null,
            rules,
            topUp.AcceptedAt ?? topUp.CreatedAt).After;
    }

    /// <summary>
    /// What is known of the card by the issuer's word since the sale arrived; null where that is nothing, where
    /// something else may have changed the card since, and where it is less than was sold: a person looks into that.
    /// </summary>
    private async Task<ReceiptValidity?> SeenAsync(
        TopUpRecord topUp, ReceiptValidity least, CancellationToken cancel)
    {
        var awaitsGift = topUp.GiftState is Core.TopUps.GiftState.Processing or Core.TopUps.GiftState.Granted
            && topUp.Offer.Price.CardGifts?.Grants.Any(grant => grant.Bytes == 0) == true;
        if (topUp.ReversalId is not null || awaitsGift || topUp.AcceptedAt is not { } arrived)
        {
            return null;
        }

        var known = await store.CustomerCards.FindAsync(topUp.PartnerId, topUp.Offer.Card, cancel);
        return known?.Fact is { Source: not CardFactSource.Sale, ValidUntil: { } until } fact
            && fact.KnownAt >= arrived && until >= least.Until
            && !await store.CardChecks.IsTouchedAsync(topUp.Offer.Card, topUp, topUp.CreatedAt, cancel)
            ? least with { Until = until, AtLeast = false }
            : null;
    }

    private static ReceiptValidity? Validity(CardState after, CardTypeRules rules, bool atLeast) =>
        after.ValidUntil is { } until ? new ReceiptValidity(until, rules.Zone.Id, atLeast) : null;
}
