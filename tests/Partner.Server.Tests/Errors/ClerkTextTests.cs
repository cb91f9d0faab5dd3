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
        Check(ClerkTexts.ForRefusal(reason, Language.English), ClerkTexts.ForRefusal(reason, Language.Chinese));
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

    [Theory]
    [MemberData(nameof(Reasons))]
    public void A_clerk_who_is_refused_before_the_sale_is_not_told_to_refund_what_nobody_took(Reason reason)
    {
        var (english, chinese) = (
            ClerkTexts.ForRefusal(reason, Language.English), ClerkTexts.ForRefusal(reason, Language.Chinese));

        Assert.True(
            ReasonFacts.Of(reason).Status == StatusKind.InBody
            || !(english + chinese).Contains("refund the customer", StringComparison.OrdinalIgnoreCase)
            && !chinese.Contains("请退款给顾客", StringComparison.Ordinal),
            english + chinese);
    }

    [Theory]
    [InlineData(Reason.CardBlocked)]
    [InlineData(Reason.CardExpired)]
    [InlineData(Reason.ProductNotAccepted)]
    [InlineData(Reason.IssuerDeclined)]
    public void A_clerk_whose_sale_failed_at_the_card_refunds_and_one_who_only_asked_takes_no_money(Reason reason)
    {
        Assert.Contains(
            "refund the customer", ClerkTexts.ForTopUp(reason, Language.English), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("退款给顾客", ClerkTexts.ForTopUp(reason, Language.Chinese), StringComparison.Ordinal);
        Assert.Contains(
            "Do not take the customer's money", ClerkTexts.ForRefusal(reason, Language.English),
            StringComparison.Ordinal);
        Assert.Matches("请不要(收顾客的钱|为此收款)", ClerkTexts.ForRefusal(reason, Language.Chinese));
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
