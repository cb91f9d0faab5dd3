using System.Globalization;

namespace Partner.Server.Contract;

/// <summary>
/// Where a list that is ordered by a time and a key goes on: behind one of its elements. For page tokens, which may be
/// made up.
/// </summary>
/// <param name="Ticks">The time (UTC), or what the list has in its place.</param>
/// <param name="Key">The key; it has no colon.</param>
internal sealed record TimedPlace(long Ticks, string Key)
{
    /// <summary>The time (UTC), of a place that <see cref="ParseTime"/> read.</summary>
    public DateTimeOffset At => new(Ticks, TimeSpan.Zero);

    /// <summary>Writes a place.</summary>
    /// <param name="at">The time.</param>
    /// <param name="key">The key.</param>
    public static string Write(DateTimeOffset at, string key) => new TimedPlace(at.UtcTicks, key).ToString();

    /// <summary>Reads a place.</summary>
    /// <returns>The place; null when it is none.</returns>
    public static TimedPlace? Parse(string text) => text.Split(':') is [var ticks, var key]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
        ? new TimedPlace(time, key)
        : null;

    /// <summary>Reads a place whose time must be one that there can be.</summary>
    /// <returns>The place; null when it is none.</returns>
    public static TimedPlace? ParseTime(string text) =>
        Parse(text) is { } place && place.Ticks <= DateTimeOffset.MaxValue.UtcTicks ? place : null;

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Ticks}:{Key}");
}
