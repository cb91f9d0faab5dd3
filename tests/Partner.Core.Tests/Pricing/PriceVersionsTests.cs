using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Pricing;

/// <summary>Which documents a price says that it was made with, and which rate it misses.</summary>
public sealed class PriceVersionsTests
{
    private static readonly Currency Usd = Currency.Of("USD");

    private static readonly PriceList Prices = new(
        "prices@1", Given.Cny, [new PriceEntry("price", Selector.Everything, Given.Yuan(100))], []);

    private static readonly PriceList Fees = new(
        "fees@1", Given.Cny, [], [RuleBook.Fee("fee", Selector.Everything)]);

    private static readonly FxTable Rates = new(
        "rates@1", Given.Noon, TimeSpan.FromDays(1), [new FxRate("cny-usd", Given.Cny, Usd, 14_000_000, default)]);

    [Fact]
    public void Documents_that_gave_nothing_are_not_named()
    {
        var price = Of(RuleBook.Empty).Price(Given.Yuan(100));

        Assert.Equal(new PriceVersions("plans@1", "", "") { Tax = "", Fx = "", Network = "" }, price.Versions);
        Assert.Equal(["plans@1"], price.AllVersions());
        Assert.Equal(("", ""), (price.Commission.RuleId, price.Commission.Version));
    }

    [Fact]
    public void Versions_are_empty_where_nothing_is_said()
    {
        var versions = new PriceVersions("plans@1", "", "");

        Assert.Equal(("", "", ""), (versions.Tax, versions.Fx, versions.Network));
    }

    [Fact]
    public void The_price_list_is_that_of_the_price_else_that_of_the_fee()
    {
        Assert.Equal("prices@1", Of(RuleBook.Empty with { Prices = [Fees, Prices] }).Versions.PriceList);
        Assert.Equal("fees@1", Of(RuleBook.Empty with { Prices = [Fees] }).Versions.PriceList);
    }

    [Fact]
    public void A_commission_without_tax_names_its_schedule_alone()
    {
        var price = Of(RuleBook.Empty with { Schedules = [Given.Schedule()] }).Price(Given.Yuan(100));

        Assert.Equal(["commissions@1", "plans@1"], price.AllVersions());
    }

    [Fact]
    public void A_conversion_is_named()
    {
        var price = Of(RuleBook.Empty with { Rates = [Rates] }, RuleBook.Acme with { FloatCurrency = Usd })
            .Price(Given.Yuan(100));

        Assert.Equal("rates@1", price.Versions.Fx);
        Assert.Equal(["plans@1", "rates@1"], price.AllVersions());
    }

    [Fact]
    public void A_child_does_not_learn_by_which_documents_its_parent_earns()
    {
        var parent = RuleBook.Acme with { PartnerId = new PartnerId("master") };
        var book = RuleBook.Empty with
        {
            Schedules = [Schedule("child@1", RuleBook.Acme), Schedule("parent@1", parent)],
            Taxes = [Tax("child-tax@1", RuleBook.Acme), Tax("parent-tax@1", parent)],
        };

        var price = Of(book, RuleBook.Acme, parent).Price(Given.Yuan(100));

        Assert.Equal(["child@1", "parent@1"], price.Levels.Select(level => level.Terms.Version));
        Assert.Equal(["child-tax@1", "child@1", "plans@1"], price.AllVersions());
    }

    [Fact]
    public void A_rate_that_is_too_old_is_refused_by_its_name()
    {
        var rules = Of(RuleBook.Empty with { Rates = [Rates] }, RuleBook.Acme with { FloatCurrency = Usd });
        var late = Given.Noon.AddDays(1).AddTicks(1);

        var refusal = Pricer.Price(
            rules, new PricingRequest(Given.Yuan(100), late, null, null), PricingFacts.None).Refusal!;

        Assert.Equal(
            (Reason.FxRateStale, "cny-usd", "CNY", "USD"),
            (refusal.Reason, refusal.Metadata["rate"], refusal.Metadata["plan_currency"],
                refusal.Metadata["float_currency"]));
    }

    private static SaleRules Of(RulesInForce book, params Payee[] chain) => new RuleIndex(book).Resolve(
        chain.Length == 0 ? [RuleBook.Acme] : chain, RuleBook.Hundred, Channel.Pos, "");

    private static CommissionSchedule Schedule(string version, Payee payee)
    {
        var schedule = Given.Schedule();
        return schedule with
        {
            Version = version,
            Rules = [schedule.Rules[0] with { Applies = new Selector(PartnerId: payee.PartnerId) }],
        };
    }

    private static TaxTable Tax(string version, Payee payee) => new(
        version, Given.Cny, [new TaxRule("tax", new Selector(PartnerId: payee.PartnerId), new BasisPoints(600))]);
}
