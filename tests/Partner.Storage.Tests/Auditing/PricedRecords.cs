using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.TopUps;

namespace Partner.Storage.Tests.Auditing;

/// <summary>
/// Sales with all that a price can hold: discounts of all funders, a shared fee, gifts, another currency, tiers, tax,
/// and a chain of "shop" beneath "agent" beneath "master". March is closed; a sale of March is taken back after that.
/// </summary>
internal static class PricedRecords
{
    private const string Shop = "shop";
    private const string Agent = "agent";
    private const string Master = "master";

    private static readonly Currency Cny = Currency.Of("CNY");
    private static readonly Currency Usd = Currency.Of("USD");
    private static readonly Money Face = new(10_000, Cny);

    private static readonly SaleRules Rules = new RuleIndex(new RulesInForce(
        new PlanCatalogue("plans@1", [], []),
        [
            new PriceList("prices@1", Cny, [], [new FeeEntry(
                "fee", Selector.Everything, null, new BasisPoints(155), null, null, new BasisPoints(3_333))]),
        ],
        [
            Promotion("spring", 1, PromotionGift.Discount, new PromotionWorth.Percent(new BasisPoints(500), null)) with
            {
                Limits = new PromotionLimits(1, 5, 10, 10_000),
            },
            Promotion("issuers", 2, PromotionGift.Discount, new PromotionWorth.Amount(200), Funder.Issuer),
            Promotion("house", 3, PromotionGift.Discount, new PromotionWorth.Amount(150), Funder.Partner),
            Promotion("back", 4, PromotionGift.PartnerCashback, new PromotionWorth.Amount(77)),
            Promotion("bonus", 5, PromotionGift.CardCashback, new PromotionWorth.Amount(30), Funder.Issuer),
            Promotion("stars", 6, PromotionGift.Points, new PromotionWorth.Percent(new BasisPoints(10_000), null)) with
            {
                Limits = new PromotionLimits(null, null, null, 100_000),
            },
        ],
        [
            Schedule("retail", Shop, CommissionBase.FaceLessDiscount, Tiering.Marginal, TaxMoment.Credit),
            Schedule("agency", Agent, CommissionBase.Face, Tiering.Whole, TaxMoment.Settlement) with
            {
                Mode = CommissionMode.Settled,
            },
            Schedule("network", Master, CommissionBase.CustomerPays, Tiering.Marginal, TaxMoment.Settlement, 50),
        ],
        [new TaxTable("tax@1", Cny, [new TaxRule("withholding", Selector.Everything, new BasisPoints(650))])],
        [
            new FxTable("rates@1", March.AddDays(-10), TimeSpan.FromDays(90), [new FxRate(
                "CNY-USD", Cny, Usd, 13_845_678, new BasisPoints(150))]),
        ],
        null)).Resolve(
            [new Payee(new PartnerId(Shop), null, null, Usd),
                new Payee(new PartnerId(Agent), null, null, Cny), new Payee(new PartnerId(Master), null, null, Usd)],
            Given.Plan("phone-100", new PlanPrice.Fixed(Face)) with { ReversalWindow = TimeSpan.FromDays(90) },
            Channel.Pos,
            "");

    public static DateTimeOffset March => new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset April => new(2026, 4, 25, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Sells in March.</summary>
    /// <returns>The sale that is taken back once March is closed.</returns>
    public static async Task<TopUpRecord> WriteAsync(RecordWriter book)
    {
        await book.PartnerAsync(Shop, "USD", 100_000);
        await book.PartnerAsync(Agent, "CNY", 1);
        await book.PartnerAsync(Master, "USD", 1);
        await SucceedAsync(book, "p-done", 1);
        var late = await SucceedAsync(book, "p-late", 2);
        var reversed = await SucceedAsync(book, "p-reversed", 3);
        await book.ReverseAsync(reversed, "pr-reversed", IssuerVerdict.Accepted);
        await SucceedAsync(book, "p-again", 1);
        await book.AnswerAsync(await SellAsync(book, "p-failed", 4), IssuerVerdict.Declined);
        await SellAsync(book, "p-open", 5);
        return late;
    }

    /// <summary>Closes March, takes a sale of March back and sells in April.</summary>
    public static async Task CloseAsync(RecordWriter book, TopUpRecord late)
    {
        await book.CloseAsync("2026-03");
        await book.ReverseAsync(late, "pr-late", IssuerVerdict.Accepted);
        await SucceedAsync(book, "p-april", 6);
    }

    /// <summary>A sale that succeeds.</summary>
    public static async Task<TopUpRecord> SucceedAsync(RecordWriter book, string id, int card) =>
        await book.AnswerAsync(await SellAsync(book, id, card), IssuerVerdict.Accepted);

    private static Task<TopUpRecord> SellAsync(RecordWriter book, string id, int card) => book.SellAsync(
        Shop,
        id,
        new PreparedSale(
            Given.CardNumbered(card), CardType.Phone, Rules, new PricingRequest(Face, default, null, null)),
        "USD");

    private static Promotion Promotion(
        string id, int group, PromotionGift gift, PromotionWorth worth, Funder funder = Funder.Operator) => new(
        id,
        "promotions@1",
        id,
        id,
        Cny,
        group,
        gift,
        worth,
        funder,
        TimeZoneInfo.Utc,
        new PromotionConditions(),
        PromotionLimits.None);

    private static CommissionSchedule Schedule(
        string id, string payee, CommissionBase on, Tiering tiering, TaxMoment taxAt, int? added = null) => new(
        id,
        id + "@1",
        Cny,
        TimeZoneInfo.Utc,
        on,
        tiering,
        CommissionMode.Instant,
        taxAt,
        [
            new CommissionRule(
                id,
                new Selector(new PartnerId(payee)),
                new BasisPoints(payee == Agent ? 400 : 200),
                3,
                10,
                null,
                [new TierStep(12_345, new BasisPoints(payee == Agent ? 475 : 350))],
                added is { } rate ? new BasisPoints(rate) : null),
        ]);
}
