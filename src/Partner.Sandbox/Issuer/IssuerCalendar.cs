using Partner.Core.Plans;

namespace Partner.Sandbox.Issuer;

/// <summary>
/// The simulated issuer's own calendar. It shares nothing with that of the server, so that the two check each other.
/// </summary>
internal static class IssuerCalendar
{
    /// <summary>The day of an instant.</summary>
    public static DateOnly DayOf(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDateTime(Wall(at, zone));

    /// <summary>When a day begins.</summary>
    public static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone) => At(day, TimeOnly.MinValue, zone);

    /// <summary>When the day of an instant is over.</summary>
    public static DateTimeOffset NextMidnight(DateTimeOffset at, TimeZoneInfo zone) =>
        Midnight(DayOf(at, zone).AddDays(1), zone);

    /// <summary>A period later: the same day of the month and time of day, or the nearest there is.</summary>
    public static DateTimeOffset After(DateTimeOffset at, PeriodUnit unit, int count, TimeZoneInfo zone)
    {
        var wall = Wall(at, zone);
        var (day, time) = (DateOnly.FromDateTime(wall), TimeOnly.FromDateTime(wall));
        if (unit == PeriodUnit.Day)
        {
            return At(DateOnly.FromDayNumber(day.DayNumber + count), time, zone);
        }

        var months = (day.Year * 12) + day.Month - 1 + (unit == PeriodUnit.Year ? 12 * count : count);
        var first = new DateOnly(months / 12, (months % 12) + 1, 1);
        var next = first.AddMonths(1);
        var length = next.DayNumber - first.DayNumber;
        return time == TimeOnly.MinValue
            ? At(first.AddDays(Math.Min(day.Day - 1, length)), time, zone) // so many whole days of the month
            : At(first.AddDays(Math.Min(day.Day, length) - 1), time, zone);
    }

    private static DateTime Wall(DateTimeOffset at, TimeZoneInfo zone) => at.UtcDateTime + zone.GetUtcOffset(at);

    /// <summary>
    /// The instant of a time on the clock: each offset that the zone has around that day is tried, and the later
    /// instant counts where two show it. Where none does, the clock is followed to the first minute beyond.
    /// </summary>
    private static DateTimeOffset At(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var wanted = day.ToDateTime(time, DateTimeKind.Utc);
        TimeSpan[] offsets = [zone.GetUtcOffset(wanted.AddDays(-1)), zone.GetUtcOffset(wanted.AddDays(1))];
        var shown = offsets.Select(offset => new DateTimeOffset(wanted - offset, TimeSpan.Zero))
            .Where(at => Wall(at, zone).Ticks == wanted.Ticks).ToList();
        if (shown.Count > 0)
        {
            return shown.Max();
        }

        var minute = new DateTimeOffset(wanted - offsets.Max(), TimeSpan.Zero)
            .AddTicks(-(wanted.Ticks % TimeSpan.TicksPerMinute));
        while (Wall(minute, zone).Ticks < wanted.Ticks)
        {
            minute = minute.AddMinutes(1);
        }

        return minute;
    }
}
