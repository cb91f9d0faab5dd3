using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Documents;
using Partner.Core.Plans;
using Partner.Core.Rules;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Documents;

/// <summary>What good documents say is what the rules hold.</summary>
public sealed class GoodDocumentTests
{
    private static readonly Currency Jpy = Currency.Of("JPY");
    private static readonly Currency Usd = Currency.Of("USD");

    [Fact]
    public void A_price_list_is_read_whole()
    {
        var prices = Read(Samples.Prices).Prices!;

        Assert.Equal(("prices@1", Given.Cny), (prices.Version, prices.Currency));
        Assert.Equal(
            [
                new PriceEntry(
                    "gold-7", new Selector { Tier = "gold", PlanCode = new PlanCode("travel-7") }, Given.Yuan(66)),
                new PriceEntry(
                    "acme-7", new Selector { PartnerId = new PartnerId("acme"), Category = "data" }, Given.Yuan(65)),
            ],
            prices.Prices);
        Assert.Equal(
            [
                new FeeEntry(
                    "till", new Selector { Channel = Channel.Pos }, Given.Yuan(1), default, null, null, new(10_000)),
                new FeeEntry(
                    "post",
                    new Selector { Channel = Channel.PostOffice, CardType = CardType.Phone },
                    null,
                    new BasisPoints(150),
                    Given.Fen(50),
                    Given.Yuan(3),
                    new BasisPoints(2_500)),
            ],
            prices.Fees);
    }

    [Fact]
    public void A_commission_schedule_is_read_whole()
    {
        var schedule = Read(Samples.Schedule).Schedule!;

        Assert.Equal(
            ("commissions", "commissions@1", Given.Cny, "Asia/Shanghai"),
            (schedule.Id, schedule.Version, schedule.Currency, schedule.Zone.Id));
        Assert.Equal(
            (CommissionBase.FaceLessDiscount, Tiering.Marginal, CommissionMode.Settled, TaxMoment.Settlement),
            (schedule.Base, schedule.Tiering, schedule.Mode, schedule.TaxAt));
        Assert.Equal(2, schedule.Rules.Count);
        Assert.Equal(
            new CommissionRule("flat", Selector.Everything, new BasisPoints(300), 0, null, null, [], null),
            schedule.Rules[0] with { Steps = [] });
        Assert.Empty(schedule.Rules[0].Steps);
        Assert.Equal([new TierStep(100_000, new(350)), new TierStep(500_000, new(400))], schedule.Rules[1].Steps);
        Assert.Equal(
            new CommissionRule(
                "gold", new Selector { Tier = "gold" }, new BasisPoints(320), 10, 20, 5_000, [], new BasisPoints(50)),
            schedule.Rules[1] with { Steps = [] });
    }

    [Fact]
    public void Promotions_are_read_whole()
    {
        var document = Read(Samples.Promotions);
        var promotions = document.Promotions!;

        Assert.Equal(new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero), document.Document.To);
        Assert.Equal(["first", "full", "back", "points"], promotions.Select(one => one.Id));
        Assert.Equal([1, 2, 3, 3], promotions.Select(one => one.Group));
        Assert.Equal(
            [PromotionGift.Discount, PromotionGift.Discount, PromotionGift.CardCashback, PromotionGift.Points],
            promotions.Select(one => one.Gift));
        Assert.Equal(
            [Funder.Operator, Funder.Partner, Funder.Issuer, Funder.Operator], promotions.Select(one => one.Funder));
        Assert.Equal(
            [
                new PromotionWorth.Percent(new(1_000), 2_000), new PromotionWorth.Threshold(10_000, 1_000, true),
                new PromotionWorth.Amount(200), new PromotionWorth.Percent(new(20_000), 500),
            ],
            promotions.Select(one => one.Worth));
        Assert.Equal(new PromotionLimits(1, 100, 1_000, 500_000), promotions[0].Limits);
        Assert.Equal(new PromotionLimits(null, null, null, 100_000), promotions[3].Limits);
        Assert.Equal(("100 less 10", "满百减十"), (promotions[1].NameEn, promotions[1].NameZh));
        Assert.All(promotions, one => Assert.Equal(
            ("promotions@1", Given.Cny, "Asia/Shanghai"), (one.Version, one.Currency, one.Zone.Id)));
    }

    [Fact]
    public void The_conditions_of_a_promotion_are_read_whole()
    {
        var promotions = Read(Samples.Promotions).Promotions!;
        var first = promotions[0].Conditions;

        Assert.Equal((true, false, null), (first.FirstTopUp, first.BeforeExpiry, first.WithinDays));
        Assert.Equal(["travel-7"], first.Plans);
        Assert.Equal([Channel.Pos, Channel.App], first.Channels);
        Assert.Equal(["acme"], first.Partners);
        Assert.Equal(["south"], first.Regions);
        Assert.Equal([DayOfWeek.Saturday, DayOfWeek.Sunday], first.Days);
        Assert.Equal(
            (new TimeOnly(22, 0), new TimeOnly(6, 0), "HELLO"), (first.From!.Value, first.To!.Value, first.Coupon));
        Assert.Equal((true, 30), (promotions[1].Conditions.BeforeExpiry, promotions[1].Conditions.WithinDays));
        Assert.Equal(["amount"], promotions[1].Conditions.Categories);
    }

    [Fact]
    public void Tax_rules_are_read_whole()
    {
        var taxes = Read(Samples.Taxes).Taxes!;

        Assert.Equal(("taxes@1", Given.Cny), (taxes.Version, taxes.Currency));
        Assert.Equal(
            [
                new TaxRule("small", Selector.Everything, new BasisPoints(100)),
                new TaxRule("acme", new Selector { PartnerId = new PartnerId("acme"), Outlet = "store-1" },
                    new BasisPoints(600)),
            ],
            taxes.Rules);
    }

    [Fact]
    public void Rates_are_read_exactly()
    {
        var rates = Read(Samples.Rates).Rates!;

        Assert.Equal(("fx@1", TimeSpan.FromDays(1)), (rates.Version, rates.MaximumAge));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), rates.From);
        Assert.Equal(
            [
                new FxRate("CNY-USD", Given.Cny, Usd, 14_012_345, new BasisPoints(50)),
                new FxRate("CNY-JPY", Given.Cny, Jpy, 2_150_000_000, default),
            ],
            rates.Rates);
    }

    [Fact]
    public void A_network_is_read_whole() => Assert.Equal(
        [new NetworkMember(new PartnerId("acme"), "gold", "south", new PartnerId("master")),
            new NetworkMember(new PartnerId("master"), null, null, null)],
        Read(Samples.Network).Network!.Members);

    [Fact]
    public void A_chain_of_four_partners_is_allowed()
    {
        var network = Read(Samples.Network.With(
            """{ "partner": "master" }""",
            """
            { "partner": "master", "parent": "b" }, { "partner": "b", "parent": "c" }
            """)).Network!;

        Assert.Equal("c", network.Members[^1].Parent?.Value);
    }

    [Fact]
    public void An_end_that_is_final_is_read()
    {
        var document = Read(Samples.Taxes.With(
            "\"currency\"", "\"to\": \"2026-12-31T16:00:00.5Z\", \"final\": true, \"currency\"")).Document;

        Assert.Equal(new DateTimeOffset(2026, 12, 31, 16, 0, 0, 500, TimeSpan.Zero), document.To);
        Assert.True(document.Final);
    }

    private static ParsedDocument Read(string json)
    {
        var document = DocumentReader.Read(json, out var findings);
        Assert.Empty(findings);
        return document!;
    }
}
