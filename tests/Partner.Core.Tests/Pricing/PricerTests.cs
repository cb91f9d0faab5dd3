using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Pricing;

/// <summary>What a price says about itself. What its figures are stands in the tables.</summary>
public sealed class PricerTests
{
    private static readonly PromotionLimits Once = new(1, null, null, 5_000);

    private static readonly Promotion Spring = new(
        "spring",
        "promotions@4",
        "Spring sale",
        "春季优惠",
        Given.Cny,
        1,
        PromotionGift.Discount,
        new PromotionWorth.Amount(500),
        Funder.Issuer,
        TimeZoneInfo.Utc,
        new PromotionConditions(),
        Once);

    private static readonly RulesInForce Book = new(
        new PlanCatalogue("plans@3", [Given.Plan("phone-100", new PlanPrice.Fixed(Given.Yuan(100)))], []),
        [
            Given.Prices(Channel.Pos, Given.Yuan(1)),
            new PriceList(
                "special@2",
                Given.Cny,
                [new PriceEntry("web", new Selector(Channel: Channel.Web), Given.Yuan(90))],
                [Given.Prices(Channel.Web, Given.Yuan(2)).Fees[0] with { Id = "web-fee" }]),
        ],
        [Spring],
        [Given.Schedule()],
        [new TaxTable("tax@5", Given.Cny, [new TaxRule("vat", Selector.Everything, new BasisPoints(600))])],
        [],
        new PartnerNetwork(
            "network@6", [new NetworkMember(new PartnerId("acme"), "gold", "SH", new PartnerId("master"))]));

    private static readonly RuleIndex Index = new(Book);

    [Fact]
    public void A_price_names_the_versions_it_was_made_with()
    {
        var price = Price(Channel.Web);

        Assert.Equal(
            new PriceVersions("plans@3", "special@2", "commissions@1") { Tax = "tax@5", Network = "network@6" },
            price.Versions);
        Assert.Equal(
            ["commissions@1", "network@6", "plans@3", "promotions@4", "special@2", "tax@5"], price.AllVersions());
    }

    [Fact]
    public void Each_line_names_its_rule_and_the_version_of_its_document() => Assert.Equal(
        [
            new PriceLine(PriceStep.Face, "web", "special@2", Given.Yuan(90)),
            new PriceLine(
                PriceStep.Discount, "spring", "promotions@4", Given.Yuan(-5), Funder.Issuer, "Spring sale", "春季优惠")
            {
                Limits = Once,
            },
            new PriceLine(PriceStep.Fee, "web-fee", "special@2", Given.Yuan(2)),
        ],
        Price(Channel.Web).Lines);

    [Fact]
    public void Without_a_listed_price_the_face_is_the_catalogues() => Assert.Equal(
        new PriceLine(PriceStep.Face, "face", "plans@3", Given.Yuan(100)), Price(Channel.Pos).Lines[0]);

    [Fact]
    public void The_levels_pin_all_that_their_commission_needs()
    {
        var price = Price(Channel.Web);

        Assert.Equal([(0, "acme"), (1, "master")], price.Levels.Select(level => (level.Number, level.PayeeId.Value)));
        var terms = price.Levels[1].Terms;
        Assert.Equal(
            ("commissions", "commissions@1", "UTC", CommissionBase.Face, Given.Yuan(90)),
            (terms.ScheduleId, terms.Version, terms.Zone, terms.BaseKind, terms.Base));
        Assert.Same(Book.Schedules[0].Rules[0], terms.Rule);
        Assert.Equal(("vat", "tax@5"), (price.Levels[1].Tax!.RuleId, price.Levels[1].Tax!.Version));
        Assert.Null(price.Levels[1].Fx);
    }

    [Fact]
    public void What_has_to_be_counted_is_named_before_the_price_is_made()
    {
        Assert.Equal(["spring"], Rules(Channel.Pos).Needs(null).Promotions);
        Assert.False(Rules(Channel.Pos).Needs(null).First);

        var welcome = Spring with
        {
            Id = "welcome",
            Limits = PromotionLimits.None,
            Conditions = new PromotionConditions { FirstTopUp = true, Coupon = "HELLO", Channels = [Channel.Pos] },
        };
        var index = new RuleIndex(Book with { Promotions = [welcome] });
        var rules = index.Resolve(Chain(), Book.Catalogue.Plans[0], Channel.Pos, "");

        Assert.Same(PricingNeeds.None, rules.Needs(null));
        Assert.Same(PricingNeeds.None, rules.Needs("OTHER"));
        Assert.True(rules.Needs("HELLO").First);
        Assert.Empty(rules.Needs("HELLO").Promotions);
        Assert.True(rules.Takes("HELLO"));
        Assert.False(index.Resolve(Chain(), Book.Catalogue.Plans[0], Channel.Web, "").Takes("HELLO"));
    }

    [Fact]
    public void A_missing_rate_is_refused_with_both_currencies()
    {
        Payee[] chain = [new Payee(new PartnerId("acme"), null, null, Currency.Of("JPY"))];
        var rules = Index.Resolve(chain, Book.Catalogue.Plans[0], Channel.Pos, "");

        var refusal = Pricer.Price(
            rules, new PricingRequest(Given.Yuan(100), Given.Noon, null, null), PricingFacts.None).Refusal!;

        Assert.Equal(Reason.FxRateMissing, refusal.Reason);
        Assert.Equal(("CNY", "JPY"), (refusal.Metadata["plan_currency"], refusal.Metadata["float_currency"]));
    }

    [Fact]
    public void A_chain_follows_the_network_and_ends_after_four_partners()
    {
        var names = "abcdef".Select(name => name.ToString()).ToArray();
        var members = names.Zip(names.Skip(1), (child, parent) => new NetworkMember(
            new PartnerId(child), null, null, new PartnerId(parent)));
        var index = new RuleIndex(Book with { Network = new PartnerNetwork("network@1", [.. members]) });

        Assert.Equal(["a", "b", "c", "d"], index.Chain(new PartnerId("a")).Select(member => member.PartnerId.Value));
        Assert.Equal(["e", "f"], index.Chain(new PartnerId("e")).Select(member => member.PartnerId.Value));
        Assert.Equal([new NetworkMember(new PartnerId("z"), null, null, null)], index.Chain(new PartnerId("z")));
    }

    [Fact]
    public void Points_are_no_currency_that_a_document_or_request_can_name()
    {
        Assert.Null(Currency.Find("PTS"));
        Assert.Null(Money.Parse("5 PTS"));
        Assert.Equal(Currency.Points, Currency.Of("PTS"));
        Assert.Equal("5 PTS", new Money(5, Currency.Points).ToString());
    }

    private static Payee[] Chain() =>
        [.. Index.Chain(new PartnerId("acme")).Select(
            member => new Payee(member.PartnerId, member.Tier, member.Region, Given.Cny))];

    private static SaleRules Rules(Channel channel) =>
        Index.Resolve(Chain(), Book.Catalogue.Plans[0], channel, "");

    private static PriceBreakdown Price(Channel channel)
    {
        var rules = Rules(channel);
        return Pricer.Price(
            rules, new PricingRequest(rules.FixedFace!.Value, Given.Noon, null, null), PricingFacts.None).Value;
    }
}
