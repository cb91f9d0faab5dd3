using Partner.Core.Amounts;
using Partner.Core.Plans;
using Partner.Core.Rules;
using Partner.Core.Texts;

namespace Partner.Core.Publishing;

/// <summary>
/// The operator never pays more commission for a top-up than its face, all levels together, at any plan's lowest price:
/// there the fixed parts and minimums weigh most. What promotions cost is their budgets' business and is left out.
/// </summary>
internal static class CommissionCeilingCheck
{
    public static void Check(TimeSegment segment, PublicationNotes notes)
    {
        var faces = SoldAmounts.Of(segment).ToDictionary(plan => plan.Key, plan => plan.Value[0]);
        var fees = new Dictionary<PlanCode, long>();
        var overrides = Overrides(segment);
        foreach (var parsed in segment.InForce.Where(parsed => parsed.Schedule is not null))
        {
            var schedule = parsed.Schedule!;
            for (var i = 0; i < schedule.Rules.Count; i++)
            {
                var rule = schedule.Rules[i];
                var plans = segment.PlansOf(rule.Applies, schedule.Currency).OrderBy(plan => faces[plan.Code].Minor);

                // Fees differ from plan to plan; without them the cheapest plan is the worst.
                var worst = schedule.Base == CommissionBase.CustomerPays ? plans : plans.Take(1);
                var above = overrides.GetValueOrDefault(schedule.Currency);
                if (worst.Select(plan => Excess(rule, plan, faces[plan.Code], FeeOf(schedule, plan), above))
                    .FirstOrDefault(problem => problem is not null) is { } found)
                {
                    notes.Report(parsed, $"$.rules[{i}]", found);
                }
            }
        }

        long FeeOf(CommissionSchedule schedule, Plan plan)
        {
            if (schedule.Base != CommissionBase.CustomerPays)
            {
                return 0;
            }

            if (!fees.TryGetValue(plan.Code, out var fee))
            {
                fees[plan.Code] = fee = FixedPriceCheck.GreatestFee(segment, plan, faces[plan.Code]);
            }

            return fee;
        }
    }

    private static Wording? Excess(CommissionRule rule, Plan plan, Money face, long fee, int overrides)
    {
        var basis = face with { Minor = face.Minor + fee };
        var most = face with { Minor = MostOf(rule, basis) };
        var above = new BasisPoints(overrides).OfHalfEven(basis);
        const int levels = PartnerNetwork.MostLevels - 1;
        if (most > face)
        {
            return new Wording(
                $"may earn {most} on plan '{plan.Code}', which is sold from {face}",
                $"在套餐“{plan.Code}”上最多可得 {most}，而该套餐最低售 {face}");
        }

        return most.Minor + (levels * above.Minor) <= face.Minor
            ? null
            : new Wording(
                $"may earn {most} on plan '{plan.Code}', and {levels} parents' overrides of {above}: together more " +
                $"than the {face} that it is sold from",
                $"在套餐“{plan.Code}”上最多可得 {most}，另有 {levels} 级上级佣金各 {above}，" +
                $"合计超过其最低售价 {face}");
    }

    private static long MostOf(CommissionRule rule, Money basis)
    {
        var rate = new BasisPoints(rule.Steps.Select(step => step.Rate.Value).Append(rule.Rate.Value).Max());
        var earned = Math.Max(rate.OfHalfEven(basis).Minor + rule.Fixed, rule.Minimum ?? 0);
        return Math.Min(earned, rule.Maximum ?? long.MaxValue);
    }

    private static Dictionary<Currency, int> Overrides(TimeSegment segment) => segment.InForce
        .Select(parsed => parsed.Schedule).OfType<CommissionSchedule>()
        .GroupBy(schedule => schedule.Currency)
        .ToDictionary(group => group.Key, group => group.SelectMany(schedule => schedule.Rules)
            .Max(rule => rule.FixedOverride?.Value ?? 0));
}
