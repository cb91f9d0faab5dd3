using System.Globalization;

namespace Partner.Server.Connections;

/// <summary>
/// How many connections the file descriptors of this process allow. A process that runs out of them can neither open
/// its database nor load a library, and ends.
/// </summary>
public static class DescriptorLimit
{
    /// <summary>What everything else may need: database, issuer, probes, files, and connections being closed.</summary>
    internal const int Reserve = 256;

    private const string LimitsFile = "/proc/self/limits";
    private const string Row = "Max open files";

    /// <summary>The present limit of this process.</summary>
    /// <returns>The soft limit; null where there is none, or the system does not tell.</returns>
    public static long? Read() => File.Exists(LimitsFile) ? Parse(File.ReadLines(LimitsFile)) : null;

    /// <summary>Finds the limit in the lines of Linux's table.</summary>
    /// <param name="lines">The lines of /proc/self/limits.</param>
    internal static long? Parse(IEnumerable<string> lines)
    {
        var line = lines.FirstOrDefault(line => line.StartsWith(Row, StringComparison.Ordinal));
        var soft = line?[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }

    /// <summary>How many connections may be open at once.</summary>
    /// <param name="wanted">How many are wanted.</param>
    /// <param name="descriptors">The limit; null for none.</param>
    /// <returns>
    /// As many as are wanted, or what the limit leaves beside the reserve; never below a quarter of it.
    /// </returns>
    public static int Connections(int wanted, long? descriptors) => descriptors is { } limit
        ? (int)Math.Clamp(Math.Max(limit - Reserve, limit / 4), 1, wanted)
        : wanted;
}
