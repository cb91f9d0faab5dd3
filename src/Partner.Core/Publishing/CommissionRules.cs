using Partner.Core.Amounts;
using Partner.Core.Plans;
using Partner.Core.Rules;

namespace Partner.Core.Publishing;

/// <summary>
/// The operator never pays more commission for a top-up than its face, all levels together, at any plan's lowest price:
/// there the fixed parts and minimums weigh most. What promotions cost is their budgets' business and is left out.
/// </summary>
internal static class CommissionRules
{
    public static void Check(StretchOfTime stretch, PublicationNotes notes)
    {
        var faces = PriceRules.LowestFaces(stretch);
        var overrides = Overrides(stretch);
        foreach (var parsed in stretch.InForce.Where(parsed => parsed.Schedule is not null))
        {
            var schedule = parsed.Schedule!;
            for (var i = 0; i < schedule.Rules.Count; i++)
            {
                var rule = schedule.Rules[i];
                if (stretch.PlansOf(rule.Applies, schedule.Currency).MinBy(plan => faces[plan.Code].Minor) is { } plan
                    && Excess(stretch, schedule, rule, plan, faces[plan.Code], overrides) is { } problem)
                {
                    notes.Report(parsed, $"$.rules[{i}]", problem);
                }
            }
        }
    }

    private static string? Excess(
        StretchOfTime stretch,
        CommissionSchedule schedule,
        CommissionRule rule,
        Plan plan,
        Money face,
        Dictionary<Currency, int> overrides)
    {
        var basis = schedule.Base == CommissionBase.CustomerPays
            ? face with { Minor = face.Minor + PriceRules.GreatestFee(stretch, plan, face) }
            : face;
        var most = MostOf(rule, basis);
        var above = new BasisPoints(overrides.GetValueOrDefault(schedule.Currency)).OfHalfEven(basis).Minor;
        const int levels = PartnerNetwork.MostLevels - 1;
        if (most > face.Minor)
        {
            return $"may earn {face with { Minor = most }} on plan '{plan.Code}', which is sold from {face}";
        }

        return most + (levels * above) <= face.Minor
            ? null
            : $"may earn {face with { Minor = most }} on plan '{plan.Code}', and {levels} parents' overrides of " +
                $"{face with { Minor = above }}: together more than the {face} that it is sold from";
    }

    private static long MostOf(CommissionRule rule, Money basis)
    {
        var rate = new BasisPoints(rule.Steps.Select(step => step.Rate.Value).Append(rule.Rate.Value).Max());
        var earned = Math.Max(rate.OfHalfEven(basis).Minor + rule.Fixed, rule.Minimum ?? 0);
        return Math.Min(earned, rule.Maximum ?? long.MaxValue);
    }

    private static Dictionary<Currency, int> Overrides(StretchOfTime stretch) => stretch.InForce
        .Select(parsed => parsed.Schedule).OfType<CommissionSchedule>()
        .GroupBy(schedule => schedule.Currency)
        .ToDictionary(group => group.Key, group => group.SelectMany(schedule => schedule.Rules)
            .Max(rule => rule.FixedOverride?.Value ?? 0));
}
