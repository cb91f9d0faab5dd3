using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Commissions;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>A price is read back as it was computed, with all that commission and promotions need later.</summary>
public sealed class PriceRoundTripTests
{
    private static readonly Currency Usd = Currency.Of("USD");
    private static readonly Currency Jpy = Currency.Of("JPY");
    private static readonly FxTerms Fx = new("USD-CNY", "rates@9", 712_345_678, new BasisPoints(150));

    private static readonly CommissionRule EveryMember = new(
        "gold",
        new Selector(new PartnerId("acme"), null, new PlanCode("travel-1y"), null, null, Channel.Kiosk, "outlet-1"),
        new BasisPoints(300),
        5,
        1,
        9_000,
        [new TierStep(100_000, new BasisPoints(400)), new TierStep(500_000, new BasisPoints(500))],
        new BasisPoints(25));

    private static readonly CommissionRule FewMembers = new(
        "all",
        new Selector(null, "silver", null, "data", CardType.Travel),
        new BasisPoints(0),
        0,
        null,
        null,
        [],
        null);

    [Theory]
    [OnEveryDatabase]
    public async Task Every_part_of_a_price_is_read_back_as_it_was_saved(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var price = Price();
        var quote = Given.Quote(fixture.NewId()) with { Offer = Given.Offer() with { Price = price } };
        await fixture.Store.Quotes.SaveAsync(quote);

        var read = (await fixture.Store.Quotes.FindAsync(StoreFixture.Acme, quote.Id, CancellationToken.None))!;

        Assert.Equivalent(price, read.Offer.Price, strict: true);
        Assert.Equal(price.Lines, read.Offer.Price.Lines);
        Assert.Equal(price.Versions, read.Offer.Price.Versions);
        Assert.Equal(price.Levels[0].Terms.Rule.Applies, read.Offer.Price.Levels[0].Terms.Rule.Applies);
        Assert.Equal(price.Levels[1].Terms.Rule.Applies, read.Offer.Price.Levels[1].Terms.Rule.Applies);
    }

    private static PriceBreakdown Price() => new(
        Dollars(10_000),
        [
            new PriceLine(PriceStep.Face, "p1", "prices@2", Dollars(10_000)),
            new PriceLine(PriceStep.Discount, "d1", "promo@1", Dollars(-500), Funder.Issuer, "Spring", "春季")
            {
                Limits = new PromotionLimits(1, 2, 3, 4_000_000_000),
                FirstOnly = true,
            },
            new PriceLine(PriceStep.Discount, "d2", "promo@1", Dollars(-1), Funder.Partner, "Till", "收银"),
            new PriceLine(PriceStep.Fee, "f1", "prices@3", Dollars(200)),
            new PriceLine(PriceStep.PartnerCashback, "c1", "promo@1", Dollars(10), Funder.Operator, "Back", "返现")
            {
                Limits = new PromotionLimits(null, null, null, 1),
            },
            new PriceLine(PriceStep.CardCashback, "c2", "promo@2", Dollars(20), Funder.Issuer, "Card", "返卡"),
            new PriceLine(PriceStep.Points, "x1", "promo@2", new(95, Currency.Points), Funder.Operator, "P", "积分"),
        ],
        Dollars(200),
        Dollars(120),
        Dollars(9_699),
        Dollars(9_580),
        new Money(69_267, Currency.Of("CNY")),
        Fx,
        new CommissionAmount(
            Dollars(290),
            new Money(2_066, Currency.Of("CNY")),
            Dollars(9_499),
            new BasisPoints(400),
            "gold",
            "commissions@4",
            [
                new CommissionPart(99_000, 1_000, new BasisPoints(300), 30),
                new CommissionPart(100_000, 8_499, new BasisPoints(400), 340),
            ]),
        [
            new CommissionLevel(
                0,
                new PartnerId("acme"),
                Currency.Of("CNY"),
                Terms(EveryMember, CommissionBase.FaceLessDiscount, Tiering.Marginal, CommissionMode.Settled, 9_499),
                Fx,
                new TaxTerms("vat", "tax@1", new BasisPoints(600))),
            new CommissionLevel(
                2,
                new PartnerId("master"),
                Usd,
                Terms(FewMembers, CommissionBase.CustomerPays, Tiering.Whole, CommissionMode.Instant, 0),
                null,
                null),
            new CommissionLevel(
                3,
                new PartnerId("top"),
                Jpy,
                Terms(FewMembers, CommissionBase.Face, Tiering.Whole, CommissionMode.Instant, 10_000),
                new FxTerms("USD-JPY", "rates@9", 15_012_345_678, default),
                null),
        ],
        new PriceVersions("plans@1", "prices@2", "commissions@4") { Tax = "tax@1", Fx = "rates@9", Network = "net@3" })
    {
        Coupon = "春-2026",
    };

    private static CommissionTerms Terms(
        CommissionRule rule, CommissionBase kind, Tiering tiering, CommissionMode mode, long on) => new(
        "commissions",
        "commissions@4",
        "Asia/Shanghai",
        kind,
        Dollars(on),
        tiering,
        mode,
        mode == CommissionMode.Settled ? TaxMoment.Settlement : TaxMoment.Credit,
        rule);

    private static Money Dollars(long minor) => new(minor, Usd);
}
