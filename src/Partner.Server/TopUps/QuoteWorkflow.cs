using Partner.Core.Errors;
using Partner.Core.Limits;
using Partner.Core.Pricing;
using Partner.Core.TopUps;
using Partner.Server.Contract;
using Partner.Server.Organisations;
using Partner.Server.Plans;
using Partner.Server.Projections;
using Partner.Server.Security;
using Partner.Storage;

namespace Partner.Server.TopUps;

/// <summary>
/// Makes quotes and previews: the offer of this moment, and what it makes of the card, which the issuer is asked about.
/// </summary>
public sealed class QuoteWorkflow(
    PartnerStore store,
    SalePreparation preparation,
    PartnerDirectory partners,
    SaleLimiting limiting,
    CardProjections projections,
    OrganisationCache organisations,
    TopUpPolicy policy,
    TimeProvider clock)
{
    /// <summary>Makes and saves a quote.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="input">What is asked for; live facts of the card are asked of the issuer here.</param>
    /// <param name="cancel">The call's end.</param>
    /// <returns>The quote, and what the sale makes of the card.</returns>
    public async Task<Result<(QuoteRecord Quote, SaleProjection Projection)>> QuoteAsync(
        Caller caller, SaleInput input, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var organisation = await organisations.GetAsync(caller.PartnerId, cancel);
        if (organisation.RefuseOutlet(input.Outlet) is { } nowhere)
        {
            return nowhere;
        }

        var previewed = await PreviewAsync(caller, input, now, cancel);
        if (previewed.Refusal is { } refusal)
        {
            return refusal;
        }

        // The issuer may have taken its time: what must not wait for long is the saving.
        var arrival = Arrival.Now(cancel);
        var (offer, projection) = previewed.Value;
        var quote = new QuoteRecord(
            caller.PartnerId, new QuoteId(Ids.New(now)), offer, input.Amount, now, now + policy.QuoteValidity, null)
        {
            Outlet = input.Outlet,
            Promise = projection.Projection,
        };
        return await store.Quotes.SaveAsync(quote, arrival) is { } overloaded ? overloaded : (quote, projection);
    }

    /// <summary>Makes what a quote would hold, and holds nothing.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="input">What is asked for.</param>
    /// <param name="cancel">The call's end.</param>
    public Task<Result<(TopUpOffer Offer, SaleProjection Projection)>> PreviewAsync(
        Caller caller, SaleInput input, CancellationToken cancel) =>
        PreviewAsync(caller, input, clock.GetUtcNow(), cancel);

    private async Task<Result<(TopUpOffer Offer, SaleProjection Projection)>> PreviewAsync(
        Caller caller, SaleInput input, DateTimeOffset now, CancellationToken cancel)
    {
        var partner = await partners.GetAsync(caller.PartnerId, cancel);
        var sale = await preparation.PrepareAsync(partner, input, now, cancel);
        if (sale.Refusal is { } refusal)
        {
            return refusal;
        }

        var projection = await projections.ProjectAsync(sale.Value, now, cancel);
        if (projection.Refusal is { } refused)
        {
            return refused;
        }

        var known = sale.Value with
        {
            Request = sale.Value.Request with
            {
                Card = new CardFacts(projection.Value.Projection.Before.ValidUntil),
            },
        };
        // Nobody says yet who will sell it: what limits terminals and cashiers is asked with the sale.
        var limits = await limiting.OfAsync(
            partner, new LimitedSale(partner.Id, input.Outlet, "", "", known.Card, HasTill: false), now, cancel);
        if (limits.Refusal is { } unavailable)
        {
            return unavailable;
        }

        var (offer, recent, stand) = await store.TopUps.OfferAsync(
            partner.Id, new SaleProposal.AtPresentPrice(known), now - CardProjections.NearPast, limits.Value, cancel);
        if ((offer.Refusal ?? TopUpDecision.RefuseLimit(offer.Value, stand, now)) is { } reason)
        {
            return reason;
        }

        return (offer.Value, projection.Value with
        {
            Earlier = projections.Near(caller, known, recent, now),
            Gifts = offer.Value.Price.CardGifts,
        });
    }
}
