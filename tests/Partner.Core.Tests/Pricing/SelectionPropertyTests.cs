using FsCheck;
using FsCheck.Fluent;
using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Pricing;

/// <summary>The index finds what reading through all the rules finds.</summary>
public sealed class SelectionPropertyTests
{
    private static readonly Plan[] Plans =
    [
        Given.Plan("a", new PlanPrice.Fixed(Given.Yuan(10))) with { Category = "x" },
        Given.Plan("b", new PlanPrice.Fixed(Given.Yuan(20)), CardType.Travel) with { Category = "x" },
        Given.Plan("c", new PlanPrice.Fixed(Given.Yuan(30)), CardType.Travel) with { Category = "y" },
    ];

    private static readonly Payee[] Payees =
    [
        new(new PartnerId("p"), "gold", null, Given.Cny), new(new PartnerId("q"), "gold", null, Given.Cny),
        new(new PartnerId("r"), null, null, Given.Cny),
    ];

    [Fact]
    public void The_most_specific_rule_wins_as_in_a_search_through_all_of_them()
    {
        var cases = from selectors in AnySelector().ListOf(24)
                    from payee in Gen.Elements(Payees)
                    from plan in Gen.Elements(Plans)
                    from channel in AnyChannel()
                    from outlet in Gen.Elements("", "s", "t")
                    select (selectors, payee, plan, channel, outlet);

        Prop.ForAll(
            cases.ToArbitrary(),
            given => Holds(given.selectors, given.payee, given.plan, given.channel, given.outlet))
            .QuickCheckThrowOnFailure();

        static bool Holds(IEnumerable<Selector> some, Payee payee, Plan plan, Channel channel, string outlet)
        {
            var selectors = some.Distinct().ToList();
            var index = IndexOf(selectors);
            Payee[] chain = [payee, new Payee(new PartnerId("parent"), "gold", null, Given.Cny)];

            var rules = index.Resolve(chain, plan, channel, outlet);

            var seller = Naive(selectors, payee, plan, channel, outlet);
            var parent = Naive(selectors, chain[1], plan, channel, "");
            return rules.Price?.Applies == seller
                && rules.Fee?.Applies == seller
                && rules.Levels[0].Rule?.Applies == seller
                && rules.Levels[1].Rule?.Applies == parent
                && rules.Levels[0].Tax?.RuleId == (seller is null ? null : Id(selectors, seller))
                && rules.Levels[1].Tax?.RuleId == (parent is null ? null : Id(selectors, parent));
        }
    }

    [Fact]
    public void Asking_again_answers_the_same_and_another_chain_has_its_own_answer()
    {
        var index = IndexOf(
            [new Selector(Tier: "gold"), new Selector(PartnerId: new PartnerId("p"), Outlet: "s"),
                Selector.Everything]);

        var first = index.Resolve([Payees[0]], Plans[0], Channel.Pos, "");

        Assert.Same(first, index.Resolve([Payees[0] with { }], Plans[0], Channel.Pos, "elsewhere"));
        Assert.NotSame(first, index.Resolve([Payees[0]], Plans[0], Channel.Pos, "s"));
        Assert.NotSame(first, index.Resolve([Payees[0]], Plans[0], Channel.Web, ""));
        Assert.NotSame(first, index.Resolve([Payees[0]], Plans[1], Channel.Pos, ""));
        Assert.NotSame(first, index.Resolve([Payees[0], Payees[1]], Plans[0], Channel.Pos, ""));
        Assert.Equal("all-2", index.Resolve([Payees[0] with { Tier = null }], Plans[0], Channel.Pos, "").Fee?.Id);
        Assert.NotSame(
            first,
            index.Resolve([Payees[0] with { FloatCurrency = Currency.Of("USD") }], Plans[0], Channel.Pos, ""));
    }

    private static RuleIndex IndexOf(List<Selector> selectors)
    {
        var ids = selectors.Select((selector, place) => (Selector: selector, Id: $"all-{place}")).ToList();
        return new RuleIndex(new RulesInForce(
            new PlanCatalogue("plans@1", Plans, []),
            [
                new PriceList(
                    "prices@1",
                    Given.Cny,
                    [.. ids.Select(one => new PriceEntry(one.Id, one.Selector, Given.Yuan(1)))],
                    [.. ids.Select(one =>
                        new FeeEntry(one.Id, one.Selector, Given.Yuan(1), default, null, null, default))]),
            ],
            [],
            [
                Given.Schedule() with
                {
                    Rules = [.. ids.Select(one =>
                        new CommissionRule(one.Id, one.Selector, default, 0, null, null, [], null))],
                },
            ],
            [new TaxTable("tax@1", Given.Cny, [.. ids.Select(one => new TaxRule(one.Id, one.Selector, default))])],
            [],
            null));
    }

    private static string Id(List<Selector> selectors, Selector selector) => $"all-{selectors.IndexOf(selector)}";

    private static Selector? Naive(List<Selector> selectors, Payee payee, Plan plan, Channel channel, string outlet) =>
        selectors
            .Where(one => one.PartnerId is null || one.PartnerId == payee.PartnerId)
            .Where(one => one.Tier is null || one.Tier == payee.Tier)
            .Where(one => one.PlanCode is null || one.PlanCode == plan.Code)
            .Where(one => one.Category is null || one.Category == plan.Category)
            .Where(one => one.CardType is null || one.CardType == plan.CardType)
            .Where(one => one.Channel is null || one.Channel == channel)
            .Where(one => one.Outlet is null || one.Outlet == outlet)
            .OrderByDescending(one => one.PartnerId is not null)
            .ThenByDescending(one => one.Tier is not null)
            .ThenByDescending(one => one.PlanCode is not null)
            .ThenByDescending(one => one.Category is not null)
            .ThenByDescending(one => one.CardType is not null)
            .ThenByDescending(one => one.Channel is not null)
            .ThenByDescending(one => one.Outlet is not null)
            .FirstOrDefault();

    private static Gen<Channel> AnyChannel() => Gen.Elements(Channel.Pos, Channel.Web);

    private static Gen<Selector> AnySelector() =>
        from payee in Gen.Elements((null, null), ("p", null), ("parent", null), ((string?)null, (string?)"gold"))
        from product in Gen.Elements<(string?, string?, CardType?)>(
            (null, null, null), ("a", null, null), (null, "x", null), (null, null, CardType.Travel))
        from channel in Gen.Elements<Channel?>(null, Channel.Pos)
        from outlet in Gen.Elements(null, "s")
        select new Selector(
            new PartnerId(payee.Item1),
            payee.Item2,
            new PlanCode(product.Item1),
            product.Item2,
            product.Item3,
            channel,
            payee.Item1 is null ? null : outlet);
}
