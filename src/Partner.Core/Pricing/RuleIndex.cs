using System.Collections.Frozen;
using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Plans;
using Partner.Core.Rules;

namespace Partner.Core.Pricing;

/// <summary>
/// The rules in force, arranged so that finding those of a sale costs the same however many plans and rules there are.
/// Made once for each set of versions; safe for concurrent use.
/// </summary>
public sealed class RuleIndex
{
    private readonly FrozenDictionary<Currency, CurrencyRules> _byCurrency;
    private readonly FrozenDictionary<(Currency Plan, Currency Float), FxRule> _rates;
    private readonly FrozenDictionary<PartnerId, NetworkMember> _members;
    private readonly FrozenSet<(PartnerId Partner, string Outlet)> _outlets;
    private readonly PromotionIndex _promotions;
    private readonly SaleRulesCache _cache = new();

    /// <summary>Arranges the rules.</summary>
    /// <param name="inForce">All versions in force.</param>
    public RuleIndex(RulesInForce inForce)
    {
        Rules = inForce;
        _byCurrency = CurrencyRules.Of(inForce).ToFrozenDictionary();
        _rates = RatesOf(inForce).ToFrozenDictionary();
        _members = (inForce.Network?.Members ?? []).ToFrozenDictionary(member => member.PartnerId);
        _outlets = SelectorsOf(inForce)
            .Where(selector => selector is { PartnerId: not null, Outlet: not null })
            .Select(selector => (selector.PartnerId!.Value, selector.Outlet!))
            .ToFrozenSet();
        _promotions = new PromotionIndex(inForce.Promotions);
    }

    /// <summary>The versions in force.</summary>
    public RulesInForce Rules { get; }

    /// <summary>A partner's place in the hierarchy: no tier, region or parent where no network names it.</summary>
    public NetworkMember Member(PartnerId partnerId) =>
        _members.TryGetValue(partnerId, out var member) ? member : new NetworkMember(partnerId, null, null, null);

    /// <summary>The partners of a sale's chain: the seller, its parent and so on, at most four.</summary>
    /// <returns>The seller first.</returns>
    public IReadOnlyList<NetworkMember> Chain(PartnerId sellerId)
    {
        var chain = new List<NetworkMember>(1);
        PartnerId? next = sellerId;
        while (next is { } id && chain.Count < PartnerNetwork.MostLevels)
        {
            chain.Add(Member(id));
            next = chain[^1].Parent;
        }

        return chain;
    }

    /// <summary>The rules for a sale. Kept, so that repeated sales of one kind look nothing up.</summary>
    /// <param name="chain">The seller, its parent and so on; one to four.</param>
    /// <param name="plan">A plan of the catalogue in force.</param>
    /// <param name="outlet">The seller's outlet; empty when none.</param>
    public SaleRules Resolve(IReadOnlyList<Payee> chain, Plan plan, Channel channel, string outlet)
    {
        var named = outlet.Length > 0 && _outlets.Contains((chain[0].PartnerId, outlet)) ? outlet : "";
        var key = new SaleKind(chain, plan.Code, channel, named);
        if (_cache.Find(key) is { } known)
        {
            return known;
        }

        var made = Make(chain, plan, channel, named.Length > 0 ? named : null);
        _cache.Keep(key, made);
        return made;
    }

    /// <summary>
    /// The same rules without promotions, which depend on the card: for price lists. Not kept, since a list asks for
    /// every kind of sale once.
    /// </summary>
    /// <param name="chain">The seller, its parent and so on; one to four.</param>
    /// <param name="plan">A plan of the catalogue in force.</param>
    /// <param name="outlet">The seller's outlet; empty when none.</param>
    public SaleRules ResolveWithoutPromotions(
        IReadOnlyList<Payee> chain, Plan plan, Channel channel, string outlet) =>
        Make(chain, plan, channel, outlet.Length > 0 ? outlet : null, withPromotions: false);

