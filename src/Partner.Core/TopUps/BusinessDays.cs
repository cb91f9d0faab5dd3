using Partner.Core.Errors;

namespace Partner.Core.TopUps;

/// <summary>The business days of tills: days of their own calendars, near the present one.</summary>
public static class BusinessDays
{
    private static readonly TimeSpan Reach = TimeSpan.FromDays(7);

    /// <summary>
    /// Refuses a business day that is no till's. Not part of the message's shape, because a replay must work however
    /// much later it comes.
    /// </summary>
    /// <param name="day">The day; null when not given.</param>
    /// <param name="now">The time.</param>
    /// <returns>The refusal; null when the day is at most a week away from today in UTC.</returns>
    public static Refusal? Refuse(DateOnly? day, DateTimeOffset now) =>
        day is { } given && !IsNear(given, now)
            ? Refusal.Of(
                Reason.InvalidRequest,
                new FieldViolation("business_date", "must be at most a week away from today", "与今天相差不得超过一周"))
            : null;

    /// <summary>Whether a day can have been a till's when something was saved.</summary>
    /// <param name="day">The day.</param>
    /// <param name="instant">When it was saved.</param>
    public static bool IsNear(DateOnly day, DateTimeOffset instant) =>
        (day.ToDateTime(TimeOnly.MinValue) - instant.UtcDateTime.Date).Duration() <= Reach;

    /// <summary>The day of an instant in a zone.</summary>
    /// <param name="instant">The instant.</param>
    /// <param name="zone">IANA name of the zone.</param>
    public static DateOnly Of(DateTimeOffset instant, string zone) => DateOnly.FromDateTime(
        TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime);
}
