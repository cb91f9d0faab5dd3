using System.Globalization;

namespace Partner.Server.WebConsole.Readings;

/// <summary>
/// Where a list goes on, as it stands in an address: an instant and an id. It only says where to begin to read, so it
/// need not be kept from being changed.
/// </summary>
internal static class Cursor
{
    private const int Longest = 200;

    /// <summary>A place as text.</summary>
    public static string Write(DateTimeOffset at, string id) =>
        string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks}.{id}");

    /// <summary>Reads a place.</summary>
    /// <param name="text">The text; null or empty for the beginning of the list.</param>
    /// <param name="place">The place; null for the beginning.</param>
    /// <returns>Whether it has the form of one.</returns>
    public static bool TryRead(string? text, out (DateTimeOffset At, string Id)? place)
    {
        place = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var dot = text.IndexOf('.');
        if (dot < 0 || text.Length > Longest
            || !long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || ticks > DateTimeOffset.MaxValue.UtcTicks)
        {
            return false;
        }

        place = (new DateTimeOffset(ticks, TimeSpan.Zero), text[(dot + 1)..]);
        return true;
    }
}
