using Partner.Core.Amounts;

namespace Partner.Core.Tests.Amounts;

public sealed class MoneyTextTests
{
    [Theory]
    [InlineData("CNY", 10_000, "100.00 CNY")]
    [InlineData("CNY", 5, "0.05 CNY")]
    [InlineData("CNY", 0, "0.00 CNY")]
    [InlineData("CNY", -105, "-1.05 CNY")]
    [InlineData("CNY", -5, "-0.05 CNY")]
    [InlineData("JPY", 500, "500 JPY")]
    [InlineData("JPY", -1, "-1 JPY")]
    [InlineData("KWD", 1001, "1.001 KWD")]
    [InlineData("KWD", 7, "0.007 KWD")]
    [InlineData("CNY", long.MaxValue, "92233720368547758.07 CNY")]
    [InlineData("CNY", long.MinValue, "-92233720368547758.08 CNY")]
    public void The_text_form_has_the_decimals_of_the_currency_and_reads_back(string code, long minor, string text)
    {
        var amount = new Money(minor, Currency.Of(code));

        Assert.Equal(text, amount.ToString());
        Assert.Equal(amount, Money.Parse(text));
    }

    [Theory]
    [InlineData("100 CNY", 10_000)]
    [InlineData("1.5 CNY", 150)]
    [InlineData("007.50 CNY", 750)]
    public void Fewer_decimals_than_the_currency_has_mean_zeros(string text, long minor) =>
        Assert.Equal(minor, Money.Parse(text)!.Value.Minor);

    [Theory]
    [InlineData("")]
    [InlineData("CNY")]
    [InlineData(" CNY")]
    [InlineData("- CNY")]
    [InlineData("+ CNY")]
    [InlineData(".50 CNY")]
    [InlineData("-.50 CNY")]
    [InlineData("1. CNY")]
    [InlineData("1.000 CNY")]
    [InlineData("1.5 JPY")]
    [InlineData("1.0001 KWD")]
    [InlineData("1.2.3 CNY")]
    [InlineData("1,000.00 CNY")]
    [InlineData("1_000 CNY")]
    [InlineData("1e3 CNY")]
    [InlineData("0x10 CNY")]
    [InlineData("--1 CNY")]
    [InlineData("+1 CNY")]
    [InlineData("1.-5 CNY")]
    [InlineData("1.+5 CNY")]
    [InlineData("１００ CNY")]
    [InlineData("٣.٠٠ CNY")]
    [InlineData("100.0\0 CNY")]
    [InlineData("100\0 CNY")]
    [InlineData("100.00\u00a0CNY")]
    [InlineData("100.00  CNY")]
    [InlineData("100.00 CNY ")]
    [InlineData("100.00 cny")]
    [InlineData("100.00 XXX")]
    [InlineData("100.00CNY")]
    [InlineData("CNY 100.00")]
    [InlineData("92233720368547758.08 CNY")]
    [InlineData("99999999999999999999 CNY")]
    public void A_text_that_is_not_plainly_an_amount_is_refused(string text) => Assert.Null(Money.Parse(text));
}
