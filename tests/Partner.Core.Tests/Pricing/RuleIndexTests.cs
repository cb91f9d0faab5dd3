using Partner.Core.Amounts;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Pricing;

/// <summary>Which rules are found for a sale, and which of them are kept for the next.</summary>
public sealed class RuleIndexTests
{
    private static readonly Selector AtOutletS = new(PartnerId: new PartnerId("acme"), Outlet: "s");

    private static readonly Selector AtOutletT = new(PartnerId: new PartnerId("acme"), Outlet: "t");

    private static readonly RulesInForce Outlets = RuleBook.With(
        RuleBook.Fee("anywhere", Selector.Everything), RuleBook.Fee("s", AtOutletS), RuleBook.Fee("t", AtOutletT));

    [Fact]
    public void An_outlet_that_any_kind_of_rule_names_has_its_own_rules()
    {
        var schedule = Given.Schedule();
        var commission = schedule.Rules[0] with { Applies = AtOutletS };
        RulesInForce[] books =
        [
            RuleBook.Empty with
            {
                Prices = [new PriceList("p@1", Given.Cny, [new PriceEntry("s", AtOutletS, Given.Yuan(9))], [])],
            },
            RuleBook.With(RuleBook.Fee("s", AtOutletS)),
            RuleBook.Empty with { Schedules = [schedule with { Rules = [commission] }] },
            RuleBook.Empty with { Taxes = [new TaxTable("t@1", Given.Cny, [new TaxRule("s", AtOutletS, default)])] },
        ];

        Assert.All(books, book =>
        {
            var (there, elsewhere) = (
                RuleBook.Of(book, RuleBook.Hundred, outlet: "s"), RuleBook.Of(book, RuleBook.Hundred, outlet: "x"));
            Assert.Equal((1, 0), (Found(there), Found(elsewhere)));
        });

        static int Found(SaleRules rules) => new object?[]
        {
            rules.Price, rules.Fee, rules.Levels[0].Rule, rules.Levels[0].Tax,
        }.OfType<object>().Count();
    }

    [Fact]
    public void Outlets_whose_names_have_one_length_are_told_apart()
    {
        var index = new RuleIndex(Outlets);

        var fees = new[] { "s", "t", "", "s" }.Select(outlet => Resolve(index, outlet: outlet).Fee?.Id);

        Assert.Equal(["s", "t", "anywhere", "s"], fees);
    }

    [Fact]
    public void What_was_looked_up_is_still_known_after_other_sales()
    {
        var index = new RuleIndex(RuleBook.Empty);

        var first = Resolve(index, "a");

        Assert.NotSame(first, Resolve(index, "b"));
        Assert.NotSame(first, Resolve(index, "c"));
        Assert.Same(first, Resolve(index, "a"));
    }

    [Fact]
    public void After_ten_thousand_kinds_of_sales_it_keeps_them_anew()
    {
        var index = new RuleIndex(RuleBook.Empty);
        var first = Resolve(index, "0");
        for (var i = 1; i < 10_000; i++)
        {
            Resolve(index, $"{i}");
        }

        Assert.Same(first, Resolve(index, "0"));

        var last = Resolve(index, "10000");

        Assert.NotSame(first, Resolve(index, "0"));
        Assert.Same(last, Resolve(index, "10000"));
    }

    [Fact]
    public void Rules_for_price_lists_are_those_of_the_outlet_and_have_no_promotions()
    {
        Promotion[] promotions =
            [RuleBook.Off("always", 100), RuleBook.WithCoupon(RuleBook.Off("spring", 100, group: 2), "SPRING")];
        var index = new RuleIndex(Outlets with { Promotions = promotions });

        var (with, without) = (Resolve(index, outlet: "s"), Listed("s"));

        Assert.Equal(("s", "anywhere"), (without.Fee?.Id, Listed("").Fee?.Id));
        Assert.Equal((1, 0), (with.Promotions.Count, without.Promotions.Count));
        Assert.Equal((true, false), (with.Takes("SPRING"), without.Takes("SPRING")));

        SaleRules Listed(string outlet) =>
            index.ResolveWithoutPromotions([RuleBook.Acme], RuleBook.Any, Channel.Pos, outlet);
    }

    [Fact]
    public void Of_two_rules_for_the_same_sales_the_lowest_version_then_id_wins_wherever_they_stand()
    {
        var (a, b) = (List("a@1", "x", "y"), List("b@1", "w", "z"));
        var (other, turned) = (List("a@1", "y", "x"), List("b@1", "z", "w"));

        foreach (var lists in new PriceList[][] { [a, b], [b, a], [other, turned], [turned, other] })
        {
            var rules = RuleBook.Of(RuleBook.Empty with { Prices = lists });

            Assert.Equal(("x", "a@1"), (rules.Fee?.Id, rules.FeeVersion));
        }

        static PriceList List(string version, params string[] fees) => new(
            version, Given.Cny, [], [.. fees.Select(id => RuleBook.Fee(id, Selector.Everything))]);
    }

    [Fact]
    public void A_partners_commission_rules_stand_by_schedule_then_by_how_much_they_win_then_by_id()
    {
        var alpha = Schedule(
            "alpha",
            ("web", new Selector(Channel: Channel.Web)),
            ("all", Selector.Everything),
            ("app", new Selector(Channel: Channel.App)),
            ("never", new Selector(PartnerId: new PartnerId("somebody"))));
        var beta = Schedule("beta", ("hundred", new Selector(PlanCode: RuleBook.Hundred.Code)));
        var index = new RuleIndex(RuleBook.Empty with { Schedules = [beta, alpha] });

        var found = index.RulesOf(RuleBook.Acme).Select(one => (one.Schedule.Id, one.Rule.Id, one.Sales));

        Assert.Equal([("alpha", "all", 6), ("alpha", "app", 1), ("alpha", "web", 1), ("beta", "hundred", 8)], found);
    }

    private static SaleRules Resolve(RuleIndex index, string partner = "acme", string outlet = "") => index.Resolve(
        [RuleBook.Acme with { PartnerId = new PartnerId(partner) }], RuleBook.Any, Channel.Pos, outlet);

    private static CommissionSchedule Schedule(string id, params (string Id, Selector Applies)[] rules) =>
        Given.Schedule() with
        {
            Id = id,
            Version = $"{id}@1",
            Rules = [.. rules.Select(rule =>
                new CommissionRule(rule.Id, rule.Applies, new BasisPoints(100), 0, null, null, [], null))],
        };
}
