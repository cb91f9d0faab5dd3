using System.Globalization;

namespace Partner.Cli.Input;

/// <summary>Durations as they are typed: "8s", "500ms", "2m"; a bare number means seconds.</summary>
internal static class DurationText
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        var unit = text[digits..] switch
        {
            "" or "s" => TimeSpan.FromSeconds(1),
            "ms" => TimeSpan.FromMilliseconds(1),
            "m" => TimeSpan.FromMinutes(1),
            _ => TimeSpan.Zero,
        };
        duration = TimeSpan.Zero;
        if (unit == TimeSpan.Zero || !int.TryParse(text[..digits], CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        duration = TimeSpan.FromTicks(unit.Ticks * count);
        return true;
    }

    public static string Format(TimeSpan duration) =>
        (duration.Ticks / (decimal)TimeSpan.TicksPerSecond).ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
