using System.Numerics;
using Partner.Core.Rules;

namespace Partner.Core.Auditing;

/// <summary>
/// What pinned terms earn, worked out a second time and as plainly as can be: bracket by bracket, in whole numbers of
/// any size. It shares no code with what grants commissions.
/// </summary>
internal static class EarningRecalculation
{
    /// <summary>Whether a level is a parent's with a fixed override, granted in addition to all beneath.</summary>
    public static bool IsAddedOnTop(LevelFacts level) => level is { Number: > 0, Rule.FixedOverride: not null };

    /// <summary>The rate part of a commission, rounded once.</summary>
    /// <param name="level">The pinned terms.</param>
    /// <param name="before">The volume just before.</param>
    public static BigInteger RatePart(LevelFacts level, long before)
    {
        if (IsAddedOnTop(level))
        {
            return ExactMath.Share(level.Base, level.Rule.FixedOverride!.Value);
        }

        var product = BigInteger.Zero;
        foreach (var (from, to, rate) in Brackets(level, before))
        {
            BigInteger lower = Math.Max(from, before);
            var upper = BigInteger.Min(to ?? (BigInteger)before + level.Base, (BigInteger)before + level.Base);
            product += upper > lower ? (upper - lower) * rate : 0;
        }

        return ExactMath.Share(product);
    }

    /// <summary>A commission before anything granted beneath is taken off.</summary>
    /// <param name="level">The pinned terms.</param>
    /// <param name="before">The volume just before.</param>
    public static BigInteger Own(LevelFacts level, long before)
    {
        var part = RatePart(level, before);
        if (IsAddedOnTop(level))
        {
            return part;
        }

        var own = part + level.Rule.Fixed;
        own = level.Rule.Minimum is { } least && own < least ? least : own;
        return level.Rule.Maximum is { } most && own > most ? most : own;
    }

    /// <summary>Tax withheld from a credit at once.</summary>
    /// <param name="level">The pinned terms.</param>
    public static BigInteger TaxAtCredit(LevelFacts level, BigInteger credit) =>
        IsTaxedAtCredit(level) ? ExactMath.Share(credit, level.Tax!.Rate) : 0;

    /// <summary>Whether tax is withheld at credit: not from SETTLED commissions.</summary>
    /// <param name="level">The pinned terms.</param>
    public static bool IsTaxedAtCredit(LevelFacts level) => level.Tax is not null
        && level.Mode == (int)CommissionMode.Instant && level.TaxAt == (int)TaxMoment.Credit;

    /// <summary>Whether parts lie side by side over the base, at the rates of their brackets, and add up.</summary>
    /// <param name="level">The pinned terms.</param>
    /// <param name="before">The volume just before.</param>
    /// <param name="parts">The stored parts.</param>
    public static bool PartsAgree(LevelFacts level, long before, IReadOnlyList<PartFacts> parts)
    {
        BigInteger from = before;
        var sum = BigInteger.Zero;
        foreach (var part in parts)
        {
            if (part.From != from || part.Base < 0 || (part.Base > 0 && part.Rate != RateOf(level, before, part)))
            {
                return false;
            }

            from += part.Base;
            sum += part.Amount;
        }

        return parts.Count > 0 && from == (BigInteger)before + level.Base && sum == RatePart(level, before);
    }

    /// <summary>The only rate that a part may have; null where it reaches over a step.</summary>
    private static long? RateOf(LevelFacts level, long before, PartFacts part) => IsAddedOnTop(level)
        ? level.Rule.FixedOverride
        : Brackets(level, before)
            .Where(bracket => bracket.From <= part.From
                && (bracket.To is null || (BigInteger)part.From + part.Base <= bracket.To))
            .Select(bracket => (long?)bracket.Rate)
            .FirstOrDefault();

    /// <summary>
    /// The brackets of volume and their rates. WHOLE has one: that of the highest step which the volume, this top-up
    /// included, reaches.
    /// </summary>
    private static List<(long From, long? To, long Rate)> Brackets(LevelFacts level, long before)
    {
        var steps = level.Rule.Steps.OrderBy(step => step.From).ToList();
        if (level.Tiering == (int)Tiering.Whole)
        {
            var reached = steps.FindLast(step => step.From <= (BigInteger)before + level.Base);
            return [(long.MinValue, null, reached?.Rate ?? level.Rule.Rate)];
        }

        var brackets = new List<(long, long?, long)>();
        var (from, rate) = (long.MinValue, (long)level.Rule.Rate);
        foreach (var step in steps)
        {
            brackets.Add((from, step.From, rate));
            (from, rate) = (step.From, step.Rate);
        }

        brackets.Add((from, null, rate));
        return brackets;
    }
}
