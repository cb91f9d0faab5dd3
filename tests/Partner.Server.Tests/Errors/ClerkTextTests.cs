using Partner.Core.Errors;
using Partner.Server.Errors;

namespace Partner.Server.Tests.Errors;

public sealed class ClerkTextTests
{
    public static TheoryData<Reason> Reasons => [.. Enum.GetValues<Reason>()];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Every_reason_has_a_sentence_in_both_languages(Reason reason)
    {
        Check(ClerkTexts.ForTopUp(reason, Language.English), ClerkTexts.ForTopUp(reason, Language.Chinese));
        Check(ClerkTexts.ForReversal(reason, Language.English), ClerkTexts.ForReversal(reason, Language.Chinese));
    }

    [Fact]
    public void No_two_reasons_have_the_same_text() => Assert.Distinct(
        Enum.GetValues<Reason>().SelectMany(reason => new[]
        {
            ClerkTexts.ForTopUp(reason, Language.English), ClerkTexts.ForTopUp(reason, Language.Chinese),
        }));

    [Fact]
    public void A_clerk_is_never_told_to_refund_what_is_still_under_way()
    {
        const Reason underWay = Reason.AwaitingIssuer;
        Assert.Contains("do not refund", ClerkTexts.ForTopUp(underWay, Language.English), StringComparison.Ordinal);
        Assert.Contains("不要退款", ClerkTexts.ForTopUp(underWay, Language.Chinese), StringComparison.Ordinal);
        Assert.Contains("Do not refund", ClerkTexts.ForReversal(underWay, Language.English), StringComparison.Ordinal);
        Assert.Contains("不要退款", ClerkTexts.ForReversal(underWay, Language.Chinese), StringComparison.Ordinal);
    }

    private static void Check(string english, string chinese)
    {
        Assert.EndsWith(".", english, StringComparison.Ordinal);
        Assert.All(english, letter => Assert.InRange(letter, ' ', '~'));
        Assert.EndsWith("。", chinese, StringComparison.Ordinal);
        Assert.Contains(chinese, letter => letter is >= '\u4e00' and <= '\u9fff');
        Assert.DoesNotContain(chinese, letter => letter is ',' or ';' or ':' or '?' or '!');
        Assert.InRange(english.Length, 10, 250);
    }
}
