using System.Text.RegularExpressions;
using Partner.Core.Amounts;
using Partner.Core.Plans;
using Partner.Core.Texts;

namespace Partner.Core.Documents;

/// <summary>Reads plans and number ranges.</summary>
internal static partial class CatalogueReader
{
    private static readonly string[] PriceShapes = ["fixed", "denominations", "range"];
    private static readonly Wording CodeForm =
        new("1 to 40 characters of [a-z0-9-]", "由 1 至 40 个 [a-z0-9-] 字符组成的代码");

    public static PlanCatalogue Read(JsonCursor root, Document document)
    {
        var ranges = new Dictionary<string, NumberRange>(StringComparer.Ordinal);
        foreach (var cursor in root.Objects("numberRanges"))
        {
            var range = Range(cursor);
            if (!ranges.TryAdd(range.Prefix, range))
            {
                cursor.Report("prefix", new(
                    $"'{range.Prefix}' stands twice in the catalogue", $"“{range.Prefix}”在套餐目录中重复出现"));
            }
        }

        var plans = new Dictionary<PlanCode, Plan>();
        foreach (var cursor in root.Objects("plans"))
        {
            var plan = ReadPlan(cursor);
            if (!plans.TryAdd(plan.Code, plan))
            {
                cursor.Report("code", new(
                    $"'{plan.Code}' stands twice in the catalogue", $"“{plan.Code}”在套餐目录中重复出现"));
            }
        }

        return new PlanCatalogue(document.FullVersion, plans.Values, ranges.Values)
        {
            CardTypes = CardTypeReader.Read(root),
        };
    }

    private static NumberRange Range(JsonCursor cursor)
    {
        var prefix = cursor.Text("prefix", new("leading digits", "号码开头的数字"));
        if (prefix.Length > 0 && !PrefixPattern().IsMatch(prefix))
        {
            cursor.Report("prefix", new(
                "must be digits, with a leading + for phone numbers", "必须是数字，电话号码以 + 开头"));
        }

        return new NumberRange(prefix, cursor.Choice("cardType", Choices.CardTypes));
    }

    private static Plan ReadPlan(JsonCursor cursor)
    {
        var code = cursor.Text("code", CodeForm);
        if (code.Length > 0 && PlanCode.Parse(code) is null)
        {
            cursor.ReportForm("code", CodeForm);
        }

        var name = cursor.Object("name");
        var period = cursor.OptionalObject("period");
        return new Plan(
            new PlanCode(code),
            name.ShownText("en", new("the name in English", "英文名称")),
            name.ShownText("zh-CN", new("the name in Chinese", "中文名称")),
            cursor.Choice("cardType", Choices.CardTypes),
            cursor.ShownText("category", new("a group of plans", "套餐类别")),
            cursor.ShownText("region", new("ISO 3166-1 alpha-2 or GLOBAL", "地区代码（ISO 3166-1 alpha-2）或 GLOBAL")),
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
            cursor.Report(second, new(
                "stands beside another price: give exactly one of fixed, denominations and range",
                "与另一种价格同时出现：fixed、denominations 和 range 只能填写其一"));
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
            cursor.ReportHere(new(
                "must have exactly one of fixed, denominations and range",
                "必须且只能填写 fixed、denominations 和 range 之一"));
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
            cursor.Report("denominations", new("must be in one currency", "必须使用同一币种"));
            return new PlanPrice.Denominations(amounts[..1]);
        }

        if (amounts.Distinct().Count() < amounts.Length)
        {
            cursor.Report("denominations", new("must be different amounts", "金额不得重复"));
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
            cursor.Report("range", new(
                "must have minimum, maximum and step in one currency, minimum not above maximum",
                "minimum、maximum 和 step 必须使用同一币种，且 minimum 不得高于 maximum"));
        }
        else if (maximum.Minor / step.Minor * step.Minor < minimum.Minor)
        {
            cursor.Report("range", new(
                "allows no amount: no multiple of the step lies between minimum and maximum",
                "没有可售金额：minimum 与 maximum 之间没有 step 的整数倍"));
        }

        return new PlanPrice.Range(minimum, maximum, step);
    }

    [GeneratedRegex(@"^\+?[0-9]{1,18}\z")]
    private static partial Regex PrefixPattern();
}
