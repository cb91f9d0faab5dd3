using Partner.Core.Rules;

namespace Partner.Core.Documents;

/// <summary>Reads what all rules have: an id and the sales that they apply to.</summary>
/// <remarks>One for each list in which no two rules may apply to the same sales.</remarks>
internal sealed class RuleReader(HashSet<string> ids)
{
    private readonly Dictionary<Selector, string> _selectors = [];

    /// <summary>The id of a rule, unique within the document.</summary>
    public string Id(JsonCursor cursor)
    {
        var id = cursor.Name("id");
        if (id.Length > 0 && !ids.Add(id))
        {
            cursor.Report("id", new($"'{id}' stands twice in the document", $"“{id}”在文件中重复出现"));
        }

        return id;
    }

    /// <summary>The sales that a rule applies to. Two rules for the same sales would be a tie.</summary>
    public Selector Applies(JsonCursor cursor, string id)
    {
        if (!cursor.Has("applies"))
        {
            cursor.Report("applies", new("is required: {} for all sales", "必须填写：适用于全部销售时为 {}"));
            return Selector.Everything;
        }

        var applies = cursor.Object("applies");
        var selector = new Selector(
            PartnerId.Of(applies.OptionalName("partner")),
            applies.OptionalName("tier"),
            PlanCode.Of(applies.OptionalName("plan")),
            applies.OptionalShownText("category", new("a group of plans", "套餐类别")),
            applies.OptionalChoice("cardType", Choices.CardTypes),
            applies.OptionalChoice("channel", Choices.Channels),
            applies.OptionalName("outlet"));
        Exclude(applies, "tier", selector.PartnerId is not null && selector.Tier is not null, "partner");
        Exclude(applies, "category", selector.PlanCode is not null && selector.Category is not null, "plan");
        Exclude(applies, "cardType", selector.PlanCode is not null && selector.CardType is not null, "plan");
        Exclude(applies, "cardType", selector.Category is not null && selector.CardType is not null, "category");
        if (selector.Outlet is not null && selector.PartnerId is null)
        {
            applies.Report("outlet", new("requires a partner beside it", "须同时填写 partner"));
        }

        if (!_selectors.TryAdd(selector, id))
        {
            var other = _selectors[selector];
            cursor.Report("applies", new(
                $"is the same as that of '{other}': neither would win", $"与“{other}”的适用范围相同，无法决定采用哪一条"));
        }

        return selector;
    }

    private static void Exclude(JsonCursor applies, string key, bool both, string other)
    {
        if (both)
        {
            applies.Report(key, new($"stands beside {other}: give one of them", $"与 {other} 只能填写其一"));
        }
    }
}
