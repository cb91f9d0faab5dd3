using Partner.Core.Plans;

namespace Partner.Core.Tests.Projections;

/// <summary>A calendar as slow and plain as can be: it tries every minute.</summary>
internal static class NaiveCalendar
{
    public static DateTimeOffset Midnight(DateTimeOffset now, TimeZoneInfo zone)
    {
        var day = Local(now, zone).Date;
        return Instant(day.Add(new TimeSpan(1, 0, 0, 0)), zone);
    }

    public static DateTimeOffset Add(DateTimeOffset start, CalendarPeriod period, TimeZoneInfo zone)
    {
        var local = Local(start, zone);
        var (year, month, day) = (local.Year, local.Month, local.Day);
        var midnight = local.TimeOfDay == TimeSpan.Zero && day > 1;
        day -= midnight ? 1 : 0;
        for (var i = 0; i < period.Count; i++)
        {
            switch (period.Unit)
            {
                case PeriodUnit.Day:
                    (year, month, day) = NextDay(year, month, day);
                    break;
                case PeriodUnit.Month:
                    (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1);
                    break;
                default:
                    year++;
                    break;
            }
        }

        day = Math.Min(day, DaysIn(year, month));
        (year, month, day) = midnight ? NextDay(year, month, day) : (year, month, day);
        return Instant(new DateTime(year, month, day).Add(local.TimeOfDay), zone);
    }

    public static int DaysIn(int year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>The last instant at which clocks show a time; where they never do, the first minute after it.</summary>
    public static DateTimeOffset Instant(DateTime wanted, TimeZoneInfo zone)
    {
        var first = new DateTimeOffset(DateTime.SpecifyKind(wanted, DateTimeKind.Utc)).AddHours(-15);
        var minutes = Enumerable.Range(0, 30 * 60).Select(minute => first.AddMinutes(minute)).ToList();
        if (minutes.FindLast(at => Local(at, zone) == wanted) is { Ticks: > 0 } found)
        {
            return found;
        }

        var floor = wanted.AddTicks(-(wanted.Ticks % TimeSpan.TicksPerMinute));
        var start = first.AddTicks(-(wanted.Ticks % TimeSpan.TicksPerMinute));
        return Enumerable.Range(0, 30 * 60).Select(minute => start.AddMinutes(minute))
            .First(at => Local(at, zone) > floor);
    }

    private static (int Year, int Month, int Day) NextDay(int year, int month, int day) =>
        day < DaysIn(year, month) ? (year, month, day + 1)
        : month < 12 ? (year, month + 1, 1)
        : (year + 1, 1, 1);

    private static DateTime Local(DateTimeOffset at, TimeZoneInfo zone) => at.UtcDateTime + zone.GetUtcOffset(at);
}
