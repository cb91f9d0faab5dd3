using Partner.Core.Amounts;
using Partner.Core.Documents;
using Partner.Core.Plans;
using Partner.Core.Rules;

namespace Partner.Core.Publishing;

/// <summary>
/// No discount may take more than is left, at any plan's lowest price: alone, and after the best discounts of the
/// groups before it that can apply to the same sale.
/// </summary>
internal static class DiscountCeilingCheck
{
    private sealed record Placed(ParsedDocument Parsed, string Path, Promotion Promotion);

    public static void Check(TimeSegment segment, PublicationNotes notes)
    {
        var promotions = segment.InForce.SelectMany(parsed => (parsed.Promotions ?? [])
            .Select((promotion, index) => new Placed(parsed, $"$.promotions[{index}]", promotion)))
            .Where(placed => placed.Promotion.Gift != PromotionGift.Points)
            .OrderBy(placed => placed.Promotion.Gift == PromotionGift.Discount ? 0 : 1)
            .ThenBy(placed => placed.Promotion.Group).ToList();
        if (promotions.Count == 0)
        {
            return;
        }

        var faces = FixedPriceCheck.LowestFaces(segment);
        foreach (var plan in segment.Plans)
        {
            var applicable = promotions.Where(placed => AppliesTo(placed.Promotion, plan)).ToList();
            CheckPlan(plan, faces[plan.Code], applicable, notes);
        }
    }

    private static void CheckPlan(Plan plan, Money face, List<Placed> promotions, PublicationNotes notes)
    {
        var best = new List<Placed>();
        foreach (var placed in promotions)
        {
            var before = best.Where(other => other.Promotion.Group < placed.Promotion.Group
                && CanMeet(other.Promotion, placed.Promotion)).ToList();
            var left = before.Aggregate(
                face.Minor, (left, other) => left - Math.Min(WorthAt(other.Promotion, left), left));
            var worth = WorthAt(placed.Promotion, left);
            if (worth > left)
            {
                var names = string.Join(", ", before.Select(one => one.Promotion.Id));
                var after = before.Count == 0 ? "" : $" after {names}";
                notes.Report(
                    placed.Parsed,
                    $"{placed.Path}.amount",
                    $"{face with { Minor = worth }} is more than the {face with { Minor = left }} that plan " +
                    $"'{plan.Code}' leaves{after}");
            }

            if (placed.Promotion.Gift == PromotionGift.Discount && worth > 0)
            {
                Keep(best, placed, worth, left);
            }
        }
    }

    /// <summary>Of the promotions of a group that could meet, the greatest is kept.</summary>
    private static void Keep(List<Placed> best, Placed placed, long worth, long left)
    {
        var rival = best.FindIndex(other => other.Promotion.Group == placed.Promotion.Group);
        if (rival < 0)
        {
            best.Add(placed);
        }
        else if (worth > WorthAt(best[rival].Promotion, left))
        {
            best[rival] = placed;
        }
    }

    private static long WorthAt(Promotion promotion, long running) => promotion.Worth switch
    {
        PromotionWorth.Percent percent => Math.Min(
            BasisPoints.RoundHalfEven((Int128)running * percent.Rate.Value), percent.Cap ?? long.MaxValue),
        PromotionWorth.Amount amount => amount.Minor,
        PromotionWorth.Threshold threshold when running >= threshold.Reach =>
            threshold.Repeats ? running / threshold.Reach * threshold.Minor : threshold.Minor,
        _ => 0,
    };

    private static bool AppliesTo(Promotion promotion, Plan plan) => promotion.Currency == plan.Price.Currency
        && Allows(promotion.Conditions.Plans, plan.Code.Value)
        && Allows(promotion.Conditions.Categories, plan.Category);

    /// <summary>Whether one sale can have both; windows of time are taken to meet.</summary>
    private static bool CanMeet(Promotion left, Promotion right)
    {
        var (one, two) = (left.Conditions, right.Conditions);
        return Meet(one.Channels, two.Channels) && Meet(one.Regions, two.Regions) && Meet(one.Partners, two.Partners)
            && Meet(one.Days, two.Days) && (one.Coupon is null || two.Coupon is null || one.Coupon == two.Coupon);
    }

    private static bool Allows(IReadOnlyList<string> wanted, string value) =>
        wanted.Count == 0 || wanted.Contains(value);

    private static bool Meet<T>(IReadOnlyList<T> left, IReadOnlyList<T> right) =>
        left.Count == 0 || right.Count == 0 || left.Intersect(right).Any();
}
