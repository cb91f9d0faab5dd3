using System.Reflection;
using Google.Protobuf.Reflection;

namespace Partner.Contracts.Client;

/// <summary>
/// The contract's names of enum values without their prefix, as ErrorInfo, the command line and JSON output use them:
/// <c>TOP_UP_STATE_SUCCEEDED</c> is "SUCCEEDED".
/// </summary>
public static class EnumText
{
    private const string ZeroName = "UNSPECIFIED";

    /// <summary>The name of a value; the number of a value that this client does not know yet.</summary>
    /// <typeparam name="T">An enum generated from the contract.</typeparam>
    /// <param name="value">The value.</param>
    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.ByValue.GetValueOrDefault(value, value.ToString("D"));

    /// <summary>Finds a value by its name; letters may be of either case, and "-" may stand for "_".</summary>
    /// <typeparam name="T">An enum generated from the contract.</typeparam>
    /// <param name="name">The name without its prefix.</param>
    /// <param name="value">The value; the unspecified one when there is none of that name.</param>
    /// <returns>Whether there is a value of that name.</returns>
    public static bool TryParse<T>(string? name, out T value)
        where T : struct, Enum => Names<T>.ByName.TryGetValue((name ?? "").Replace('-', '_'), out value);

    /// <summary>The value of a name; the unspecified one when there is none of that name.</summary>
    /// <typeparam name="T">An enum generated from the contract.</typeparam>
    /// <param name="name">See <see cref="TryParse"/>.</param>
    public static T Parse<T>(string? name)
        where T : struct, Enum => TryParse<T>(name, out var value) ? value : default;

    /// <summary>The names of all values but the unspecified one, in the contract's order.</summary>
    /// <typeparam name="T">An enum generated from the contract.</typeparam>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => Names<T>.Listed;

    /// <summary>Takes the prefix off a name, where only the enum's descriptor is at hand, as in JSON.</summary>
    /// <param name="type">An enum of the contract.</param>
    /// <param name="fullName">The name as the contract spells it.</param>
    public static string Shorten(EnumDescriptor type, string fullName)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(fullName);
        return WithoutPrefix(fullName, type.FindValueByNumber(0)?.Name ?? "");
    }

    /// <summary>Every value shares its prefix with the unspecified one, which is the value 0.</summary>
    private static string WithoutPrefix(string fullName, string zeroName)
    {
        var prefix = zeroName.EndsWith(ZeroName, StringComparison.Ordinal) ? zeroName[..^ZeroName.Length] : "";
        return fullName.StartsWith(prefix, StringComparison.Ordinal) ? fullName[prefix.Length..] : fullName;
    }

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ByValue = Read();

        public static readonly Dictionary<string, T> ByName =
            ByValue.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.OrdinalIgnoreCase);

        public static readonly IReadOnlyList<string> Listed =
            [.. ByValue.OrderBy(pair => pair.Key).Select(pair => pair.Value).Where(name => name != ZeroName)];

        private static Dictionary<T, string> Read()
        {
            var full = Enum.GetValues<T>().ToDictionary(value => value, FullName);
            var zero = full.GetValueOrDefault(default, "");
            return full.ToDictionary(pair => pair.Key, pair => WithoutPrefix(pair.Value, zero));
        }

        private static string FullName(T value)
        {
            var name = value.ToString();
            return typeof(T).GetField(name)?.GetCustomAttribute<OriginalNameAttribute>()?.Name ?? name;
        }
    }
}
