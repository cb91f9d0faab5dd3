using Partner.Core.Amounts;
using Partner.Core.Rules;

namespace Partner.Core.Documents;

/// <summary>Reads commission schedules.</summary>
internal static class ScheduleReader
{
    public static CommissionSchedule Read(JsonCursor root, Document document)
    {
        var currency = root.DocumentCurrency("currency");
        var rules = new RuleReader(new HashSet<string>(StringComparer.Ordinal));
        return new CommissionSchedule(
            document.Id,
            document.FullVersion,
            currency,
            root.Zone("timeZone"),
            root.Choice("base", Choices.Bases),
            root.Choice("tiering", Choices.Tierings),
            root.Choice("mode", Choices.Modes),
            root.Choice("taxAt", Choices.TaxMoments),
            [.. root.Objects("rules").Select(cursor => Rule(cursor, rules, currency))]);
    }

    private static CommissionRule Rule(JsonCursor cursor, RuleReader rules, Currency currency)
    {
        var id = rules.Id(cursor);
        var flaws = cursor.Flaws;
        var rule = new CommissionRule(
            id,
            rules.Applies(cursor, id),
            cursor.Rate("rate"),
            cursor.OptionalAmount("fixed", currency, 0)?.Minor ?? 0,
            cursor.OptionalAmount("minimum", currency, 0)?.Minor,
            cursor.OptionalAmount("maximum", currency, 0)?.Minor,
            Steps(cursor, currency),
            cursor.Has("fixedOverride") ? cursor.Rate("fixedOverride") : null);
        if (rule.Minimum > rule.Maximum && cursor.Flaws == flaws)
        {
            var (least, most) = (new Money(rule.Minimum.Value, currency), new Money(rule.Maximum.Value, currency));
            cursor.Report("minimum", new($"{least} is above the maximum {most}", $"{least} 高于 maximum {most}"));
        }

        return rule;
    }

    private static List<TierStep> Steps(JsonCursor cursor, Currency currency)
    {
        var steps = new List<TierStep>();
        foreach (var item in cursor.Objects("steps", required: false))
        {
            var flaws = item.Flaws;
            var step = new TierStep(item.Amount("from", currency, 1).Minor, item.Rate("rate"));
            if (item.Flaws == flaws && steps.Count > 0 && step.From <= steps[^1].From)
            {
                item.Report("from", new("must be above the step before it", "必须高于前一档"));
            }

            steps.Add(step);
        }

        return steps;
    }
}
