using Partner.Core.Amounts;
using Partner.Core.Renewals;
using Partner.Server.Errors;
using Partner.Server.Renewals;

namespace Partner.Server.Tests.Renewals;

public sealed class RenewalWordsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_step_has_words_of_its_own_in_both_languages()
    {
        foreach (var language in Enum.GetValues<Language>())
        {
            var texts = Enum.GetValues<RenewalStepKind>()
                .Select(kind => RenewalWords.Of(new RenewalStep(kind, Noon, 1, Noon), language)).ToList();

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
            + "2026-11-27 13:00 UTC.",
            RenewalWords.Of(step, Language.English));
        Assert.Equal(
            "未能续费：预存款不足。需要 45.00 CNY。将于 2026-11-27 13:00 UTC 重试。", RenewalWords.Of(step, Language.Chinese));
    }
}
