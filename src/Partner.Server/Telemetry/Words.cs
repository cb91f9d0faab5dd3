using System.Collections.Frozen;
using System.Text;

namespace Partner.Server.Telemetry;

/// <summary>
/// Names of enum values as attributes have them: SuccessAfterAll is success_after_all. Made once for each value, so
/// that a measurement allocates nothing.
/// </summary>
internal static class Words
{
    /// <summary>The word of a value.</summary>
    /// <typeparam name="T">An enum: a closed set.</typeparam>
    /// <param name="value">The value; one that the enum does not have is "other".</param>
    public static string Of<T>(T value)
        where T : struct, Enum => Table<T>.Words.GetValueOrDefault(value, "other");

    /// <summary>All words of an enum.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    public static IEnumerable<string> All<T>()
        where T : struct, Enum => Table<T>.Words.Values;

    private static string Snake(string name)
    {
        var word = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && word.Length > 0)
            {
                word.Append('_');
            }

            word.Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }

    private static class Table<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Words =
            Enum.GetValues<T>().Distinct().ToFrozenDictionary(value => value, value => Snake(value.ToString()));
    }
}
