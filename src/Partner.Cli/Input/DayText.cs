using System.Globalization;

namespace Partner.Cli.Input;

/// <summary>
/// Days and months as people and spreadsheets write them, wherever nobody can read two of them into one: the year
/// comes first and has four digits, or the month is a name. "25/11/2026" is not among them.
/// </summary>
internal static class DayText
{
    private static readonly string[] Days =
    [
        "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日", "yyyyMMdd", "d-MMM-yyyy", "d MMM yyyy", "d MMMM yyyy",
        "yyyy-MMM-d", "MMM d, yyyy", "MMMM d, yyyy", "MMM d yyyy", "MMMM d yyyy", "dddd, MMMM d, yyyy",
        "dddd, d MMMM yyyy",
    ];

    // What a spreadsheet, or a program, puts behind a day that it formats as a time.
    private static readonly string[] Midnights = ["", " H:mm", " H:mm:ss", "'T'HH:mm:ss"];

    private static readonly string[] DaysAtMidnight =
        [.. Days.SelectMany(day => Midnights.Select(time => day + time))];

    private static readonly string[] Months =
        ["yyyy-M", "yyyy/M", "yyyy.M", "yyyy年M月", "yyyyMM", "MMM-yyyy", "MMM yyyy", "MMMM yyyy"];

    /// <summary>A day as the contract writes it, "2026-11-25"; null when it is none, or has a time.</summary>
    public static string? Day(string text) => Parse(text, DaysAtMidnight) is { } day && day.TimeOfDay == TimeSpan.Zero
        ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : null;

    /// <summary>A month as the contract writes it, "2026-11"; null when the text is none.</summary>
    public static string? Month(string text) =>
        Parse(text, Months)?.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static DateTime? Parse(string text, string[] forms) => DateTime.TryParseExact(
        text.Trim(), forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
