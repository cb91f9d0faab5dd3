using System.Text.RegularExpressions;
using Partner.Core.Amounts;
using Partner.Core.Plans;

namespace Partner.Core.Documents;

/// <summary>Reads plans and number ranges.</summary>
internal static partial class CatalogueReader
{
    private static readonly string[] PriceShapes = ["fixed", "denominations", "range"];

    public static PlanCatalogue Read(JsonCursor root, Document document)
    {
        var ranges = new Dictionary<string, NumberRange>(StringComparer.Ordinal);
        foreach (var cursor in root.Objects("numberRanges"))
        {
            var range = Range(cursor);
            if (!ranges.TryAdd(range.Prefix, range))
            {
                cursor.Report("prefix", $"'{range.Prefix}' stands twice in the catalogue");
            }
        }

        var plans = new Dictionary<PlanCode, Plan>();
        foreach (var cursor in root.Objects("plans"))
        {
            var plan = ReadPlan(cursor);
            if (!plans.TryAdd(plan.Code, plan))
            {
                cursor.Report("code", $"'{plan.Code}' stands twice in the catalogue");
            }
        }

        return new PlanCatalogue(document.FullVersion, plans.Values, ranges.Values)
        {
            CardTypes = CardTypeReader.Read(root),
        };
    }

    private static NumberRange Range(JsonCursor cursor)
    {
        var prefix = cursor.Text("prefix", "leading digits");
        if (prefix.Length > 0 && !PrefixPattern().IsMatch(prefix))
        {
            cursor.Report("prefix", "must be digits, with a leading + for phone numbers");
        }

        return new NumberRange(prefix, cursor.Choice("cardType", Choices.CardTypes));
    }

    private static Plan ReadPlan(JsonCursor cursor)
    {
        var code = cursor.Text("code", PlanCode.Form);
        if (code.Length > 0 && PlanCode.Parse(code) is null)
        {
            cursor.Report("code", $"must be {PlanCode.Form}");
        }

        var name = cursor.Object("name");
        var period = cursor.OptionalObject("period");
        return new Plan(
            new PlanCode(code),
            name.ShownText("en", "the name in English"),
            name.ShownText("zh-CN", "the name in Chinese"),
            cursor.Choice("cardType", Choices.CardTypes),
            cursor.ShownText("category", "a group of plans"),
            cursor.ShownText("region", "ISO 3166-1 alpha-2 or GLOBAL"),
            Price(cursor.Object("price")),
            period?.Choice("unit", Choices.Units) ?? PeriodUnit.None,
            period is null || !period.Has("count") ? (period is null ? 0 : 1) : period.Integer("count", 1, 1000),
            cursor.Has("dataBytes") ? cursor.Number("dataBytes", 0, long.MaxValue) : 0,
            TimeSpan.FromMinutes(cursor.OptionalInteger("reversalWindowMinutes", 0, 60 * 24 * 366) ?? 0))
        {
            Grants = GrantReader.Grants(cursor),
            Conditions = GrantReader.Conditions(cursor),
        };
    }

    private static PlanPrice Price(JsonCursor cursor)
    {
        foreach (var second in PriceShapes.Where(cursor.Has).Skip(1))
        {
            cursor.Report(second, "stands beside another price: give exactly one of fixed, denominations and range");
        }

        if (cursor.Has("denominations"))
        {
            return Denominations(cursor);
        }

        if (cursor.OptionalObject("range") is { } range)
        {
            return Range(cursor, range);
        }

        if (!cursor.Has("fixed"))
        {
            cursor.ReportHere("must have exactly one of fixed, denominations and range");
            return new PlanPrice.Fixed(new Money(1, Currency.Of("CNY")));
        }

        return new PlanPrice.Fixed(cursor.Amount("fixed"));
    }

    private static PlanPrice.Denominations Denominations(JsonCursor cursor)
    {
        var amounts = cursor.AmountList("denominations");
        if (amounts.Length == 0)
        {
            return new PlanPrice.Denominations([new Money(1, Currency.Of("CNY"))]);
        }

        if (amounts.Select(amount => amount.Currency).Distinct().Count() > 1)
        {
            cursor.Report("denominations", "must be in one currency");
            return new PlanPrice.Denominations(amounts[..1]);
        }

        if (amounts.Distinct().Count() < amounts.Length)
        {
            cursor.Report("denominations", "must be different amounts");
        }

        return new PlanPrice.Denominations([.. amounts.OrderBy(amount => amount.Minor)]);
    }

    private static PlanPrice.Range Range(JsonCursor cursor, JsonCursor range)
    {
        var flaws = range.Flaws;
        var (minimum, maximum, step) = (range.Amount("minimum"), range.Amount("maximum"), range.Amount("step"));
        if (range.Flaws > flaws)
        {
            return new PlanPrice.Range(step, step, step);
        }

        if (minimum.Currency != maximum.Currency || minimum.Currency != step.Currency || minimum.Minor > maximum.Minor)
        {
            cursor.Report("range", "must have minimum, maximum and step in one currency, minimum not above maximum");
        }
        else if (maximum.Minor / step.Minor * step.Minor < minimum.Minor)
        {
            cursor.Report("range", "allows no amount: no multiple of the step lies between minimum and maximum");
        }

        return new PlanPrice.Range(minimum, maximum, step);
    }

    [GeneratedRegex(@"^\+?[0-9]{1,18}\z")]
    private static partial Regex PrefixPattern();
}
