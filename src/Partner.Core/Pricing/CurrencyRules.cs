using Partner.Core.Amounts;
using Partner.Core.Rules;

namespace Partner.Core.Pricing;

/// <summary>A rule with the version of its document.</summary>
internal sealed record Versioned<T>(T Rule, string Version);

/// <summary>A commission rule with its schedule.</summary>
internal sealed record ScheduledRule(CommissionSchedule Schedule, CommissionRule Rule);

/// <summary>The rules of one currency: plans of other currencies do not see them.</summary>
internal sealed class CurrencyRules
{
    public static readonly CurrencyRules None = new();

    public RuleTable<Versioned<PriceEntry>> Prices { get; } = new();

    public RuleTable<Versioned<FeeEntry>> Fees { get; } = new();

    public RuleTable<ScheduledRule> Commissions { get; } = new();

    public RuleTable<Versioned<TaxRule>> Taxes { get; } = new();

    public static Dictionary<Currency, CurrencyRules> Of(RulesInForce inForce)
    {
        var all = new Dictionary<Currency, CurrencyRules>();
        foreach (var list in inForce.Prices)
        {
            var rules = For(list.Currency);
            foreach (var entry in list.Prices)
            {
                rules.Prices.Add(entry.Applies, Order(list.Version, entry.Id), new(entry, list.Version));
            }

            foreach (var entry in list.Fees)
            {
                rules.Fees.Add(entry.Applies, Order(list.Version, entry.Id), new(entry, list.Version));
            }
        }

        foreach (var schedule in inForce.Schedules)
        {
            foreach (var rule in schedule.Rules)
            {
                For(schedule.Currency).Commissions
                    .Add(rule.Applies, Order(schedule.Version, rule.Id), new(schedule, rule));
            }
        }

        foreach (var table in inForce.Taxes)
        {
            foreach (var rule in table.Rules)
            {
                For(table.Currency).Taxes.Add(rule.Applies, Order(table.Version, rule.Id), new(rule, table.Version));
            }
        }

        return all;

        CurrencyRules For(Currency currency)
        {
            if (!all.TryGetValue(currency, out var rules))
            {
                all[currency] = rules = new CurrencyRules();
            }

            return rules;
        }
    }

    private static string Order(string version, string id) => $"{version}\n{id}";
}
