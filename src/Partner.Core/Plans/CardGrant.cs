namespace Partner.Core.Plans;

/// <summary>Data or validity that a promotion puts onto a card, beside what the plan grants.</summary>
/// <param name="Bytes">
/// Data, which begins at once, beside what else the card has; 0: none, and then the card is valid longer.
/// </param>
/// <param name="Period">How long the data lasts, or how much longer the card is valid.</param>
public sealed record CardGrant(long Bytes, CalendarPeriod Period)
{
    // Days of an average month and year, times twelve, so that no rank needs a fraction.
    private const int DayRank = 12;
    private const int MonthRank = 365;

    /// <summary>Where the data works; empty where it is not said, and for validity.</summary>
    public string Region { get; init; } = "";

    /// <summary>The promotion's name for people, English; empty where it is not said.</summary>
    public string NameEn { get; init; } = "";

    /// <summary>The same in Chinese.</summary>
    public string NameZh { get; init; } = "";

    /// <summary>Whether it is data.</summary>
    public bool IsData => Bytes > 0;

    /// <summary>By which the better of two is told: more data, or more time; above zero.</summary>
    public long Rank => IsData ? Bytes : (long)Period.Length * (Period.CountsMonths ? MonthRank : DayRank);
}