    /// <summary>The commission rules that a partner earns by, as seller or parent, in all plans and channels.</summary>
    /// <param name="payee">The partner.</param>
    /// <returns>
    /// Each with the number of plans and channels that it wins for; by schedule, then the most frequent first, then by
    /// id. Rules for single outlets are left out.
    /// </returns>
    public IReadOnlyList<(CommissionSchedule Schedule, CommissionRule Rule, int Sales)> RulesOf(Payee payee) =>
    [
        .. Rules.Catalogue.Plans
            .SelectMany(plan => Enum.GetValues<Channel>().Select(channel =>
                _byCurrency.GetValueOrDefault(plan.Price.Currency, CurrencyRules.None)
                    .Commissions.Find(payee, plan, channel, null)))
            .OfType<ScheduledRule>()
            .GroupBy(found => (Schedule: found.Schedule.Id, Rule: found.Rule.Id))
            .Select(group => (group.First().Schedule, group.First().Rule, Sales: group.Count()))
            .OrderBy(found => found.Schedule.Id, StringComparer.Ordinal)
            .ThenByDescending(found => found.Sales)
            .ThenBy(found => found.Rule.Id, StringComparer.Ordinal),
    ];

    private SaleRules Make(
        IReadOnlyList<Payee> chain, Plan plan, Channel channel, string? outlet, bool withPromotions = true)
    {
        var rules = _byCurrency.GetValueOrDefault(plan.Price.Currency, CurrencyRules.None);
        var seller = chain[0];
        var levels = chain.Select((payee, number) =>
            LevelOf(rules, number, payee, plan, channel, number == 0 ? outlet : null)).ToArray();
        var price = plan.Price is PlanPrice.Fixed ? rules.Prices.Find(seller, plan, channel, outlet) : null;
        var fee = rules.Fees.Find(seller, plan, channel, outlet);
        var versions = new PriceVersions(
            Rules.Catalogue.Version, price?.Version ?? fee?.Version ?? "", levels[0].Schedule?.Version ?? "")
        {
            Tax = levels[0].Tax?.Version ?? "",
            Fx = levels[0].Fx?.Terms.Version ?? "",
            Network = Rules.Network?.Version ?? "",
        };
        return new SaleRules(
            levels,
            plan,
            channel,
            price is null ? null : (price.Rule, price.Version),
            fee is null ? null : (fee.Rule, fee.Version),
            withPromotions ? _promotions.Find(seller, plan, channel) : [],
            coupon => withPromotions ? _promotions.WithCoupon(coupon, seller, plan, channel) : [],
            versions);
    }

    private LevelRules LevelOf(
        CurrencyRules rules, int number, Payee payee, Plan plan, Channel channel, string? outlet)
    {
        var commission = rules.Commissions.Find(payee, plan, channel, outlet);
        var tax = rules.Taxes.Find(payee, plan, channel, outlet);
        var currency = plan.Price.Currency;
        return new LevelRules(
            number,
            payee,
            commission?.Schedule,
            commission?.Rule,
            tax is null ? null : new TaxTerms(tax.Rule.Id, tax.Version, tax.Rule.Rate),
            payee.FloatCurrency != currency,
            payee.FloatCurrency == currency ? null : _rates.GetValueOrDefault((currency, payee.FloatCurrency)));
    }

    private static Dictionary<(Currency, Currency), FxRule> RatesOf(RulesInForce inForce)
    {
        var rates = new Dictionary<(Currency, Currency), FxRule>();
        foreach (var table in inForce.Rates)
        {
            foreach (var rate in table.Rates)
            {
                var terms = new FxTerms(rate.Id, table.Version, rate.RateE8, rate.Margin);
                rates.TryAdd((rate.Plan, rate.Float), new FxRule(terms, table.From, table.MaximumAge));
            }
        }

        return rates;
    }

    private static IEnumerable<Selector> SelectorsOf(RulesInForce inForce) => inForce.Prices
        .SelectMany(list => list.Prices.Select(entry => entry.Applies).Concat(list.Fees.Select(entry => entry.Applies)))
        .Concat(inForce.Schedules.SelectMany(schedule => schedule.Rules.Select(rule => rule.Applies)))
        .Concat(inForce.Taxes.SelectMany(table => table.Rules.Select(rule => rule.Applies)));
}
