using Partner.Core.Plans;

namespace Partner.Core.Refunds;

/// <summary>Why a refund is as it is.</summary>
public enum RefundGround
{
    /// <summary>All of it: nothing was used, or the plan is taken back as a whole.</summary>
    Whole,

    /// <summary>The part of the data that was not used.</summary>
    UnusedData,

    /// <summary>The part of the days that are to come.</summary>
    UnusedDays,

    /// <summary>Nothing: the plan is never refunded.</summary>
    Never,

    /// <summary>Nothing: the time for it is over.</summary>
    TooLate,

    /// <summary>Nothing: it was used, or used up.</summary>
    Used,

    /// <summary>Nothing now: the issuer does not say what was used.</summary>
    UsageUnknown,
}

/// <summary>What is known of a sale that may be refunded.</summary>
/// <param name="Age">Time since it succeeded.</param>
public sealed record RefundFacts(TimeSpan Age)
{
    /// <summary>Whether any of it was used; null where the issuer does not say.</summary>
    public bool? WasUsed { get; init; }

    /// <summary>The data that it granted, in bytes.</summary>
    public long GrantedBytes { get; init; }

    /// <summary>What the card has left of it, in bytes; null where the issuer does not say.</summary>
    public long? UnusedBytes { get; init; }

    /// <summary>The first day that it granted, in the card's zone; null where it granted none.</summary>
    public DateOnly? FirstDay { get; init; }

    /// <summary>The last day that it granted.</summary>
    public DateOnly? LastDay { get; init; }

    /// <summary>The day that it is in the card's zone. It counts as used.</summary>
    public DateOnly Today { get; init; }
}

/// <summary>Whether and how much of a sale is refunded, in what, and why.</summary>
/// <param name="Ground">Why.</param>
/// <param name="Share">How much; null for nothing.</param>
/// <param name="Means">In what.</param>
public sealed record RefundDecision(RefundGround Ground, RefundShare? Share, RefundMeans Means)
{
    /// <summary>Decides by a plan's policy.</summary>
    /// <param name="policy">The policy; null: taken back as a whole while the window is open.</param>
    /// <param name="window">How long after its success the sale can be reversed.</param>
    /// <param name="facts">What is known of the sale.</param>
    public static RefundDecision Decide(RefundPolicy? policy, TimeSpan window, RefundFacts facts)
    {
        var means = policy?.Means ?? RefundMeans.Money;
        if (policy?.Scope == RefundScope.Never)
        {
            return Nothing(RefundGround.Never);
        }

        var within = policy?.Within ?? window;
        if (within <= TimeSpan.Zero || facts.Age >= within)
        {
            return Nothing(RefundGround.TooLate);
        }

        return policy?.Scope switch
        {
            null => new RefundDecision(RefundGround.Whole, RefundShare.All, means),
            RefundScope.Unused => facts.WasUsed switch
            {
                null => Nothing(RefundGround.UsageUnknown),
                true => Nothing(RefundGround.Used),
                false => new RefundDecision(RefundGround.Whole, RefundShare.All, means),
            },
            RefundScope.UnusedData => facts.UnusedBytes is { } unused && facts.GrantedBytes > 0
                ? Part(RefundGround.UnusedData, unused, facts.GrantedBytes)
                : Nothing(RefundGround.UsageUnknown),
            _ => facts is { FirstDay: { } first, LastDay: { } last } && first <= last
                ? Part(
                    RefundGround.UnusedDays,
                    last.DayNumber - Math.Max(facts.Today.DayNumber, first.DayNumber - 1),
                    last.DayNumber - first.DayNumber + 1)
                : Nothing(RefundGround.UsageUnknown),
        };

        RefundDecision Nothing(RefundGround ground) => new(ground, null, means);

        // What a card has left may be of an earlier sale, too: never more than this one granted.
        RefundDecision Part(RefundGround ground, long left, long whole) => left <= 0
            ? Nothing(RefundGround.Used)
            : left >= whole
                ? new RefundDecision(RefundGround.Whole, RefundShare.All, means)
                : new RefundDecision(ground, new RefundShare(left, whole), means);
    }
}
