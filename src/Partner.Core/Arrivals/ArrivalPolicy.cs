namespace Partner.Core.Arrivals;

/// <summary>Settings of cases. The defaults are the documented ones.</summary>
public sealed record ArrivalPolicy
{
    private static readonly TimeSpan[] Ladder =
        [TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1)];

    /// <summary>How long after acceptance an unclear case is escalated: the operator's own complaint rule.</summary>
    public TimeSpan Clock { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How soon after a look another report makes no look of its own.</summary>
    public TimeSpan ReportPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The shortest pause between two looks at an escalated case; it grows with the case's age.</summary>
    public TimeSpan EscalatedPause { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The pause before the next look at an open case.</summary>
    /// <param name="looks">How many there were.</param>
    public static TimeSpan PauseAfter(int looks) => Ladder[Math.Min(looks, Ladder.Length - 1)];
}
