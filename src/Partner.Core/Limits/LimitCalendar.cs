using System.Globalization;
using Partner.Core.Calendars;

namespace Partner.Core.Limits;

/// <summary>
/// The periods that an instant is in, as limits count them: the partner's day and month, and the hour.
/// </summary>
/// <param name="Day">The day, by the calendar of the partner's zone.</param>
/// <param name="DayEnds">The first instant of the next day (UTC).</param>
/// <param name="MonthEnds">The first instant of the next month (UTC).</param>
/// <param name="Hour">The beginning of the full hour (UTC).</param>
public sealed record LimitPeriods(
    DateOnly Day, DateTimeOffset DayEnds, DateTimeOffset MonthEnds, DateTimeOffset Hour)
{
    /// <summary>When the hour is over (UTC).</summary>
    public DateTimeOffset HourEnds => Hour.AddHours(1);

    /// <summary>What counters of the day are kept under: "2026-11-27".</summary>
    public string DayKey => DayKeyOf(Day);

    /// <summary>What counters of the month are kept under: "2026-11".</summary>
    public string MonthKey => MonthKeyOf(Day);

    /// <summary>What counters of the hour are kept under: "2026-11-27T13Z".</summary>
    public string HourKey => Hour.ToString("yyyy-MM-dd'T'HH'Z'", CultureInfo.InvariantCulture);

    /// <summary>The periods of an instant.</summary>
    /// <param name="now">The instant.</param>
    /// <param name="zone">The partner's zone.</param>
    public static LimitPeriods At(DateTimeOffset now, TimeZoneInfo zone)
    {
        var utc = now.ToUniversalTime();
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(utc, zone).DateTime);
        return new LimitPeriods(
            day,
            CalendarDay.StartOf(day.AddDays(1), zone),
            CalendarDay.StartOf(new DateOnly(day.Year, day.Month, 1).AddMonths(1), zone),
            new DateTimeOffset(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerHour), TimeSpan.Zero));
    }

    /// <summary>What counters of a day are kept under.</summary>
    public static string DayKeyOf(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>What counters of a day's month are kept under.</summary>
    public static string MonthKeyOf(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
