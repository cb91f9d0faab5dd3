using System.Text.RegularExpressions;
using Partner.Core.Auditing;
using Partner.Core.Texts;

namespace Partner.Core.Tests.Support;

/// <summary>Whether a text is for people who read Chinese: names and codes stay, sentences of English do not.</summary>
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

    /// <summary>Fails where a text is not in both languages, or where the Chinese lacks a number.</summary>
    /// <param name="text">The text.</param>
    internal static void Check(Wording? text)
    {
        Check(text?.Chinese);
        Assert.DoesNotMatch("[\u3000-\u9fff\uff00-\uffef]", text!.English);
        Assert.All(Number().Matches(text.English), number =>
            Assert.Contains(number.Value, text.Chinese, StringComparison.Ordinal));
    }

    /// <summary>The same of findings, which stay as they are.</summary>
    /// <param name="findings">The findings.</param>
    internal static IReadOnlyList<AuditFinding> Checked(this IReadOnlyList<AuditFinding> findings)
    {
        Assert.All(findings, finding => Check(finding.Detail));
        return findings;
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Command();

    // Three words of small letters in a row are none of a name's, a path's or a code's.
    [GeneratedRegex(@"(?<![\w./:=@-])[A-Za-z]?[a-z]+([,;:]? [a-z]+){2,}(?![\w/:=@-])")]
    private static partial Regex English();
}
