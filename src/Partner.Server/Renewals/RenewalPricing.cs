using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Pricing;
using Partner.Core.Renewals;
using Partner.Core.TopUps;
using Partner.Server.Plans;
using Partner.Storage;

namespace Partner.Server.Renewals;

/// <summary>What a renewal would come to now.</summary>
public sealed class RenewalPricing(PartnerStore store, SalePreparation preparation, TermsSource terms)
{
    /// <summary>The sale that a renewal makes, by the terms in force.</summary>
    /// <param name="seller">The partner.</param>
    /// <param name="agreed">What the customer agreed to.</param>
    /// <param name="outlet">The outlet; empty when none.</param>
    /// <param name="now">The decision time.</param>
    /// <returns>
    /// The sale; AUTO_RENEWAL_NOT_ALLOWED where its plan does not renew itself, or why it cannot be made.
    /// </returns>
    public async Task<Result<PreparedSale>> PrepareAsync(
        PartnerAccount seller, RenewalTerms agreed, string outlet, DateTimeOffset now, CancellationToken cancel)
    {
        if (terms.CatalogueAt(now)?.Find(agreed.PlanCode) is { Conditions.AutoRenewal: false })
        {
            return new Refusal(Reason.AutoRenewalNotAllowed).With("why", "plan");
        }

        return await preparation.PrepareAsync(
            seller,
            new SaleInput(agreed.Card, agreed.PlanCode, null, agreed.Channel, outlet, null, null),
            now,
            cancel);
    }

    /// <summary>The price of a sale at this moment; nothing is held.</summary>
    /// <param name="seller">The partner.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="now">The decision time.</param>
    public async Task<Result<PriceBreakdown>> PriceAsync(
        PartnerAccount seller, PreparedSale sale, DateTimeOffset now, CancellationToken cancel)
    {
        var (offer, _, _) = await store.TopUps.OfferAsync(
            seller.Id, new SaleProposal.AtPresentPrice(sale), now, null, cancel);
        return offer.Refusal is { } refusal ? refusal : offer.Value.Price;
    }

    /// <summary>What a renewal would cost the float now; null where it cannot be sold now.</summary>
    /// <param name="seller">The partner.</param>
    /// <param name="renewal">The renewal.</param>
    /// <param name="now">The decision time.</param>
    public async Task<Money?> DebitAsync(
        PartnerAccount seller, AutoRenewal renewal, DateTimeOffset now, CancellationToken cancel)
    {
        var sale = await PrepareAsync(seller, renewal.Terms, renewal.Outlet, now, cancel);
        if (sale.Refusal is not null)
        {
            return null;
        }

        var price = await PriceAsync(seller, sale.Value, now, cancel);
        return price.Refusal is null ? price.Value.NetDebit : null;
    }
}
