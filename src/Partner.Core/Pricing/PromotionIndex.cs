using Partner.Core.Amounts;
using Partner.Core.Plans;
using Partner.Core.Rules;

namespace Partner.Core.Pricing;

/// <summary>
/// Promotions by one of the conditions that narrow them most, so that finding the candidates of a sale does not look at
/// those of other partners and plans.
/// </summary>
internal sealed class PromotionIndex
{
    private readonly Dictionary<(Currency, Narrowed, string), List<Promotion>> _shelves = [];
    private readonly Dictionary<(Currency, string Coupon), List<Promotion>> _coupons = [];

    public PromotionIndex(IEnumerable<Promotion> promotions)
    {
        foreach (var promotion in promotions)
        {
            if (promotion.Conditions.Coupon is { } coupon)
            {
                Put(_coupons, (promotion.Currency, coupon), promotion);
                continue;
            }

            foreach (var (by, value) in Places(promotion.Conditions))
            {
                Put(_shelves, (promotion.Currency, by, value), promotion);
            }
        }
    }

    private enum Narrowed
    {
        Partner,
        Plan,
        Category,
        Region,
        Channel,
        Not,
    }

    /// <summary>Promotions without a coupon that can apply, by group and id.</summary>
    public IReadOnlyList<Promotion> Find(Payee seller, Plan plan, Channel channel)
    {
        ReadOnlySpan<(Narrowed By, string? Value)> places =
        [
            (Narrowed.Partner, seller.PartnerId.Value),
            (Narrowed.Plan, plan.Code.Value),
            (Narrowed.Category, plan.Category),
            (Narrowed.Region, seller.Region),
            (Narrowed.Channel, channel.ToString()),
            (Narrowed.Not, ""),
        ];
        List<Promotion>? found = null;
        foreach (var (by, value) in places)
        {
            if (value is null || !_shelves.TryGetValue((plan.Price.Currency, by, value), out var shelf))
            {
                continue;
            }

            foreach (var promotion in shelf)
            {
                if (Promotions.Static(promotion, seller, plan, channel) == PromotionEligibility.Eligible)
                {
                    (found ??= []).Add(promotion);
                }
            }
        }

        found?.Sort(PromotionOrder.Instance);
        return found is null ? [] : found;
    }

    /// <summary>Promotions that take a coupon and can apply, in no order.</summary>
    public IReadOnlyList<Promotion> WithCoupon(string coupon, Payee seller, Plan plan, Channel channel) =>
        _coupons.TryGetValue((plan.Price.Currency, coupon), out var named)
            ? [.. named.Where(one => Promotions.Static(one, seller, plan, channel) == PromotionEligibility.Eligible)]
            : [];

    private static void Put<TKey>(Dictionary<TKey, List<Promotion>> shelves, TKey place, Promotion promotion)
        where TKey : notnull
    {
        if (!shelves.TryGetValue(place, out var shelf))
        {
            shelves[place] = shelf = [];
        }

        shelf.Add(promotion);
    }

    private static IEnumerable<(Narrowed By, string Value)> Places(PromotionConditions conditions) => conditions switch
    {
        { Partners.Count: > 0 } => Each(Narrowed.Partner, conditions.Partners),
        { Plans.Count: > 0 } => Each(Narrowed.Plan, conditions.Plans),
        { Categories.Count: > 0 } => Each(Narrowed.Category, conditions.Categories),
        { Regions.Count: > 0 } => Each(Narrowed.Region, conditions.Regions),
        { Channels.Count: > 0 } => Each(Narrowed.Channel, conditions.Channels.Select(channel => channel.ToString())),
        _ => [(Narrowed.Not, "")],
    };

    private static IEnumerable<(Narrowed By, string Value)> Each(Narrowed by, IEnumerable<string> values) =>
        values.Distinct(StringComparer.Ordinal).Select(value => (by, value));
}
