namespace Partner.Core.Calendars;

/// <summary>Days of a zone's calendar as stretches of time.</summary>
public static class CalendarDay
{
    /// <summary>
    /// The first instant that shows a day: where the clocks leave its midnight out, the first after it; where they show
    /// it twice, the earlier one.
    /// </summary>
    /// <param name="day">The day.</param>
    /// <param name="zone">Whose calendar it is.</param>
    /// <returns>The instant (UTC).</returns>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        // The greater offset is the earlier instant.
        var offset = zone.IsAmbiguousTime(local)
            ? zone.GetAmbiguousTimeOffsets(local).Max()
            : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>When the day of an instant began (UTC).</summary>
    /// <param name="instant">The instant.</param>
    /// <param name="zone">Whose calendar it is.</param>
    public static DateTimeOffset StartOf(DateTimeOffset instant, TimeZoneInfo zone) =>
        StartOf(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime), zone);
}
