using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Partner.Cli.Hosting;

namespace Partner.Cli.Input;

/// <summary>Instants and months as they are typed and printed: in a time zone, with its offset.</summary>
internal static class TimeText
{
    private static readonly string[] WithOffset = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ssK"];

    private static readonly string[] Local =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy/M/d H:mm", "yyyy/M/d H:mm:ss"];

    /// <summary>Reads "2026-11-01" (midnight in the zone), "2026-11-01T08:00:00" or one with an offset.</summary>
    public static DateTimeOffset? Parse(string text, TimeZoneInfo zone)
    {
        var invariant = CultureInfo.InvariantCulture;
        text = DayText.Day(text) ?? text;
        if (DateTime.TryParseExact(text, Local, invariant, DateTimeStyles.None, out var local))
        {
            return At(local, zone);
        }

        return DateTimeOffset.TryParseExact(text, WithOffset, invariant, DateTimeStyles.None, out var instant)
            ? instant
            : null;
    }

    /// <summary>Reads "2026-11": the whole month in a zone, from its first instant to that of the next month.</summary>
    public static (DateTimeOffset Start, DateTimeOffset End)? ParseMonth(string text, TimeZoneInfo zone) =>
        DateTime.TryParseExact(
            DayText.Month(text), "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
            ? (At(first, zone), At(first.AddMonths(1), zone))
            : null;

    /// <summary>"2026-11 (Asia/Shanghai)", of a month or a day; without a zone where the server names none.</summary>
    public static string InZone(string span, string zone) => zone.Length == 0 ? span : $"{span} ({zone})";

    /// <summary>The first and the last instant of a month in a zone; empty where either is not known.</summary>
    public static string RangeOf(string month, string zone) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && ParseMonth(month, found) is { } range
            ? $"{Format(Timestamp.FromDateTimeOffset(range.Start), found)} – " +
                Format(Timestamp.FromDateTimeOffset(range.End), found)
            : "";

    public static string Format(Timestamp? time, TimeZoneInfo zone) => time is null
        ? ""
        : TimeZoneInfo.ConvertTime(time.ToDateTimeOffset(), zone)
            .ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    /// <summary>A range of instants in words, with its zone.</summary>
    /// <param name="language">The language.</param>
    /// <param name="start">Its start; null for none.</param>
    /// <param name="end">Its end; null for none.</param>
    /// <param name="zone">The zone.</param>
    /// <param name="first">What it begins with where it has no start.</param>
    public static string Range(
        Language language, Timestamp? start, Timestamp? end, TimeZoneInfo zone, string first)
    {
        var from = start is null ? first : Format(start, zone);
        var to = end is null ? language.Pick("now", "现在") : Format(end, zone);
        return language.Pick($"From {from} to {to} ({zone.Id})", $"自 {from} 至 {to}（{zone.Id}）");
    }

    private static DateTimeOffset At(DateTime local, TimeZoneInfo zone) => new(local, zone.GetUtcOffset(local));
}
