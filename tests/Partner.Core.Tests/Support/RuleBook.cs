using Partner.Core.Amounts;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Rules;

namespace Partner.Core.Tests.Support;

/// <summary>What stands around what a test is about: a seller, a plan of any amount, and one of ¥100.</summary>
internal static class RuleBook
{
    public static readonly Plan Any = Given.Plan(
        "any", new PlanPrice.Range(Given.Fen(1), Given.Fen(long.MaxValue), Given.Fen(1)));

    public static readonly Plan Hundred = Given.Plan("hundred", new PlanPrice.Fixed(Given.Yuan(100)));

    public static readonly Payee Acme = new(new PartnerId("acme"), null, null, Given.Cny);

    public static readonly RulesInForce Empty = new(
        new PlanCatalogue("plans@1", [Any, Hundred], []), [], [], [], [], [], null);

    public static readonly PricingFacts FirstTopUp = PricingFacts.None with { FirstTopUp = true };

    public static RulesInForce With(params Promotion[] promotions) => Empty with { Promotions = promotions };

    public static RulesInForce With(params FeeEntry[] fees) => Empty with
    {
        Prices = [new PriceList("prices@1", Given.Cny, [], fees)],
    };

    public static Promotion Promotion(
        string id, PromotionWorth worth, PromotionGift gift = PromotionGift.Discount, int group = 1) => new(
        id, "promotions@1", id, id, Given.Cny, group, gift, worth, Funder.Issuer, TimeZoneInfo.Utc,
        new PromotionConditions(), PromotionLimits.None);

    /// <summary>A discount of so many fen.</summary>
    public static Promotion Off(string id, long minor, int group = 1) =>
        Promotion(id, new PromotionWorth.Amount(minor), group: group);

    public static Promotion OnlyFirst(Promotion promotion) => promotion with
    {
        Conditions = promotion.Conditions with { FirstTopUp = true },
    };

    public static Promotion WithCoupon(Promotion promotion, string coupon) => promotion with
    {
        Conditions = promotion.Conditions with { Coupon = coupon },
    };

    public static FeeEntry Fee(string id, Selector applies, long minor = 100) =>
        new(id, applies, Given.Fen(minor), default, null, null, default);

    public static SaleRules Of(
        RulesInForce book, Plan? plan = null, Channel channel = Channel.Pos, string outlet = "") =>
        new RuleIndex(book).Resolve([Acme], plan ?? Any, channel, outlet);

    public static PriceBreakdown Price(
        this SaleRules rules, Money face, PricingFacts? facts = null, string? coupon = null) => Pricer.Price(
        rules, new PricingRequest(face, Given.Noon, coupon, null), facts ?? PricingFacts.None).Value;

    public static IEnumerable<(string RuleId, long Minor)> Discounts(this PriceBreakdown price) => price.Lines
        .Where(line => line.Step == PriceStep.Discount).Select(line => (line.RuleId, line.Amount.Minor));
}
