using System.Text.RegularExpressions;

namespace Partner.Core.Tests.Support;

/// <summary>Whether a text is one for people who read Chinese: names and codes stay, sentences of English do not.</summary>
internal static partial class ChineseText
{
    /// <summary>Fails where a text is none, or has English in it.</summary>
    /// <param name="text">The text; commands in backticks are no sentences.</param>
    internal static void Check(string? text)
    {
        Assert.Matches("[\u4e00-\u9fff]", text);
        var english = English().Match(Command().Replace(text!, ""));
        Assert.False(english.Success, $"'{english.Value}' is English, in: {text}");
    }

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Command();

    // Three words of small letters in a row are none of a name's, a path's or a code's.
    [GeneratedRegex(@"(?<![\w./:=@-])[A-Za-z]?[a-z]+([,;:]? [a-z]+){2,}(?![\w/:=@-])")]
    private static partial Regex English();
}
