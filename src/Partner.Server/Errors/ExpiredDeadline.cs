using System.Globalization;

namespace Partner.Server.Errors;

/// <summary>
/// Deadlines that have passed before the call is read. The framework takes a timeout of nothing, and one that is
/// shorter than its 100 ns, for no deadline at all: the call would go on and sell.
/// </summary>
internal static class ExpiredDeadline
{
    // The protocol's limit (PROTOCOL-HTTP2: TimeoutValue). What is longer cannot be read, as any other nonsense.
    private const int MostDigits = 8;

    // What the framework measures in.
    private const int NanosecondsPerTick = 100;

    /// <summary>
    /// Whether a grpc-timeout is longer than any may be. It says nothing, but the framework counts with it, beyond what
    /// a time can be.
    /// </summary>
    /// <param name="timeout">The header's value.</param>
    public static bool IsTooLong(ReadOnlySpan<char> timeout) => timeout.Length > MostDigits + 1;

    /// <summary>Whether a grpc-timeout leaves no time: "0S", "1n". One that cannot be read says nothing.</summary>
    /// <param name="timeout">The header's value.</param>
    public static bool Is(ReadOnlySpan<char> timeout) =>
        timeout.Length is > 1 and <= MostDigits + 1
        && int.TryParse(timeout[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        && timeout[^1] switch
        {
            'H' or 'M' or 'S' or 'm' or 'u' => value == 0,
            'n' => value < NanosecondsPerTick,
            _ => false,
        };
}
