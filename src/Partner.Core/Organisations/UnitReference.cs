using System.Text;
using Partner.Core.Texts;

namespace Partner.Core.Organisations;

/// <summary>References of outlets, terminals and cashiers: what they may be, and which look alike.</summary>
public static class UnitReference
{
    /// <summary>The most UTF-16 characters.</summary>
    public const int Longest = 40;

    // Letters of other scripts that are drawn as Latin ones are (Unicode TR 39), in two rows that belong together.
    private const string Others =
        "АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονɑɡ";

    private const string Latin =
        "ABESIJKMHOPCTYXaesijopcyxhdqwABEZHIKMNOPTYXovag";

    // The wide forms of Chinese keyboards, U+FF01 to U+FF5E, are ASCII's in the same order.
    private const char FirstWide = '\uFF01';
    private const char LastWide = '\uFF5E';
    private const char FirstPlain = '!';
    private const char WideBlank = '\u3000';

    /// <summary>What is wrong with a reference that is to be registered.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The second half of a sentence about it; null when it may be registered.</returns>
    public static Wording? Problem(string text)
    {
        if (text.Length == 0)
        {
            return new("is required", "必须填写");
        }

        if (text.Length > Longest)
        {
            return new($"must be at most {Longest} characters", $"最多 {Longest} 个字符");
        }

        if (text.Contains('\uFFFD'))
        {
            return new("must be valid UTF-8", "必须是有效的 UTF-8 文本");
        }

        if (VisibleText.Problem(text) is { } unseen)
        {
            return unseen;
        }

        return text == text.Trim() ? null : new("must not begin or end with a blank", "首尾不得有空格");
    }

    /// <summary>
    /// What a reference looks like: two that look alike have the same. Wide forms become ASCII, and letters of
    /// other scripts the Latin ones that they are drawn as.
    /// </summary>
    /// <param name="reference">The reference.</param>
    public static string LooksLike(string reference)
    {
        var look = new StringBuilder(reference.Length);
        foreach (var letter in reference)
        {
            var place = Others.IndexOf(letter, StringComparison.Ordinal);
            look.Append(letter switch
            {
                WideBlank => ' ',
                >= FirstWide and <= LastWide => (char)(letter - FirstWide + FirstPlain),
                _ when place >= 0 => Latin[place],
                _ => letter,
            });
        }

        return look.ToString();
    }
}
