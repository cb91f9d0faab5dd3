using Leb.Partner.V1;
using Partner.Contracts.Client;

namespace Partner.Server.Tests.Cli;

public sealed class MoneyTextTests
{
    [Theory]
    [InlineData("100.00 CNY", 100, 0, "100.00 CNY")]
    [InlineData("100", 100, 0, "100.00 CNY")]
    [InlineData("0.01", 0, 10_000_000, "0.01 CNY")]
    [InlineData("-0.50 CNY", 0, -500_000_000, "-0.50 CNY")]
    [InlineData("-1.05 CNY", -1, -50_000_000, "-1.05 CNY")]
    [InlineData("  7   JPY ", 7, 0, "7 JPY")]
    [InlineData("1.5 KWD", 1, 500_000_000, "1.500 KWD")]
    [InlineData("1.005 CNY", 1, 5_000_000, "1.005 CNY")]
    [InlineData("0.000000001 CNY", 0, 1, "0.000000001 CNY")]
    [InlineData("9223372036854775807", long.MaxValue, 0, "9223372036854775807.00 CNY")]
    [InlineData("-9223372036854775808", long.MinValue, 0, "-9223372036854775808.00 CNY")]
    [InlineData("92233720368547758.07", 92233720368547758, 70_000_000, "92233720368547758.07 CNY")]
    public void An_amount_is_read_exactly_and_written_with_its_currencys_decimals(
        string text,
        long units,
        int nanos,
        string written)
    {
        Assert.True(MoneyText.TryParse(text, "CNY", out var money));
        Assert.Equal((units, nanos), (money.Units, money.Nanos));
        Assert.Equal(written, MoneyText.Format(money));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("-")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1,000.00")]
    [InlineData("1e3")]
    [InlineData("+1")]
    [InlineData("--1")]
    [InlineData("1.2.3")]
    [InlineData("１００")]
    [InlineData("¥100")]
    [InlineData("100 cny")]
    [InlineData("100 CNYX")]
    [InlineData("100 CNY CNY")]
    [InlineData("0.0000000001")]
    [InlineData("9223372036854775808")]
    public void What_is_no_amount_is_refused_and_never_guessed(string? text) =>
        Assert.False(MoneyText.TryParse(text, "CNY", out _));

    [Fact]
    public void An_amount_without_currency_is_refused_where_none_is_known() =>
        Assert.Throws<FormatException>(() => MoneyText.Parse("100.00"));

    [Fact]
    public void Reading_what_was_written_gives_the_same_amount()
    {
        foreach (var money in new[] { (1L, 1), (0L, -1), (-7L, -990_000_000), (12L, 340_000_000) }.Select(Cny))
        {
            Assert.Equal(money, MoneyText.Parse(MoneyText.Format(money)));
        }
    }

    [Fact]
    public void No_amount_is_written_as_nothing() => Assert.Equal("", MoneyText.Format(null));

    private static Money Cny((long Units, int Nanos) amount) =>
        new() { CurrencyCode = "CNY", Units = amount.Units, Nanos = amount.Nanos };
}
