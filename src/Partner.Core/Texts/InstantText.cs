using System.Globalization;

namespace Partner.Core.Texts;

/// <summary>Instants as they are written for programs and operators.</summary>
public static class InstantText
{
    /// <summary>In UTC, to the second, as RFC 3339 has it: "2026-11-27T13:05:00Z".</summary>
    /// <param name="instant">The instant, of any offset.</param>
    public static string Utc(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
