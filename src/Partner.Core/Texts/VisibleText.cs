using System.Globalization;
using System.Text;

namespace Partner.Core.Texts;

/// <summary>
/// Texts that people compare by eye: two that look alike must be alike. So nothing may be in them that is not seen, or
/// that changes the order in which the rest is seen (Unicode TR 36, 3.1 and TR 9).
/// </summary>
public static class VisibleText
{
    // Letters and marks by their category that are drawn as nothing or as a blank; and the wide blank of Chinese
    // keyboards, which is one by its category and is seen.
    private const string DrawnAsNothing = "\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0";
    private const int WideBlank = 0x3000;

    /// <summary>The first character of a text that is not seen, or turns the others around.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Its number, "U+202E"; null when there is none.</returns>
    public static string? FirstUnseen(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsUnseen(rune))
            {
                return string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");
            }
        }

        return null;
    }

    /// <summary>Why a text is refused.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The second half of a sentence about it; null when all of it is seen.</returns>
    public static Wording? Problem(string text) => FirstUnseen(text) is { } unseen
        ? new Wording(
            $"must not contain {unseen}, which is invisible or changes the direction of the text",
            $"不得包含 {unseen}：该字符不可见或会改变文字方向")
        : null;

    private static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.SpaceSeparator => rune.Value is not (' ' or WideBlank),
        _ => (rune.IsBmp && DrawnAsNothing.Contains((char)rune.Value)) || IsVariation(rune.Value)
            || IsKeptForSuch(rune.Value),
    };

    private static bool IsVariation(int value) =>
        value is (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    // Not assigned yet, and drawn as nothing all the same (Default_Ignorable_Code_Point of Unicode).
    private static bool IsKeptForSuch(int value) =>
        value is 0x2065 or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF);
}
