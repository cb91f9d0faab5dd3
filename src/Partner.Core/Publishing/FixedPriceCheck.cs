using System.Text.Json;
using Partner.Core.Amounts;
using Partner.Core.Documents;
using Partner.Core.Plans;
using Partner.Core.Rules;

namespace Partner.Core.Publishing;

/// <summary>
/// A price entry must have a plan with a fixed price to replace. A range must begin with an amount that is sold:
/// partners show it to customers.
/// </summary>
internal static class FixedPriceCheck
{
    public static void Check(TimeSegment segment, PublicationNotes notes)
    {
        if (segment.Catalogue is null)
        {
            return;
        }

        CheckRanges(segment.Catalogue, notes);
        foreach (var parsed in segment.InForce.Where(parsed => parsed.Prices is not null))
        {
            var list = parsed.Prices!;
            for (var i = 0; i < list.Prices.Count; i++)
            {
                var plans = segment.PlansOf(list.Prices[i].Applies, list.Currency).ToList();
                if (plans.Count > 0 && !plans.Exists(plan => plan.Price is PlanPrice.Fixed))
                {
                    notes.Report(parsed, $"$.prices[{i}].applies", new(
                        "has no plan with a fixed price: where the customer chooses the amount, " +
                        "nothing can replace it",
                        "其中没有固定价格的套餐：金额由顾客选择时不能另定价格"));
                }
            }
        }
    }

    /// <summary>
    /// Only of a catalogue that is to be published: one that was published before this was asked stays as it is.
    /// </summary>
    private static void CheckRanges(ParsedDocument parsed, PublicationNotes notes)
    {
        if (!notes.IsCandidate(parsed))
        {
            return;
        }

        using var json = JsonDocument.Parse(parsed.Document.Json);
        var codes = json.RootElement.GetProperty("plans").EnumerateArray()
            .Select(plan => plan.GetProperty("code").GetString()!);
        foreach (var (code, index) in codes.Select((code, index) => (code, index)))
        {
            var plan = parsed.Catalogue!.Find(new PlanCode(code));
            if (plan?.Price is PlanPrice.Range range && range.Lowest != range.Minimum)
            {
                notes.Report(parsed, $"$.plans[{index}].price.range.minimum", new(
                    $"{range.Minimum} is no multiple of the step: the lowest amount that can be sold is " +
                    $"{range.Lowest}",
                    $"{range.Minimum} 不是 step 的整数倍：可售的最低金额为 {range.Lowest}"));
            }
        }
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
}
