using Partner.Core.Amounts;
using Partner.Core.Plans;

namespace Partner.Core.Refunds;

/// <summary>
/// What a sale pins of its plan's refunds, so that nothing published later changes them. A sale without any is taken
/// back as a whole while its time lasts.
/// </summary>
/// <param name="Scope">How much is refunded.</param>
/// <param name="Means">In what.</param>
public sealed record RefundTerms(RefundScope Scope, RefundMeans Means)
{
    /// <summary>The data that the plan grants, in bytes; 0 when none.</summary>
    public long Bytes { get; init; }

    /// <summary>The validity that it grants for this amount; null when none.</summary>
    public CalendarPeriod? Period { get; init; }

    /// <summary>Whether the period is counted from the day of the sale, whatever the card's end was.</summary>
    public bool FromToday { get; init; }

    /// <summary>Whether the card has to be looked up before it is known how much goes back.</summary>
    public bool AsksCard => Scope is RefundScope.UnusedData or RefundScope.UnusedDays;

    /// <summary>What a sale grants to its card, whatever its plan says of refunds.</summary>
    /// <param name="plan">What is sold.</param>
    /// <param name="face">At which amount.</param>
    public static RefundTerms Granting(Plan plan, Money face) => new(RefundScope.Never, RefundMeans.Money)
    {
        Bytes = plan.DataBytes,
        Period = plan.ValidityFor(face),
        FromToday = plan.Grants.CountedFrom == CountedFrom.Today,
    };

    /// <summary>The terms of a sale.</summary>
    /// <param name="plan">What is sold.</param>
    /// <param name="face">At which amount.</param>
    /// <returns>The terms; null where the plan says nothing of refunds.</returns>
    public static RefundTerms? Of(Plan plan, Money face) => plan.Conditions.Refund is { } policy
        ? Granting(plan, face) with { Scope = policy.Scope, Means = policy.Means }
        : null;
}
