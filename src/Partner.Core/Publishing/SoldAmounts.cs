using Partner.Core.Amounts;
using Partner.Core.Plans;
using Partner.Core.Rules;

namespace Partner.Core.Publishing;

/// <summary>The faces at which plans are sold while the same versions are in force, to whomever.</summary>
internal static class SoldAmounts
{
    /// <summary>
    /// Each plan's faces, ascending: its own price and those that price lists put in its place; every denomination; of
    /// a range the lowest and the highest.
    /// </summary>
    public static Dictionary<PlanCode, IReadOnlyList<Money>> Of(TimeSegment segment)
    {
        var faces = segment.Plans.ToDictionary(plan => plan.Code, plan => new SortedSet<long>(Own(plan.Price)));
        foreach (var list in segment.InForce.Select(parsed => parsed.Prices).OfType<PriceList>())
        {
            foreach (var entry in list.Prices)
            {
                foreach (var plan in segment.PlansOf(entry.Applies, list.Currency)
                    .Where(plan => plan.Price is PlanPrice.Fixed))
                {
                    faces[plan.Code].Add(entry.Price.Minor);
                }
            }
        }

        return segment.Plans.ToDictionary(
            plan => plan.Code,
            plan => (IReadOnlyList<Money>)
                [.. faces[plan.Code].Select(minor => new Money(minor, plan.Price.Currency))]);
    }

    private static IEnumerable<long> Own(PlanPrice price) => price switch
    {
        PlanPrice.Denominations choice => choice.Amounts.Select(amount => amount.Minor),
        _ => [price.Lowest.Minor, price.Highest.Minor],
    };
}
