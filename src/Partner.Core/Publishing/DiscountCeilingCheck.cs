using Partner.Core.Amounts;
using Partner.Core.Documents;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.Texts;

namespace Partner.Core.Publishing;

/// <summary>
/// No discount or money may take more than is left, at any amount at which a plan is sold: alone, and after the best
/// discounts of the groups before it that can apply to the same sale. Of a range these are the lowest amount and those
/// at which a threshold begins to be reached: between them what is left only grows.
/// </summary>
internal static class DiscountCeilingCheck
{
    // "For every" reaches its threshold again and again, leaving more each time: the first ones tell.
    private const int MostRepeats = 200;

    private const int MostCombinations = 64;

    private sealed record Placed(ParsedDocument Parsed, string Path, Promotion Promotion);

    public static void Check(TimeSegment segment, PublicationNotes notes)
    {
        var promotions = segment.InForce.SelectMany(parsed => (parsed.Promotions ?? [])
            .Select((promotion, index) => new Placed(parsed, $"$.promotions[{index}]", promotion)))
            .Where(placed => placed.Promotion.Gift.IsMoney())
            .OrderBy(placed => placed.Promotion.Gift == PromotionGift.Discount ? 0 : 1)
            .ThenBy(placed => placed.Promotion.Group).ToList();
        if (promotions.Count == 0)
        {
            return;
        }

        var faces = SoldAmounts.Of(segment);
        foreach (var plan in segment.Plans)
        {
            var applicable = promotions.Where(placed => AppliesTo(placed.Promotion, plan)).ToList();
            foreach (var placed in applicable)
            {
                CheckOne(plan, faces[plan.Code], placed, applicable, notes);
            }
        }
    }

    /// <summary>Reports the lowest amount at which a promotion takes more than is left.</summary>
    private static void CheckOne(
        Plan plan, IReadOnlyList<Money> faces, Placed placed, List<Placed> promotions, PublicationNotes notes)
    {
        if (placed.Promotion.Worth is PromotionWorth.Percent)
        {
            // A part of what is left is never more than it.
            return;
        }

        List<Promotion> before = [.. promotions.Select(other => other.Promotion)
            .Where(other => GoesBefore(other, placed.Promotion) && CanMeet(other, placed.Promotion))];
        foreach (var discounts in CombinationsOf(before))
        {
            var edges = plan.Price is PlanPrice.Range range
                ? EdgesOf(range, discounts, placed.Promotion)
                : faces.Select(face => face.Minor);
            foreach (var edge in edges)
            {
                var (face, taken) = (new Money(edge, plan.Price.Currency), new List<string>());
                var left = LeftOf(edge, discounts, taken);
                if (WorthAt(placed.Promotion, left) is var worth && worth > left)
                {
                    Money? soldAt = face == faces[0] ? null : face;
                    var told = TooMuch(plan, face with { Minor = worth }, face with { Minor = left }, taken, soldAt);
                    notes.Report(placed.Parsed, $"{placed.Path}.amount", told);
                    return;
                }
            }
        }
    }

    private static Wording TooMuch(Plan plan, Money worth, Money left, List<string> taken, Money? soldAt)
    {
        var (at, atZh) = soldAt is { } face ? ($", sold at {face},", $"售 {face} 时") : ("", "");
        var (after, afterZh) = taken.Count == 0
            ? ("", "")
            : ($" after {string.Join(", ", taken)}", $"扣除 {string.Join("、", taken)} 后");
        return new Wording(
            $"{worth} is more than the {left} that plan '{plan.Code}'{at} leaves{after}",
            $"{worth} 超过套餐“{plan.Code}”{atZh}{afterZh}所剩的 {left}");
    }

    /// <summary>
    /// The discounts that a sale may have: the best of each group; and where there are thresholds, which a discount
    /// before them may put out of reach, also those that leave some out.
    /// </summary>
    private static IEnumerable<IReadOnlyList<Promotion>> CombinationsOf(IReadOnlyList<Promotion> discounts)
    {
        IEnumerable<IReadOnlyList<Promotion>> some = [[]];
        foreach (var group in discounts.GroupBy(one => one.Group))
        {
            var options = group.ToList();
            some = some.SelectMany(chosen => options
                .Where(one => chosen.All(other => CanMeet(one, other)))
                .Select(one => (IReadOnlyList<Promotion>)[.. chosen, one])
                .Prepend(chosen));
        }

        IEnumerable<IReadOnlyList<Promotion>> best = [discounts];
        return discounts.Any(one => one.Worth is PromotionWorth.Threshold)
            ? best.Concat(some.Take(MostCombinations))
            : best;
    }

