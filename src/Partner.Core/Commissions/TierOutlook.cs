using Partner.Core.Amounts;
using Partner.Core.Rules;

namespace Partner.Core.Commissions;

/// <summary>The way from a month's volume to the next step of a rule. Amounts are in minor units.</summary>
/// <param name="From">The volume at which the step begins.</param>
/// <param name="Missing">How much volume is missing to it; above zero.</param>
/// <param name="Rate">The rate that it brings.</param>
/// <param name="Worth">
/// What it would be worth, before fixed amounts and bounds; negative where the step's rate is lower. MARGINAL: what the
/// next <see cref="MarginalUnit"/> of volume above it would earn more than at the present rate. WHOLE: what a month
/// that ends just at it would earn more than the same volume at the present rate.
/// </param>
public sealed record TierOutlook(long From, long Missing, BasisPoints Rate, long Worth)
{
    /// <summary>The volume above a MARGINAL step that its worth is told for, in minor units.</summary>
    public const long MarginalUnit = 10_000;

    /// <summary>The way to the next step.</summary>
    /// <param name="tiering">How its steps are read.</param>
    /// <param name="volume">The month's volume so far, in minor units.</param>
    /// <returns>Null on the highest step, and without steps.</returns>
    public static TierOutlook? Of(CommissionRule rule, Tiering tiering, long volume)
    {
        if (rule.Steps.FirstOrDefault(step => step.From > volume) is not { } next)
        {
            return null;
        }

        var more = next.Rate.Value - CommissionMath.RateAt(rule, volume).Value;
        var earning = tiering == Tiering.Whole ? next.From : MarginalUnit;
        return new TierOutlook(
            next.From,
            checked(next.From - volume),
            next.Rate,
            BasisPoints.RoundHalfEven((Int128)earning * more));
    }
}
