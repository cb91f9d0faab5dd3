using Partner.Core.Amounts;
using Partner.Core.Rules;
using Partner.Server.Errors;
using Partner.Server.Plans;

namespace Partner.Server.Tests.Plans;

/// <summary>Times and days in a promotion's words name their zone.</summary>
public sealed class PromotionWordsTests
{
    [Theory]
    [InlineData(22, 2, true, "from 22:00 to 02:00 of the next day (Asia/Shanghai); beginning on Saturday")]
    [InlineData(22, 0, true, "from 22:00 to 00:00 (Asia/Shanghai); on Saturday")]
    [InlineData(9, 17, false, "from 09:00 to 17:00 (Asia/Shanghai)")]
    [InlineData(null, null, true, "on Saturday (Asia/Shanghai)")]
    public void A_window_and_its_days_are_told_with_their_zone(int? from, int? to, bool saturday, string expected)
    {
        var words = PromotionWords.Of(Promotion(from, to, saturday), Language.English);

        Assert.Equal($"1.00 CNY off; paid by the operator; {expected}", words);
    }

    [Fact]
    public void A_window_over_midnight_is_told_in_Chinese_too() => Assert.EndsWith(
        "22:00 至次日 02:00（Asia/Shanghai）；开始于周六",
        PromotionWords.Of(Promotion(22, 2, true), Language.Chinese),
        StringComparison.Ordinal);

    private static Promotion Promotion(int? from, int? to, bool saturday) => new(
        "night",
        "promotions@1",
        "Night",
        "夜间",
        Currency.Of("CNY"),
        1,
        PromotionGift.Discount,
        new PromotionWorth.Amount(100),
        Funder.Operator,
        TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"),
        new PromotionConditions
        {
            From = from is { } start ? new TimeOnly(start, 0) : null,
            To = to is { } end ? new TimeOnly(end, 0) : null,
            Days = saturday ? [DayOfWeek.Saturday] : [],
        },
        PromotionLimits.None);
}
