using Partner.Core.Ledger;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Gifts;

/// <summary>Which gift a sale pins, and that it costs nobody money.</summary>
public sealed class GiftPricingTests
{
    private static readonly Plan Plan = Given.Plan("phone-100", new PlanPrice.Fixed(Given.Yuan(100)));

    [Fact]
    public void Data_is_pinned_where_the_plan_works_and_moves_no_money()
    {
        var price = Price(Data("week", 1_000));

        var line = Assert.Single(price.Gifts);
        Assert.Equal((PriceStep.Data, "week", Given.Fen(0)), (line.Step, line.RuleId, line.Amount));
        Assert.Equal(new CardGrant(1_000, Days(7)) { Region = "CN" }, line.Grant);
        Assert.Equal((Given.Yuan(100), Given.Yuan(100)), (price.CustomerPays, price.NetDebit));
        Assert.Empty(Postings.Gifts(new TopUpId("t1"), price));
        var gifts = price.CardGifts!;
        Assert.Equal(
            (new CardGrant(1_000, Days(7)) { Region = "CN", NameEn = "week", NameZh = "周" }, Given.Fen(0), 0L),
            (Assert.Single(gifts.Grants), gifts.Credit, gifts.Points));
    }

    [Fact]
    public void Of_a_group_the_most_data_is_given_the_longest_validity_and_money_before_either()
    {
        Assert.Equal(["more"], Ids(Data("less", 5), Data("more", 6)));
        Assert.Equal(["month"], Ids(Validity("days", Days(30)), Validity("month", Months(1))));
        Assert.Equal(["days"], Ids(Validity("days", Days(31)), Validity("month", Months(1))));
        Assert.Equal(["data"], Ids(Validity("validity", Months(12)), Data("data", 1)));
        Assert.Equal(["points"], Ids(Data("data", 1), Money("points", PromotionGift.Points)));
        Assert.Equal(["cash"], Ids(Data("data", 1), Money("cash", PromotionGift.CardCashback)));
        Assert.Equal(["data", "validity"], Ids(Data("data", 1), Validity("validity", Days(1)) with { Group = 2 }));
    }

    [Fact]
    public void A_gift_from_an_amount_on_is_given_from_exactly_there_after_discounts()
    {
        var reached = new PromotionWorth.Grant(new CardGrant(1, Days(7)), 10_000);
        var off = Data("off", 1) with
        {
            Gift = PromotionGift.Discount,
            Worth = new PromotionWorth.Amount(1),
            Group = 0,
        };

        Assert.Equal(["data"], Ids(Data("data", 1) with { Worth = reached }));
        Assert.Empty(Ids(Data("data", 1) with { Worth = reached with { Reach = 10_001 } }));
        Assert.Empty(Ids(off, Data("data", 1) with { Worth = reached }));
        var sale = new PromotionSale(Seller, Plan, Channel.Pos, Given.Noon, null, null);
        Assert.Equal(
            PromotionEligibility.BelowThreshold,
            Promotions.Eligibility(Data("data", 1) with { Worth = reached }, sale, PricingFacts.None, 9_999));
    }

    [Fact]
    public void Uses_of_a_gift_are_limited_as_those_of_money_are()
    {
        var once = Data("once", 1) with { Limits = new PromotionLimits(1, null, null, null) };
        var used = new PricingFacts(
            false, new Dictionary<string, PromotionUse> { ["once"] = new(1, 1, 1, 0) }, 0);

        Assert.Equal(["once"], Price(once).Gifts.Select(line => line.RuleId));
        Assert.Empty(Price([once], used).Gifts);
        Assert.NotNull(Promotions.CheckRoom(Price(once), used));
    }

    [Fact]
    public void A_price_without_gifts_to_the_card_has_none()
    {
        Assert.Null(Given.Price(Given.Yuan(1)).CardGifts);
        Assert.Null(Price(Money("mine", PromotionGift.PartnerCashback)).CardGifts);
        var cash = Price(Money("cash", PromotionGift.CardCashback)).CardGifts!;
        Assert.Equal((Given.Yuan(1), 0, 0L), (cash.Credit, cash.Grants.Count, cash.Points));
    }

    [Fact]
    public void All_that_goes_onto_the_card_is_told_together_in_the_order_of_the_price()
    {
        var price = Price(
            Data("data", 5) with { Group = 3 },
            Validity("month", Months(1)) with { Group = 2 },
            Money("points", PromotionGift.Points));

        var gifts = price.CardGifts!;

        Assert.Equal(
            [
                new CardGrant(0, Months(1)) { NameEn = "month", NameZh = "周" },
                new CardGrant(5, Days(7)) { Region = "CN", NameEn = "data", NameZh = "周" },
            ],
            gifts.Grants);
        Assert.Equal((Given.Fen(0), 100L), (gifts.Credit, gifts.Points));
    }

    [Fact]
    public void A_gift_whose_promotion_has_no_name_has_none()
    {
        var price = Price(Data("week", 1));

        var unnamed = price with
        {
            Lines = [.. price.Lines.Select(line => line with { NameEn = null, NameZh = null })],
        };

        var grant = Assert.Single(unnamed.CardGifts!.Grants);
        Assert.Equal(("", ""), (grant.NameEn, grant.NameZh));
    }

    private static readonly Payee Seller = new(new PartnerId("acme"), null, null, Given.Cny);

    private static IEnumerable<string> Ids(params Promotion[] promotions) =>
        Price(promotions).Gifts.Select(line => line.RuleId);

    private static PriceBreakdown Price(params Promotion[] promotions) => Price(promotions, PricingFacts.None);

    private static PriceBreakdown Price(Promotion[] promotions, PricingFacts facts)
    {
        var index = new RuleIndex(new RulesInForce(
            new PlanCatalogue("plans@1", [Plan], []), [], promotions, [Given.Schedule()], [], [], null));
        var rules = index.Resolve([Seller], Plan, Channel.Pos, "");
        return Pricer.Price(rules, new PricingRequest(Given.Yuan(100), Given.Noon, null, null), facts).Value;
    }

    private static Promotion Data(string id, long bytes) => Gift(
        id, PromotionGift.Data, new PromotionWorth.Grant(new CardGrant(bytes, Days(7)), null));

    private static Promotion Validity(string id, CalendarPeriod period) => Gift(
        id, PromotionGift.Validity, new PromotionWorth.Grant(new CardGrant(0, period), null));

    private static Promotion Money(string id, PromotionGift gift) => Gift(id, gift, new PromotionWorth.Amount(100));

    private static Promotion Gift(string id, PromotionGift gift, PromotionWorth worth) => new(
        id, "promotions@1", id, "周", Given.Cny, 1, gift, worth, Funder.Issuer, TimeZoneInfo.Utc,
        new PromotionConditions(), PromotionLimits.None);

    private static CalendarPeriod Days(int count) => new(PeriodUnit.Day, count);

    private static CalendarPeriod Months(int count) => new(PeriodUnit.Month, count);
}
