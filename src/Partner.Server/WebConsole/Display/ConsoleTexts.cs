using Partner.Server.Errors;

namespace Partner.Server.WebConsole.Display;

/// <summary>
/// Every text of the pages, English and Chinese side by side, so that they stay the same. A gap is written {0}.
/// </summary>
internal static partial class ConsoleTexts
{
    /// <summary>All of them, by their keys.</summary>
    internal static readonly Dictionary<string, (string English, string Chinese)> Table =
        new[] { Frame, Pages, Approvals, Publishing, Steps, Vocabulary }.SelectMany(part => part)
            .ToDictionary(text => text.Key, text => text.Value, StringComparer.Ordinal);

    /// <summary>A text.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="language">The language.</param>
    /// <exception cref="KeyNotFoundException">There is no such text.</exception>
    public static string Of(string key, Language language)
    {
        var (english, chinese) = Table.TryGetValue(key, out var text)
            ? text
            : throw new KeyNotFoundException($"The console has no text '{key}'.");
        return language.Pick(english, chinese);
    }
}