    /// <summary>What is left of a face when the best discount of each group was taken off, group by group.</summary>
    /// <param name="face">The face in minor units.</param>
    /// <param name="discounts">The discounts, by group.</param>
    /// <param name="taken">Takes the ids of those that were taken off.</param>
    private static long LeftOf(long face, IEnumerable<Promotion> discounts, List<string>? taken = null)
    {
        var (left, chosen) = (face, new List<Promotion>());
        foreach (var group in discounts.GroupBy(one => one.Group))
        {
            var best = group.Where(one => chosen.TrueForAll(other => CanMeet(one, other)))
                .MaxBy(one => WorthAt(one, left));
            if (best is not null && WorthAt(best, left) is var worth && worth > 0)
            {
                chosen.Add(best);
                taken?.Add(best.Id);
                left -= Math.Min(worth, left);
            }
        }

        return left;
    }

    /// <summary>The lowest amount of a range, and each at which another threshold is reached, ascending.</summary>
    private static SortedSet<long> EdgesOf(
        PlanPrice.Range range, IReadOnlyList<Promotion> before, Promotion last)
    {
        var (step, highest) = (range.Step.Minor, range.Highest.Minor);
        var edges = new SortedSet<long> { range.Lowest.Minor };
        foreach (var promotion in before.Append(last))
        {
            if (promotion.Worth is not PromotionWorth.Threshold threshold)
            {
                continue;
            }

            List<Promotion> earlier = [.. before.Where(other => GoesBefore(other, promotion))];
            var starts = edges.ToList();
            for (var i = 0; i < starts.Count; i++)
            {
                var end = i + 1 < starts.Count ? starts[i + 1] - step : highest;
                edges.UnionWith(Reached(threshold, starts[i], end, step, face => LeftOf(face, earlier)));
            }
        }

        return edges;
    }

    /// <summary>The amounts at which a threshold is reached anew, between two of which more is left of more.</summary>
    private static IEnumerable<long> Reached(
        PromotionWorth.Threshold threshold, long first, long last, long step, Func<long, long> leftOf)
    {
        var (from, most) = (leftOf(first) / threshold.Reach, leftOf(last) / threshold.Reach);
        most = threshold.Repeats ? Math.Min(most, from + MostRepeats) : Math.Min(most, 1);
        for (var times = from + 1; times <= most; times++)
        {
            var (below, reached) = (first, last);
            while (reached - below > step)
            {
                var middle = below + ((reached - below) / step / 2 * step);
                (below, reached) = leftOf(middle) / threshold.Reach < times ? (middle, reached) : (below, middle);
            }

            yield return reached;
        }
    }

    /// <summary>Whether a discount is taken off before another promotion is worked out; gifts come after all.</summary>
    private static bool GoesBefore(Promotion other, Promotion promotion) => other.Gift == PromotionGift.Discount
        && (promotion.Gift == PromotionGift.Discount
            ? other.Group < promotion.Group
            : other.Group != promotion.Group);

    private static long WorthAt(Promotion promotion, long running) =>
        Promotions.Promised(promotion, new Money(running, promotion.Currency));

    /// <summary>Whether sales of a plan can have a promotion.</summary>
    public static bool AppliesTo(Promotion promotion, Plan plan) => promotion.Currency == plan.Price.Currency
        && Allows(promotion.Conditions.Plans, plan.Code.Value)
        && Allows(promotion.Conditions.Categories, plan.Category);

    /// <summary>Whether one sale can have both; windows of time are taken to meet.</summary>
    private static bool CanMeet(Promotion left, Promotion right)
    {
        var (one, two) = (left.Conditions, right.Conditions);
        return Meet(one.Channels, two.Channels) && Meet(one.Regions, two.Regions) && Meet(one.Partners, two.Partners)
            && Meet(DaysOf(one), DaysOf(two)) && (one.Coupon is null || two.Coupon is null || one.Coupon == two.Coupon);
    }

    /// <summary>The calendar days on which it may hold: a window over midnight reaches into the next.</summary>
    private static IReadOnlyList<DayOfWeek> DaysOf(PromotionConditions conditions) => !conditions.IsOvernight
        ? conditions.Days
        : [.. conditions.Days.SelectMany(day => new[] { day, (DayOfWeek)(((int)day + 1) % 7) }).Distinct()];

    private static bool Allows(IReadOnlyList<string> wanted, string value) =>
        wanted.Count == 0 || wanted.Contains(value);

    private static bool Meet<T>(IReadOnlyList<T> left, IReadOnlyList<T> right) =>
        left.Count == 0 || right.Count == 0 || left.Intersect(right).Any();
}
