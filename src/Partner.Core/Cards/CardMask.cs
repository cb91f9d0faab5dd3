using System.Text.RegularExpressions;

namespace Partner.Core.Cards;

/// <summary>
/// Hides card numbers in texts that come from elsewhere, as exceptions do: of every run of eight digits or more only
/// the last four stay. That hides other long numbers too, which is the lesser harm.
/// </summary>
public static partial class CardMask
{
    /// <summary>The text without card numbers.</summary>
    /// <param name="text">Any text.</param>
    public static string Hide(string text) => LongNumber().Replace(text, "…$1");

    [GeneratedRegex("[0-9]{4,}([0-9]{4})", RegexOptions.CultureInvariant)]
    private static partial Regex LongNumber();
}
