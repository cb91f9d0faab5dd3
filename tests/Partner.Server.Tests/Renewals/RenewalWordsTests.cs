using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Renewals;
using Partner.Server.Errors;
using Partner.Server.Renewals;

namespace Partner.Server.Tests.Renewals;

public sealed class RenewalWordsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    [Fact]
    public void Every_step_has_words_of_its_own_in_both_languages()
    {
        foreach (var language in Enum.GetValues<Language>())
        {
            var texts = Enum.GetValues<RenewalStepKind>()
                .Select(kind => RenewalWords.Of(new RenewalStep(kind, Noon, 1, Noon), Zone, language)).ToList();

            Assert.Distinct(texts);
            Assert.All(texts, text => Assert.Equal(
                language == Language.Chinese, text.Any(letter => letter is >= '\u4e00' and <= '\u9fff')));
            Assert.All(texts, text => Assert.EndsWith(language == Language.Chinese ? "。" : ".", text));
        }
    }

    [Fact]
    public void A_step_names_what_is_needed_and_when_it_is_tried_again()
    {
        var step = new RenewalStep(RenewalStepKind.LowFloat, Noon, 1, Noon)
        {
            Amount = Money.Parse("45.00 CNY"), NextAt = Noon.AddHours(1),
        };

        Assert.Equal(
            "The card was not renewed: the company's balance is too low. 45.00 CNY is needed. It is tried again on "
            + "2026-11-27 21:00 (Asia/Shanghai).",
            RenewalWords.Of(step, Zone, Language.English));
        Assert.Equal(
            "未能续费：预存款不足。需要 45.00 CNY。将于 2026-11-27 21:00（Asia/Shanghai）重试。",
            RenewalWords.Of(step, Zone, Language.Chinese));
    }

    [Theory]
    [InlineData(-1, Language.English, "The time for it has come: the card is renewed now, unless it lasts longer")]
    [InlineData(-1, Language.Chinese, "已到续费时间，如该卡有效期尚未延长，现在即为其续费。")]
    [InlineData(1, Language.English, "The card is renewed on 2026-11-28 20:00 (Asia/Shanghai).")]
    [InlineData(1, Language.Chinese, "该卡将于 2026-11-28 20:00（Asia/Shanghai）续费。")]
    public void One_that_is_resumed_says_when_it_renews(int days, Language language, string said)
    {
        var known = new AutoRenewal
        {
            PartnerId = new PartnerId("acme"),
            Id = new RenewalId("00000000000000000000000007"),
            RequestId = new RequestId("agreement-0000000001"),
            Terms = new RenewalTerms(
                CardNumber.Iccid("8986020000000000016")!, new PlanCode("esim-30d"), Channel.Pos, 3,
                Money.Parse("45.00 CNY")!.Value, null, null, "consent-1"),
            CardType = CardType.RegistrationEsim,
            Outlet = "",
            CreatedAt = Noon.AddDays(-9),
            CycleEnd = Noon.AddDays(days + 3),
            RenewsAt = Noon.AddDays(days),
            DueAt = Noon,
            LastKind = RenewalStepKind.Resumed,
        };

        var text = RenewalWords.Of(known, new RenewalStep(RenewalStepKind.Resumed, Noon, 1, Noon), Zone, language);

        Assert.Contains(said, text, StringComparison.Ordinal);
    }
}
