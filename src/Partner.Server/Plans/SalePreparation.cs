using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.TopUps;
using Partner.Storage;

namespace Partner.Server.Plans;

/// <summary>Prepares sales by the terms in force: the seller's chain of parents, the rules, the amount.</summary>
public sealed class SalePreparation(TermsSource terms, PartnerDirectory partners)
{
    /// <summary>Prepares a sale.</summary>
    /// <param name="seller">The selling partner.</param>
    /// <param name="sale">What is asked for.</param>
    /// <param name="now">The decision time; it selects the versions and the chain.</param>
    public async Task<Result<PreparedSale>> PrepareAsync(
        PartnerAccount seller, SaleInput sale, DateTimeOffset now, CancellationToken cancel)
    {
        // Told, not thrown: a request id that was used before is found all the same.
        if (terms.RefusalAt(now) is { } unavailable)
        {
            return unavailable;
        }

        if (terms.At(now) is not { } inForce)
        {
            return new Refusal(Reason.PlanNotFound);
        }

        var chain = await ChainAsync(seller, inForce, cancel);
        return PreparedSale.Of(sale, chain, inForce, now);
    }

    /// <summary>How often a plan may go onto a card by the catalogue in force: no quote holds that.</summary>
    /// <returns>Null where nothing limits it.</returns>
    public CardStretch? LimitOf(PlanCode plan, DateTimeOffset now) =>
        terms.CatalogueAt(now) is { } catalogue ? CardStretch.Of(catalogue.Find(plan), catalogue, now) : null;

    /// <summary>
    /// Whether a sale demands an identity check by the catalogue in force: no quote holds that. Nothing does of a plan
    /// that is no longer there.
    /// </summary>
    public bool DemandsIdCheck(PlanCode plan, Channel channel, DateTimeOffset now) =>
        terms.CatalogueAt(now) is { } catalogue && catalogue.Find(plan) is { } known
        && catalogue.DemandsIdCheck(known, channel);

    /// <summary>A partner with its parents, as the network in force has them.</summary>
    /// <param name="seller">The partner.</param>
    /// <param name="inForce">The terms in force.</param>
    /// <returns>The seller first.</returns>
    public async ValueTask<IReadOnlyList<Payee>> ChainAsync(
        PartnerAccount seller, SellingTerms inForce, CancellationToken cancel)
    {
        var members = inForce.Index.Chain(seller.Id);
        var chain = new Payee[members.Count];
        for (var i = 0; i < chain.Length; i++)
        {
            var account = i == 0
                ? seller
                : await partners.GetAsync(members[i].PartnerId, cancel);
            chain[i] = new Payee(account.Id, members[i].Tier, members[i].Region, account.Currency);
        }

        return chain;
    }
}
