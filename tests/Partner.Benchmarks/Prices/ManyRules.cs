using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Rules;

namespace Partner.Benchmarks.Prices;

/// <summary>
/// 10,000 rules: 2,500 prices, 2,500 fees, 2,500 commission rules, 1,000 tax rules and 1,500 promotions, spread over
/// partners, tiers, plans, categories, channels and outlets. Each sale meets a price, a fee, a discount, and a
/// commission and a tax at two levels.
/// </summary>
internal static class ManyRules
{
    private static readonly Currency Cny = Currency.Of("CNY");

    public static RulesInForce Book(int plans) => new(
        new PlanCatalogue("plans@1", Enumerable.Range(0, plans).Select(PlanOf), []),
        [
            new PriceList(
                "prices@1",
                Cny,
                [.. Many(2_500, place => new PriceEntry(Id("price", place), Selector(place), Yuan(90 + (place % 10))))],
                [.. Many(2_500, FeeOf)]),
        ],
        [.. Enumerable.Range(0, 1_500).Select(PromotionOf)],
        [
            new CommissionSchedule(
                "commissions",
                "commissions@1",
                Cny,
                TimeZoneInfo.Utc,
                CommissionBase.FaceLessDiscount,
                Tiering.Marginal,
                CommissionMode.Settled,
                TaxMoment.Settlement,
                [.. Many(2_500, CommissionOf)]),
        ],
        [new TaxTable("tax@1", Cny, [.. Many(1_000, place =>
            new TaxRule(Id("tax", place), Selector(place), new BasisPoints(600)))])],
        [],
        null);

    public static Payee[] Chain(int place) =>
    [
        new(new PartnerId(Id("partner", place)), place % 2 == 0 ? "gold" : "silver", "SH", Cny),
        new(new PartnerId(Id("master", place % 7)), "master", "SH", Cny),
    ];

    private static IEnumerable<T> Many<T>(int count, Func<int, T> make) => Enumerable.Range(0, count).Select(make);

    /// <summary>The first matches all; then partners, tiers with plans, categories and channels.</summary>
    private static Selector Selector(int place) => place == 0 ? Core.Rules.Selector.Everything : (place % 5) switch
    {
        0 => new Selector(PartnerId: new PartnerId(Id("partner", place))),
        1 => new Selector(Tier: "gold", PlanCode: new PlanCode(Id("plan", place))),
        2 => new Selector(Category: Id("category", place), Channel: Channel.Kiosk),
        3 => new Selector(PlanCode: new PlanCode(Id("plan", place)), Channel: (Channel)(1 + (place % 8))),
        _ =>
            new Selector(
                PartnerId: new PartnerId(Id("partner", place)), CardType: CardType.Phone, Outlet: Id("shop", place)),
    };

    private static Plan PlanOf(int place) => new(
        new PlanCode(Id("plan", place)),
        "Plan",
        "套餐",
        CardType.Phone,
        Id("category", place % 50),
        "CN",
        new PlanPrice.Fixed(Yuan(100)),
        PeriodUnit.Month,
        1,
        0,
        TimeSpan.FromMinutes(30));

    private static FeeEntry FeeOf(int place) => new(
        Id("fee", place), Selector(place), null, new BasisPoints(100), Yuan(1), Yuan(5), new BasisPoints(6_000));

    private static CommissionRule CommissionOf(int place) => new(
        Id("commission", place),
        Selector(place),
        new BasisPoints(300),
        0,
        null,
        null,
        [new TierStep(1_000_000, new BasisPoints(400)), new TierStep(5_000_000, new BasisPoints(500))],
        null);

    /// <summary>The first is for all; the others for one partner or one plan each, some with limits.</summary>
    private static Promotion PromotionOf(int place) => new(
        Id("promotion", place),
        "promotions@1",
        "Promotion",
        "优惠",
        Cny,
        place % 3,
        PromotionGift.Discount,
        new PromotionWorth.Percent(new BasisPoints(500), 1_000),
        Funder.Operator,
        TimeZoneInfo.Utc,
        place == 0 ? new PromotionConditions()
            : place % 2 == 0 ? new PromotionConditions { Partners = [Id("partner", 1_000 + place)] }
            : new PromotionConditions { Plans = [Id("plan", 20_000 + place)] },
        place % 4 == 1 ? new PromotionLimits(1, null, null, 1_000_000) : PromotionLimits.None);

    private static string Id(string word, int place) => string.Create(CultureInfo.InvariantCulture, $"{word}-{place}");

    private static Money Yuan(long units) => new(units * 100, Cny);
}
