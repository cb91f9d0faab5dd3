namespace Partner.Core.Plans;

/// <summary>What can be given back of a plan that was sold.</summary>
public enum RefundScope
{
    /// <summary>Nothing, ever.</summary>
    Never,

    /// <summary>All of it, while nothing was used.</summary>
    Unused,

    /// <summary>The part that the unused data makes of all data.</summary>
    UnusedData,

    /// <summary>The part that the days to come make of all days.</summary>
    UnusedDays,
}

/// <summary>What a refund is paid in.</summary>
public enum RefundMeans
{
    /// <summary>Money.</summary>
    Money,

    /// <summary>Points of the card.</summary>
    Points,
}

/// <summary>When and how a plan is refunded.</summary>
/// <param name="Scope">How much.</param>
/// <param name="Within">How long after success; null: as long as the plan can be reversed.</param>
/// <param name="Means">In what.</param>
public sealed record RefundPolicy(RefundScope Scope, TimeSpan? Within, RefundMeans Means);

/// <summary>How often a plan may go onto one card.</summary>
/// <param name="Count">At most so many times, 1 or more.</param>
/// <param name="Period">Within any stretch of this length.</param>
public sealed record CardLimit(int Count, CalendarPeriod Period);

/// <summary>On what terms a plan is sold, beside its price.</summary>
public sealed record PlanConditions
{
    /// <summary>A plan that says nothing: reversed within its window, by anybody, any number of times.</summary>
    public static readonly PlanConditions None = new();

    /// <summary>Its refunds; null: only a reversal as a whole, within the plan's window.</summary>
    public RefundPolicy? Refund { get; init; }

    /// <summary>Whether the customer shows an identity document.</summary>
    public bool IdCheck { get; init; }

    /// <summary>Whether it may renew itself.</summary>
    public bool AutoRenewal { get; init; }

    /// <summary>How often it may go onto one card; null: any number of times.</summary>
    public CardLimit? MaximumPerCard { get; init; }
}
