using System.Collections.Frozen;
using System.Text.Json;

namespace Partner.Core.Texts;

/// <summary>
/// Names of enum values in snake case: SuccessAfterAll is success_after_all. Made once for each value, so that writing
/// one allocates nothing.
/// </summary>
public static class EnumWord
{
    /// <summary>In lower case, as attributes of metrics and spans have them.</summary>
    /// <typeparam name="T">An enum: a closed set.</typeparam>
    /// <param name="value">The value; one that the enum does not have is "other".</param>
    public static string Lower<T>(T value)
        where T : struct, Enum => Words<T>.Lower.GetValueOrDefault(value, "other");

    /// <summary>In upper case, as states and codes are printed.</summary>
    /// <typeparam name="T">An enum: a closed set.</typeparam>
    /// <param name="value">The value; one that the enum does not have is "OTHER".</param>
    public static string Upper<T>(T value)
        where T : struct, Enum => Words<T>.Upper.GetValueOrDefault(value, "OTHER");

    /// <summary>The values of an enum by their words in upper case, in the order of their numbers.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    public static IReadOnlyDictionary<string, T> Named<T>()
        where T : struct, Enum => Enum.GetValues<T>().Distinct().ToDictionary(value => Upper(value));

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Lower = Made(JsonNamingPolicy.SnakeCaseLower);

        public static readonly FrozenDictionary<T, string> Upper = Made(JsonNamingPolicy.SnakeCaseUpper);

        private static FrozenDictionary<T, string> Made(JsonNamingPolicy policy) => Enum.GetValues<T>().Distinct()
            .ToFrozenDictionary(value => value, value => policy.ConvertName(value.ToString()));
    }
}
