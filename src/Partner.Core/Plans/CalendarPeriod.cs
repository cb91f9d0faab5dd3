namespace Partner.Core.Plans;

/// <summary>A length of time by the calendar.</summary>
/// <param name="Unit">Days, months or years; never <see cref="PeriodUnit.None"/>.</param>
/// <param name="Count">How many: 1 to 1000.</param>
public readonly record struct CalendarPeriod(PeriodUnit Unit, int Count)
{
    private const int MonthsOfYear = 12;

    /// <summary>Whether it counts months or years, whose days the calendar decides.</summary>
    public bool CountsMonths => Unit is PeriodUnit.Month or PeriodUnit.Year;

    /// <summary>The length in months where it counts these, else in days.</summary>
    public int Length => Unit == PeriodUnit.Year ? MonthsOfYear * Count : Count;

    /// <summary>"30 天", "1 个月".</summary>
    public string ToChinese() => Unit switch
    {
        PeriodUnit.Month => $"{Count} 个月",
        PeriodUnit.Year => $"{Count} 年",
        _ => $"{Count} 天",
    };

    /// <summary>"30 days", "1 month".</summary>
    public override string ToString() => $"{Count} {Unit.ToString().ToLowerInvariant()}{(Count == 1 ? "" : "s")}";
}
