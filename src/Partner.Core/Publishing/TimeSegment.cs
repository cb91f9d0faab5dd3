using Partner.Core.Amounts;
using Partner.Core.Documents;
using Partner.Core.Plans;
using Partner.Core.Rules;

namespace Partner.Core.Publishing;

/// <summary>A rule, and where it stands.</summary>
/// <param name="Parsed">Its document.</param>
/// <param name="Path">Its path in it.</param>
/// <param name="List">Which rules compete with it: prices, fees, commissions, taxes.</param>
/// <param name="Currency">Its document's currency.</param>
/// <param name="Applies">The sales that it applies to.</param>
internal sealed record PlacedRule(ParsedDocument Parsed, string Path, string List, Currency Currency, Selector Applies);

/// <summary>From one change to the next: the same versions are in force.</summary>
internal sealed class TimeSegment
{
    private readonly HashSet<ParsedDocument> _inForce;

    private TimeSegment(DateTimeOffset start, IEnumerable<ParsedDocument> inForce)
    {
        Start = start;
        InForce = [.. inForce];
        _inForce = new HashSet<ParsedDocument>(InForce, ReferenceEqualityComparer.Instance);
        Catalogue = InForce.LastOrDefault(parsed => parsed.Catalogue is not null);
        Network = InForce.LastOrDefault(parsed => parsed.Network is not null);
        Rules = [.. InForce.SelectMany(RulesOf)];
    }

    public DateTimeOffset Start { get; }

    public IReadOnlyList<ParsedDocument> InForce { get; }

    public ParsedDocument? Catalogue { get; }

    public ParsedDocument? Network { get; }

    public IReadOnlyList<PlacedRule> Rules { get; }

    public IReadOnlyList<Plan> Plans => Catalogue?.Catalogue!.Plans ?? [];

    public static IEnumerable<TimeSegment> Of(IEnumerable<ParsedDocument> documents)
    {
        var versions = VersionInForce.Of(documents);
        return versions.Select(version => version.From)
            .Concat(versions.Where(version => version.End is not null).Select(version => version.End!.Value))
            .Distinct().Order().Select(start => new TimeSegment(
                start, versions.Where(version => version.Covers(start)).Select(version => version.Parsed)));
    }

    public bool Has(ParsedDocument parsed) => _inForce.Contains(parsed);

    /// <summary>The plans of a currency that a rule can apply to.</summary>
    public IEnumerable<Plan> PlansOf(Selector applies, Currency currency)
    {
        IEnumerable<Plan> plans = applies.PlanCode is not { } code
            ? Plans
            : Catalogue?.Catalogue!.Find(code) is { } plan ? [plan] : [];
        return plans.Where(plan => plan.Price.Currency == currency
            && (applies.Category is null || applies.Category == plan.Category)
            && (applies.CardType is null || applies.CardType == plan.CardType));
    }

    private static IEnumerable<PlacedRule> RulesOf(ParsedDocument parsed)
    {
        if (parsed.Prices is { } list)
        {
            return Place(parsed, "prices", list.Currency, list.Prices, entry => entry.Applies)
                .Concat(Place(parsed, "fees", list.Currency, list.Fees, entry => entry.Applies));
        }

        if (parsed.Schedule is { } schedule)
        {
            return Place(parsed, "rules", schedule.Currency, schedule.Rules, rule => rule.Applies);
        }

        return parsed.Taxes is { } taxes
            ? Place(parsed, "rules", taxes.Currency, taxes.Rules, rule => rule.Applies)
            : [];
    }

    private static IEnumerable<PlacedRule> Place<T>(
        ParsedDocument parsed, string list, Currency currency, IReadOnlyList<T> rules, Func<T, Selector> applies) =>
        rules.Select((rule, index) => new PlacedRule(
            parsed, $"$.{list}[{index}]", $"{parsed.Document.Kind} {list}", currency, applies(rule)));
}
