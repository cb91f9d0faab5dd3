using Partner.Core.Amounts;
using Partner.Core.Plans;
using Partner.Core.Rules;

namespace Partner.Core.Publishing;

/// <summary>A price entry must have a plan with a fixed price to replace.</summary>
internal static class FixedPriceCheck
{
    public static void Check(TimeSegment segment, PublicationNotes notes)
    {
        if (segment.Catalogue is null)
        {
            return;
        }

        foreach (var parsed in segment.InForce.Where(parsed => parsed.Prices is not null))
        {
            var list = parsed.Prices!;
            for (var i = 0; i < list.Prices.Count; i++)
            {
                var plans = segment.PlansOf(list.Prices[i].Applies, list.Currency).ToList();
                if (plans.Count > 0 && !plans.Exists(plan => plan.Price is PlanPrice.Fixed))
                {
                    notes.Report(
                        parsed,
                        $"$.prices[{i}].applies",
                        "has no plan with a fixed price: where the customer chooses the amount, " +
                        "nothing can replace it");
                }
            }
        }
    }

    /// <summary>The lowest face at which each plan may be sold, to whomever, and by which entry.</summary>
    public static Dictionary<PlanCode, Money> LowestFaces(TimeSegment segment)
    {
        var lowest = segment.Plans.ToDictionary(plan => plan.Code, LowestOf);
        foreach (var list in segment.InForce.Select(parsed => parsed.Prices).OfType<PriceList>())
        {
            foreach (var entry in list.Prices)
            {
                foreach (var plan in segment.PlansOf(entry.Applies, list.Currency))
                {
                    if (plan.Price is PlanPrice.Fixed && entry.Price < lowest[plan.Code])
                    {
                        lowest[plan.Code] = entry.Price;
                    }
                }
            }
        }

        return lowest;
    }

    /// <summary>The greatest fee that a sale of a plan may have at a face, in minor units.</summary>
    public static long GreatestFee(TimeSegment segment, Plan plan, Money face) => segment.InForce
        .Select(parsed => parsed.Prices).OfType<PriceList>().Where(list => list.Currency == face.Currency)
        .SelectMany(list => list.Fees).Where(fee => segment.PlansOf(fee.Applies, face.Currency).Contains(plan))
        .Select(fee => FeeAt(fee, face)).Append(0).Max();

    private static long FeeAt(FeeEntry fee, Money face)
    {
        var amount = Math.Max(fee.Fixed?.Minor ?? fee.Rate.OfHalfEven(face).Minor, fee.Minimum?.Minor ?? 0);
        return Math.Min(amount, fee.Maximum?.Minor ?? long.MaxValue);
    }

    private static Money LowestOf(Plan plan) => plan.Price switch
    {
        PlanPrice.Fixed price => price.Amount,
        PlanPrice.Denominations choice => choice.Amounts[0],
        PlanPrice.Range range => range.Minimum with
        {
            Minor = (range.Minimum.Minor + range.Step.Minor - 1) / range.Step.Minor * range.Step.Minor,
        },
        _ => throw new InvalidOperationException("There is no other kind of price."),
    };
}
