using Partner.Core.Amounts;
using Partner.Core.Rules;

namespace Partner.Core.Documents;

/// <summary>Reads prices and fees.</summary>
internal static class PriceListReader
{
    public static PriceList Read(JsonCursor root, Document document)
    {
        var currency = root.DocumentCurrency("currency");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var (prices, fees) = (new RuleReader(ids), new RuleReader(ids));
        return new PriceList(
            document.FullVersion,
            currency,
            [.. root.Objects("prices", required: false).Select(cursor => Price(cursor, prices, currency))],
            [.. root.Objects("fees", required: false).Select(cursor => Fee(cursor, fees, currency))]);
    }

    private static PriceEntry Price(JsonCursor cursor, RuleReader rules, Currency currency)
    {
        var id = rules.Id(cursor);
        return new PriceEntry(id, rules.Applies(cursor, id), cursor.Amount("price", currency, 1));
    }

    private static FeeEntry Fee(JsonCursor cursor, RuleReader rules, Currency currency)
    {
        var id = rules.Id(cursor);
        var flaws = cursor.Flaws;
        var entry = new FeeEntry(
            id,
            rules.Applies(cursor, id),
            cursor.OptionalAmount("fixed", currency, 0),
            cursor.Has("rate") ? cursor.Rate("rate") : default,
            cursor.OptionalAmount("minimum", currency, 0),
            cursor.OptionalAmount("maximum", currency, 0),
            cursor.Rate("partnerShare"));
        if (cursor.Has("fixed") == cursor.Has("rate"))
        {
            cursor.ReportHere(new("must have exactly one of fixed and rate", "必须且只能填写 fixed 和 rate 之一"));
        }

        if (entry.Fixed is not null && (entry.Minimum is not null || entry.Maximum is not null))
        {
            cursor.Report("fixed", new(
                "stands beside a minimum or maximum, which only a rate has",
                "不得与 minimum 或 maximum 同时出现，二者仅用于 rate"));
        }

        if (cursor.Flaws == flaws && entry is { Minimum: { } minimum, Maximum: { } maximum } && minimum > maximum)
        {
            cursor.Report("minimum", new(
                $"{minimum} is above the maximum {maximum}", $"{minimum} 高于 maximum {maximum}"));
        }

        return entry;
    }
}
