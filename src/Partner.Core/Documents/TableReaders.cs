using Partner.Core.Rules;

namespace Partner.Core.Documents;

/// <summary>Reads tax rules.</summary>
internal static class TaxReader
{
    public static TaxTable Read(JsonCursor root, Document document)
    {
        var rules = new RuleReader(new HashSet<string>(StringComparer.Ordinal));
        return new TaxTable(
            document.FullVersion,
            root.DocumentCurrency("currency"),
            [.. root.Objects("rules").Select(cursor => Rule(cursor, rules))]);
    }

    private static TaxRule Rule(JsonCursor cursor, RuleReader rules)
    {
        var id = rules.Id(cursor);
        return new TaxRule(id, rules.Applies(cursor, id), cursor.Rate("rate"));
    }
}

/// <summary>Reads FX rates.</summary>
internal static class FxReader
{
    private const int MostMinutes = 60 * 24 * 366 * 10;

    /// <summary>Float minor units for one plan minor unit: with it no conversion of any amount overflows.</summary>
    private const long MostPerMinor = 1_000_000;
    private const long RateOne = 100_000_000;

    public static FxTable Read(JsonCursor root, Document document)
    {
        var pairs = new HashSet<string>(StringComparer.Ordinal);
        return new FxTable(
            document.FullVersion,
            document.From,
            TimeSpan.FromMinutes(root.Integer("maximumAgeMinutes", 1, MostMinutes)),
            [.. root.Objects("rates").Select(cursor => Rate(cursor, pairs))]);
    }

    private static FxRate Rate(JsonCursor cursor, HashSet<string> pairs)
    {
        var flaws = cursor.Flaws;
        var (plan, target) = (cursor.CurrencyOf("plan"), cursor.CurrencyOf("float"));
        var known = cursor.Flaws == flaws;
        var margin = cursor.Has("margin") ? cursor.Rate("margin") : default;
        var rate = new FxRate($"{plan}-{target}", plan, target, cursor.RateE8("rate"), margin);
        if (known && plan == target)
        {
            cursor.Report("float", new("must be another currency than plan", "必须与 plan 的币种不同"));
        }
        else if (known && !pairs.Add(rate.Id))
        {
            cursor.Report("float", new(
                $"the pair {rate.Id} stands twice in the document", $"货币对 {rate.Id} 在文件中重复出现"));
        }

        if ((Int128)rate.RateE8 * target.MinorPerUnit > (Int128)MostPerMinor * RateOne * plan.MinorPerUnit)
        {
            cursor.Report("rate", new("is more than any exchange rate", "超出汇率的合理范围"));
        }

        return rate;
    }
}
