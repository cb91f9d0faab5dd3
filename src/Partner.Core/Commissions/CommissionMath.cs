using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Rules;

namespace Partner.Core.Commissions;

/// <summary>
/// What a rule earns on one top-up at a volume. Exact: products are summed, then rounded once, half to even.
/// </summary>
public static class CommissionMath
{
    /// <summary>
    /// Commission = rounded rate part + fixed, then minimum, then maximum; once per top-up, also at base 0.
    /// </summary>
    /// <param name="terms">The rule and the base.</param>
    /// <param name="volumeBefore">The payee's volume of the month just before this top-up, in minor units.</param>
    /// <returns>The commission, and the parts whose amounts add up to its rate part.</returns>
    public static (Money Amount, IReadOnlyList<CommissionPart> Parts) Earn(CommissionTerms terms, long volumeBefore)
    {
        var rule = terms.Rule;
        var parts = terms.Tiering == Tiering.Whole
            ? [Single(terms, volumeBefore, RateAt(rule, checked(volumeBefore + terms.Base.Minor)))]
            : Split(terms, volumeBefore);
        var earned = rule.Fixed;
        foreach (var part in parts)
        {
            earned += part.Amount;
        }

        earned = Math.Max(earned, rule.Minimum ?? 0);
        earned = Math.Min(earned, rule.Maximum ?? long.MaxValue);
        return (terms.Base with { Minor = earned }, parts);
    }

    /// <summary>What a WHOLE rule earns when the month has ended with a volume.</summary>
    /// <param name="terms">The rule and the base.</param>
    /// <param name="monthVolume">The month's remaining volume, this top-up included.</param>
    public static Money EarnAtMonthEnd(CommissionTerms terms, long monthVolume) =>
        Earn(terms, checked(monthVolume - terms.Base.Minor)).Amount;

    /// <summary>The rate of the highest step that a volume reaches, at equality too.</summary>
    /// <param name="volume">The volume, the top-up in question included.</param>
    public static BasisPoints RateAt(CommissionRule rule, long volume)
    {
        var rate = rule.Rate;
        foreach (var step in rule.Steps)
        {
            if (volume < step.From)
            {
                break;
            }

            rate = step.Rate;
        }

        return rate;
    }

    /// <summary>The month of an instant in a schedule's zone.</summary>
    /// <param name="zone">IANA name of the zone.</param>
    /// <returns>"2026-10".</returns>
    public static string MonthOf(DateTimeOffset instant, string zone) => TimeZoneInfo
        .ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(zone))
        .ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static CommissionPart Single(CommissionTerms terms, long volumeBefore, BasisPoints rate) =>
        new(volumeBefore, terms.Base.Minor, rate, rate.OfHalfEven(terms.Base).Minor);

    /// <summary>Amounts are differences of rounded running sums, so that they add up to the rounded whole.</summary>
    private static List<CommissionPart> Split(CommissionTerms terms, long volumeBefore)
    {
        var (rule, end) = (terms.Rule, checked(volumeBefore + terms.Base.Minor));
        var parts = new List<CommissionPart>(rule.Steps.Count + 1);
        var (from, rate, exact, rounded) = (volumeBefore, rule.Rate, (Int128)0, 0L);
        foreach (var step in rule.Steps)
        {
            if (step.From < end && step.From > from)
            {
                Add(step.From);
            }

            if (step.From < end)
            {
                rate = step.Rate;
            }
        }

        Add(end);
        return parts;

        void Add(long to)
        {
            exact += (Int128)(to - from) * rate.Value;
            var sum = BasisPoints.RoundHalfEven(exact);
            parts.Add(new CommissionPart(from, to - from, rate, sum - rounded));
            (from, rounded) = (to, sum);
        }
    }
}
