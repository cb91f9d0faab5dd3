using System.Text.RegularExpressions;

namespace Partner.Core.Cards;

/// <summary>Hides card numbers: the one place that decides how much of one may be seen.</summary>
public static partial class CardMask
{
    /// <summary>
    /// A card's number with its middle hidden. At least four digits are, also of the shortest phone number; of what is
    /// too short for a number, nothing is shown.
    /// </summary>
    /// <param name="number">The number; a phone number starts with "+". Anything else does no harm.</param>
    public static string Of(string number)
    {
        ArgumentNullException.ThrowIfNull(number);
        return number switch
        {
            ['+', _, _, _, _, _, _, _, ..] => $"{number[..3]}…{number[^Math.Min(4, number.Length - 7)..]}",
            { Length: >= 14 } => $"{number[..6]}…{number[^4..]}",
            { Length: >= 8 } => $"…{number[^4..]}",
            _ => "…",
        };
    }

    /// <summary>The last four digits of a card's number, by which its owner knows it; empty when too short.</summary>
    public static string Ending(string number) => number.Length >= 8 ? number[^4..] : "";

    /// <summary>
    /// A text that comes from elsewhere, as exceptions do, without card numbers: of every run of eight digits or more
    /// only the last four stay. That hides other long numbers too, which is the lesser harm.
    /// </summary>
    /// <param name="text">Any text.</param>
    public static string Hide(string text) => LongNumber().Replace(text, "…$1");

    [GeneratedRegex("[0-9]{4,}([0-9]{4})", RegexOptions.CultureInvariant)]
    private static partial Regex LongNumber();
}
