using Partner.Core.Contacts;
using Partner.Core.Notices;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Notices;

public sealed class NoticeWordsTests
{
    private static readonly NoticeFacts Facts = new(
        "1234", "Phone credit 100", "电话卡 100 元", Given.Yuan(100), new DateOnly(2027, 1, 15))
    {
        Receipt = "000000017",
    };

    [Theory]
    [InlineData(
        NoticeKind.Arrival,
        "LEB: card ending 1234 is topped up: Phone credit 100, 100.00 CNY. Valid until 2027-01-15. Receipt 000000017.",
        "【LEB】尾号1234的卡充值已到账：电话卡 100 元，100.00元。有效期至2027-01-15。凭证号000000017。")]
    [InlineData(
        NoticeKind.Failure,
        "LEB: the top-up of card ending 1234 (Phone credit 100, 100.00 CNY) did not go through. "
        + "Get your money back where you paid. Receipt 000000017.",
        "【LEB】尾号1234的卡充值未成功：电话卡 100 元，100.00元。请到付款处退款。凭证号000000017。")]
    [InlineData(
        NoticeKind.Reminder,
        "LEB: card ending 1234 ends on 2027-01-15. Renew it in time: Phone credit 100, 100.00 CNY.",
        "【LEB】尾号1234的卡将于2027-01-15到期，请及时续费：电话卡 100 元，100.00元。")]
    [InlineData(
        NoticeKind.AutoRenewed,
        "LEB: card ending 1234 was renewed automatically: Phone credit 100, 100.00 CNY. Valid until 2027-01-15. "
        + "Receipt 000000017.",
        "【LEB】尾号1234的卡已自动续费：电话卡 100 元，100.00元。有效期至2027-01-15。凭证号000000017。")]
    [InlineData(
        NoticeKind.AutoRenewalFailed,
        "LEB: card ending 1234 could not be renewed automatically (Phone credit 100, 100.00 CNY). "
        + "It is tried again; or renew it yourself before it ends on 2027-01-15.",
        "【LEB】尾号1234的卡自动续费未成功：电话卡 100 元，100.00元，稍后重试。也可在2027-01-15到期前到网点续费。")]
    [InlineData(
        NoticeKind.AutoRenewalStopped,
        "LEB: card ending 1234 is not renewed automatically any more (Phone credit 100, 100.00 CNY). "
        + "To keep it, renew it yourself before it ends on 2027-01-15.",
        "【LEB】尾号1234的卡已停止自动续费：电话卡 100 元，100.00元。如需保留，请在2027-01-15到期前到网点续费。")]
    public void A_notice_says_what_happened_in_both_languages_and_one_segment(
        NoticeKind kind, string english, string chinese)
    {
        var texts = new[] { NoticeLanguage.English, NoticeLanguage.Chinese }
            .Select(language => NoticeWords.Of(kind, Facts, language)).ToArray();

        Assert.Equal([english, chinese], texts);
        Assert.All(texts, text => Assert.Equal(1, MessageSegments.Of(text)));
    }

    [Fact]
    public void A_sale_without_a_quote_says_that_the_card_may_be_valid_for_longer()
    {
        var facts = Facts with { AtLeast = true };

        Assert.Contains(
            "Valid at least until 2027-01-15.", NoticeWords.Of(NoticeKind.Arrival, facts, NoticeLanguage.English),
            StringComparison.Ordinal);
        Assert.Contains(
            "有效期至少至2027-01-15。", NoticeWords.Of(NoticeKind.Arrival, facts, NoticeLanguage.Chinese),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_known_is_left_out_without_a_trace()
    {
        var bare = new NoticeFacts("1234", "", "", null, null);

        Assert.Equal(
            [
                "LEB: card ending 1234 is topped up.",
                "LEB: the top-up of card ending 1234 did not go through. Get your money back where you paid.",
                "LEB: card ending 1234 ends. Renew it in time.",
                "LEB: card ending 1234 was renewed automatically.",
                "LEB: card ending 1234 could not be renewed automatically. It is tried again; or renew it yourself.",
                "LEB: card ending 1234 is not renewed automatically any more.",
            ],
            Enum.GetValues<NoticeKind>().Select(kind => NoticeWords.Of(kind, bare, NoticeLanguage.English)));
        Assert.Equal(
            [
                "【LEB】尾号1234的卡充值已到账。",
                "【LEB】尾号1234的卡充值未成功。请到付款处退款。",
                "【LEB】尾号1234的卡将到期，请及时续费。",
                "【LEB】尾号1234的卡已自动续费。",
                "【LEB】尾号1234的卡自动续费未成功，稍后重试。也可到网点续费。",
                "【LEB】尾号1234的卡已停止自动续费。",
            ],
            Enum.GetValues<NoticeKind>().Select(kind => NoticeWords.Of(kind, bare, NoticeLanguage.Chinese)));
    }

    [Fact]
    public void The_longer_the_plans_name_the_less_is_said_beside_the_card_the_amount_and_the_day()
    {
        var longer = Facts with { PlanZh = "保号卡两年套餐（全国通用，停机保号，含来电显示与短信提醒）" };

        var text = NoticeWords.Of(NoticeKind.Arrival, longer, NoticeLanguage.Chinese);

        Assert.Equal("【LEB】尾号1234的卡充值已到账：100.00元。有效期至2027-01-15。凭证号000000017。", text);
    }

    /// <summary>Whatever names and amounts are: the card and the amount are told, and one segment is enough.</summary>
    [Fact]
    public void A_notice_fits_one_segment_whatever_the_plan_is_called()
    {
        var random = new Random(1);
        for (var round = 0; round < 1_000; round++)
        {
            var facts = new NoticeFacts(
                $"{random.Next(10_000):D4}",
                Name(random, "Plan €[…] Ω🙂"),
                Name(random, "卡套餐 aé🙂"),
                random.Next(5) == 0 ? null : Given.Fen(random.NextInt64(1, 100_000_000)),
                random.Next(5) == 0 ? null : new DateOnly(2026, 1, 1).AddDays(random.Next(10_000)))
            {
                AtLeast = random.Next(2) == 0,
                Receipt = random.Next(2) == 0 ? "" : $"{random.Next(1_000_000_000):D9}",
            };
            foreach (var kind in Enum.GetValues<NoticeKind>())
            {
                foreach (var language in Enum.GetValues<NoticeLanguage>())
                {
                    var text = NoticeWords.Of(kind, facts, language);
                    Assert.Equal(1, MessageSegments.Of(text));
                    Assert.Contains(facts.CardEnding, text, StringComparison.Ordinal);
                    Assert.Equal(
                        facts.Amount is not null,
                        facts.Amount is { } told
                            && text.Contains(told.ToString()[..^4], StringComparison.Ordinal));
                }
            }
        }
    }

    private static string Name(Random random, string letters) => string.Concat(
        Enumerable.Range(0, random.Next(90)).Select(_ => letters.EnumerateRunes().ElementAt(
            random.Next(letters.EnumerateRunes().Count()))));
}
