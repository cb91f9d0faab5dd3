using Partner.Core.Plans;

namespace Partner.Core.Projections;

/// <summary>
/// Counting by the calendar of a card's zone. Instants are ends: a card that is valid until midnight was valid all day.
/// </summary>
public static class CardCalendar
{
    /// <summary>An end in this year or later is not moved: it would leave the calendar.</summary>
    public const int LastYear = 8000;

    private const int FirstYear = 1100;

    /// <summary>The first instant of the day after this one.</summary>
    /// <param name="now">Any instant.</param>
    /// <param name="zone">The card's zone.</param>
    public static DateTimeOffset EndOfDay(DateTimeOffset now, TimeZoneInfo zone) =>
        InstantOf(TimeZoneInfo.ConvertTime(now, zone).Date.AddDays(1), zone);

    /// <summary>
    /// A period later, at the same time of day: a day that the month does not have becomes its last, a time of day that
    /// the clocks leave out becomes the first after it, and of one that they show twice it is the later. Midnight ends
    /// the day before it, so that a year after the end of 28 February is the end of 28 February; and the end of a month
    /// stays the end of a month.
    /// </summary>
    /// <param name="start">Where to count from.</param>
    /// <param name="period">How far.</param>
    /// <param name="zone">The card's zone.</param>
    /// <returns>The instant (UTC), never before the start.</returns>
    public static DateTimeOffset Add(DateTimeOffset start, CalendarPeriod period, TimeZoneInfo zone) =>
        Move(start, period, 1, zone);

    /// <summary>A period earlier, as when reminders are counted back from an end.</summary>
    public static DateTimeOffset Subtract(DateTimeOffset end, CalendarPeriod period, TimeZoneInfo zone) =>
        Move(end, period, -1, zone);

    /// <summary>The last day that an end leaves whole or in part.</summary>
    public static DateOnly LastDay(DateTimeOffset end, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(end.AddTicks(-1), zone).DateTime);

    private static DateTimeOffset Move(DateTimeOffset from, CalendarPeriod period, int sign, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(from, zone).DateTime;
        if (local.Year is >= LastYear or < FirstYear)
        {
            return from.ToUniversalTime();
        }

        var length = sign * period.Length;
        if (!period.CountsMonths)
        {
            return InstantOf(local.AddDays(length), zone);
        }

        var endsDay = local.TimeOfDay == TimeSpan.Zero && local.Day > 1;
        return InstantOf(
            endsDay ? local.AddDays(-1).AddMonths(length).AddDays(1) : local.AddMonths(length), zone);
    }

    private static DateTimeOffset InstantOf(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local))
        {
            local = new DateTime(local.Ticks - (local.Ticks % TimeSpan.TicksPerMinute)).AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(local)
            ? zone.GetAmbiguousTimeOffsets(local).Min()
            : zone.GetUtcOffset(local);
        return new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Utc)).Subtract(offset);
    }
}
