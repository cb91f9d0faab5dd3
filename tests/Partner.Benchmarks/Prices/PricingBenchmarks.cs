using BenchmarkDotNet.Attributes;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Rules;

namespace Partner.Benchmarks.Prices;

/// <summary>Pricing one top-up with 10,000 rules published, breakdown included. The bars: 2 µs and 1 KiB.</summary>
[MemoryDiagnoser]
public class PricingBenchmarks
{
    private const int Partners = 50;

    private readonly DateTimeOffset _now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private readonly Payee[][] _chains = [.. Enumerable.Range(0, Partners).Select(ManyRules.Chain)];
    private IReadOnlyList<Plan> _sold = [];
    private RuleIndex _index = new(ManyRules.Book(1));
    private RulesInForce? _book;
    private int _sale;

    /// <summary>How many plans the catalogue has.</summary>
    [Params(100, 10_000)]
    public int Plans { get; set; }

    /// <summary>Publishes the rules.</summary>
    [GlobalSetup]
    public void Publish()
    {
        _book = ManyRules.Book(Plans);
        _index = new RuleIndex(_book);
        _sold = _book.Catalogue.Plans;
    }

    /// <summary>Sales of 100 plans by 50 partners: what a day at a chain of stores looks like.</summary>
    [Benchmark]
    public Result<PriceBreakdown> Price() => Sell(_sold[_sale % 100]);

    /// <summary>The same, each at another amount than the one before.</summary>
    [Benchmark]
    public Result<PriceBreakdown> PriceAnyAmount() => Sell(_sold[_sale % 100], more: _sale % 1_000);

    /// <summary>A sale of a plan that was not sold since the rules changed: its rules are found first.</summary>
    [Benchmark]
    public Result<PriceBreakdown> FirstOfItsKind() => Sell(_sold[_sale % _sold.Count], $"{_sale}");

    private Result<PriceBreakdown> Sell(Plan plan, string? region = null, int more = 0)
    {
        _sale = (_sale + 1) % 1_000_000;
        var chain = _chains[_sale % Partners];
        if (region is not null)
        {
            // A region that no rule names finds the same rules, under a key that nothing was kept under.
            chain = [chain[0] with { Region = region }, chain[1]];
        }

        var rules = _index.Resolve(chain, plan, Channel.Pos, "");
        var fixedFace = rules.FixedFace!.Value;
        var face = fixedFace with { Minor = fixedFace.Minor + more };
        return Pricer.Price(rules, new PricingRequest(face, _now, null, null), PricingFacts.None);
    }
}
