using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Pricing;
using Partner.Server.Errors;
using Partner.Server.Plans;

namespace Partner.Server.Tests.Plans;

/// <summary>Each step of a price that was rounded says so, and no other does.</summary>
public sealed class RoundingWordsTests
{
    [Theory]
    [InlineData(PriceStep.Discount, Language.English, "rounded half to even")]
    [InlineData(PriceStep.Fee, Language.Chinese, "四舍六入五取偶")]
    [InlineData(PriceStep.Points, Language.English, "rounded down")]
    [InlineData(PriceStep.Points, Language.Chinese, "向下取整")]
    public void A_line_says_how_it_was_rounded(PriceStep step, Language language, string words)
    {
        var line = new PriceLine(step, "rule", "prices@1", Money.Parse("0.28 CNY")!.Value);

        Assert.DoesNotContain(words, PriceWords.Of(line, language), StringComparison.Ordinal);
        Assert.EndsWith(words, PriceWords.Of(line with { Rounded = true }, language), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.00 CNY", false)]
    [InlineData("0.25 CNY", true)]
    public void A_tax_says_that_it_was_rounded(string credit, bool rounded)
    {
        var tax = new TaxTerms("tax", "taxes@1", new BasisPoints(600));

        var (english, chinese) = (
            PriceWords.Tax(tax, Money.Parse(credit)!.Value, Language.English),
            PriceWords.Tax(tax, Money.Parse(credit)!.Value, Language.Chinese));

        Assert.Equal(rounded, english.EndsWith(", rounded half to even", StringComparison.Ordinal));
        Assert.Equal(rounded, chinese.EndsWith("，四舍六入五取偶", StringComparison.Ordinal));
    }
}
