using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Reminders;
using Partner.Core.TopUps;
using Partner.Server.Plans;
using Partner.Storage;

namespace Partner.Server.Reminders;

/// <summary>A renewal with its price.</summary>
/// <param name="Option">The renewal.</param>
/// <param name="Price">The price, promotions left aside.</param>
public sealed record PricedRenewal(RenewalOption Option, PriceBreakdown Price);

/// <summary>Finds the best renewals of a partner's cards, at the prices of <c>ListPrices</c>.</summary>
public sealed class BestRenewals(
    TermsSource terms, SalePreparation preparation, PartnerDirectory partners, PartnerStore store)
{
    /// <summary>Begins to find those of a partner's cards, all at the terms of one moment.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="now">The moment.</param>
    /// <exception cref="Contract.RefusalException">SERVICE_UNAVAILABLE: nothing can be priced now.</exception>
    public async Task<Desk> OpenAsync(PartnerId partnerId, DateTimeOffset now, CancellationToken cancel)
    {
        var inForce = terms.At(now);
        var seller = await partners.GetAsync(partnerId, cancel);
        return new Desk(
            inForce, inForce is null ? [] : await preparation.ChainAsync(seller, inForce, cancel), store, now);
    }

    /// <summary>The terms of one moment, with the prices that were worked out by them.</summary>
    public sealed class Desk
    {
        private readonly Dictionary<(PlanCode, Channel, string), SaleRules> _rules = [];
        private readonly Dictionary<(SaleRules, Money), PriceBreakdown?> _prices = [];
        private readonly Dictionary<VolumeKey, long> _volumes = [];
        private readonly SellingTerms? _inForce;
        private readonly IReadOnlyList<Payee> _chain;
        private readonly PartnerStore _store;
        private readonly DateTimeOffset _now;

        internal Desk(SellingTerms? inForce, IReadOnlyList<Payee> chain, PartnerStore store, DateTimeOffset now) =>
            (_inForce, _chain, _store, _now) = (inForce, chain, store, now);

        /// <summary>The rules of a card type.</summary>
        public CardTypeRules RulesOf(Core.Cards.CardType cardType) =>
            _inForce?.Catalogue.RulesOf(cardType) ?? CardTypeRules.Unsaid(cardType);

        /// <summary>The best renewal of a card; null where none can be sold to it.</summary>
        public async Task<PricedRenewal?> BestAsync(CustomerCard card, CancellationToken cancel)
        {
            if (_inForce is not { } inForce)
            {
                return null;
            }

            Money? FaceOf(Plan plan) => Rules(inForce, plan, card.Sale).FixedFace;
            var others = new List<(RenewalOption Option, Money Pays, PriceBreakdown Price)>();
            foreach (var option in RenewalChoice.Options(card, inForce.Catalogue, FaceOf, _now))
            {
                if (await PriceAsync(Rules(inForce, option.Plan, card.Sale), option.Face, cancel) is not { } price)
                {
                    continue;
                }

                if (option.Ground == RenewalGround.BoughtLast)
                {
                    return new PricedRenewal(option, price);
                }

                others.Add((option, price.CustomerPays, price));
            }

            return RenewalChoice.LeastPerDay(others) is { } best ? new PricedRenewal(best.Option, best.With) : null;
        }

        private SaleRules Rules(SellingTerms inForce, Plan plan, LastSale sale)
        {
            var key = (plan.Code, sale.Channel, sale.Outlet);
            return _rules.TryGetValue(key, out var rules)
                ? rules
                : _rules[key] = inForce.Index.ResolveWithoutPromotions(_chain, plan, sale.Channel, sale.Outlet);
        }

        /// <summary>The price; null where the plan cannot be sold now, as without a usable rate of exchange.</summary>
        private async Task<PriceBreakdown?> PriceAsync(SaleRules rules, Money face, CancellationToken cancel)
        {
            if (_prices.TryGetValue((rules, face), out var known))
            {
                return known;
            }

            var volume = 0L;
            if (SaleProposal.VolumeOf(rules, _now) is { } key && !_volumes.TryGetValue(key, out volume))
            {
                volume = _volumes[key] = await _store.Commissions.VolumeAsync(key, cancel);
            }

            var priced = Pricer.Price(
                rules, new PricingRequest(face, _now, null, null), PricingFacts.None with { Volume = volume });
            return _prices[(rules, face)] = priced.Refusal is null ? priced.Value : null;
        }
    }
}
