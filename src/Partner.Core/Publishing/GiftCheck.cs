using Partner.Core.Plans;
using Partner.Core.Rules;
using Partner.Core.Texts;

namespace Partner.Core.Publishing;

/// <summary>
/// What promotions put onto cards, the cards must be able to take: data only where cards of the type have data, and
/// validity only where it is counted. Both also when a new catalogue brings other plans under a promotion.
/// </summary>
internal static class GiftCheck
{
    public static void Check(TimeSegment segment, PublicationNotes notes)
    {
        foreach (var parsed in segment.InForce.Where(parsed => parsed.Promotions is not null))
        {
            foreach (var (promotion, index) in parsed.Promotions!.Select((one, index) => (one, index)))
            {
                if (!promotion.Gift.IsService())
                {
                    continue;
                }

                foreach (var problem in Problems(promotion, segment.Plans))
                {
                    notes.Report(parsed, $"$.promotions[{index}].gift", problem);
                }
            }
        }
    }

    private static IEnumerable<Wording> Problems(Promotion promotion, IReadOnlyList<Plan> all)
    {
        var plans = all.Where(plan => DiscountCeilingCheck.AppliesTo(promotion, plan)).ToList();
        var types = plans.Select(plan => plan.CardType).Distinct().Order();
        if (promotion.Gift == PromotionGift.Data)
        {
            return types.Where(type => !all.Any(plan => plan.CardType == type && plan.DataBytes > 0))
                .Select(type => NothingOf("DATA", EnumWord.Upper(type)));
        }

        return types.Where(type => !all.Any(plan => plan.CardType == type && plan.GrantsValidity()))
            .Select(type => NothingOf("VALIDITY", EnumWord.Upper(type)))
            .Concat(plans.Where(plan => plan.StartsAtFirstUse()).Select(plan => new Wording(
                $"is VALIDITY, and plan '{plan.Code}' starts AT_FIRST_USE: days that wait for a use are not counted",
                $"为 VALIDITY，但套餐“{plan.Code}”为 AT_FIRST_USE：等待首次使用的天数不计")));
    }

    private static Wording NothingOf(string gift, string type) => new(
        $"is {gift}, and no plan gives {type} cards any: name plans or categories of other cards in conditions",
        $"为 {gift}，但没有套餐为 {type} 卡提供此项：请在 conditions 中指定其他卡种的套餐或类别");
}
