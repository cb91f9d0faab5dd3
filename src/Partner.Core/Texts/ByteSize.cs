using System.Globalization;

namespace Partner.Core.Texts;

/// <summary>Amounts of data as people read them.</summary>
public static class ByteSize
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>Bytes in the unit that people read, cut to two places: "2.50 GiB".</summary>
    /// <param name="bytes">0 or more.</param>
    public static string Of(long bytes)
    {
        var unit = 0;
        var size = bytes;
        while (size >= 1024 && unit < Units.Length - 1)
        {
            size /= 1024;
            unit++;
        }

        var hundredths = unit == 0 ? 0 : (bytes >> (10 * (unit - 1))) % 1024 * 100 / 1024;
        return hundredths == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{size} {Units[unit]}")
            : string.Create(CultureInfo.InvariantCulture, $"{size}.{hundredths:D2} {Units[unit]}");
    }
}
