using Partner.Core.Amounts;

namespace Partner.Core.Tests.Amounts;

/// <summary>The shape of google.type.Money: exactly or not at all.</summary>
public sealed class MoneyWireTests
{
    [Theory]
    [InlineData("CNY", 0, 0, 0)]
    [InlineData("CNY", 100, 0, 10_000)]
    [InlineData("CNY", 1, 50_000_000, 105)]
    [InlineData("CNY", 0, 10_000_000, 1)]
    [InlineData("CNY", 0, 990_000_000, 99)]
    [InlineData("CNY", -1, -50_000_000, -105)]
    [InlineData("CNY", 0, -10_000_000, -1)]
    [InlineData("CNY", -3, 0, -300)]
    [InlineData("JPY", 500, 0, 500)]
    [InlineData("JPY", -1, 0, -1)]
    [InlineData("KWD", 1, 1_000_000, 1001)]
    [InlineData("KWD", 0, 999_000_000, 999)]
    [InlineData("CNY", 92233720368547758, 70_000_000, long.MaxValue)]
    [InlineData("CNY", -92233720368547758, -80_000_000, long.MinValue)]
    [InlineData("JPY", long.MaxValue, 0, long.MaxValue)]
    [InlineData("JPY", long.MinValue, 0, long.MinValue)]
    public void An_amount_is_the_same_on_the_wire_and_in_minor_units(string code, long units, int nanos, long minor)
    {
        var currency = Currency.Of(code);

        var (amount, flaw) = Money.FromUnits(units, nanos, currency);

        Assert.Equal(MoneyFlaw.None, flaw);
        Assert.Equal(new Money(minor, currency), amount);
        Assert.Equal((units, nanos), (amount!.Value.Units, amount.Value.Nanos));
    }

    [Theory]
    [InlineData("CNY", 0, 1_000_000_000, MoneyFlaw.NanosOutOfRange)]
    [InlineData("CNY", 0, -1_000_000_000, MoneyFlaw.NanosOutOfRange)]
    [InlineData("CNY", 0, int.MaxValue, MoneyFlaw.NanosOutOfRange)]
    [InlineData("CNY", 0, int.MinValue, MoneyFlaw.NanosOutOfRange)]
    [InlineData("CNY", 1, -10_000_000, MoneyFlaw.SignsDiffer)]
    [InlineData("CNY", -1, 10_000_000, MoneyFlaw.SignsDiffer)]
    [InlineData("CNY", 1, 1, MoneyFlaw.FinerThanMinorUnit)]
    [InlineData("CNY", 1, 5_000_000, MoneyFlaw.FinerThanMinorUnit)]
    [InlineData("CNY", 0, -999_999_999, MoneyFlaw.FinerThanMinorUnit)]
    [InlineData("JPY", 1, 500_000_000, MoneyFlaw.FinerThanMinorUnit)]
    [InlineData("KWD", 0, 100_000, MoneyFlaw.FinerThanMinorUnit)]
    [InlineData("CNY", long.MaxValue, 0, MoneyFlaw.TooLarge)]
    [InlineData("CNY", long.MinValue, 0, MoneyFlaw.TooLarge)]
    [InlineData("CNY", 92233720368547758, 80_000_000, MoneyFlaw.TooLarge)]
    [InlineData("CNY", -92233720368547758, -90_000_000, MoneyFlaw.TooLarge)]
    [InlineData("KWD", 9223372036854776, 0, MoneyFlaw.TooLarge)]
    public void An_amount_without_exact_minor_units_is_refused(string code, long units, int nanos, MoneyFlaw expected)
    {
        var (amount, flaw) = Money.FromUnits(units, nanos, Currency.Of(code));

        Assert.Null(amount);
        Assert.Equal(expected, flaw);
    }

    [Theory]
    [InlineData("cny")]
    [InlineData("Cny")]
    [InlineData("CNY ")]
    [InlineData("")]
    [InlineData("XXX")]
    [InlineData(null)]
    public void A_currency_that_is_not_in_the_table_does_not_exist(string? code) => Assert.Null(Currency.Find(code));

    [Theory]
    [InlineData("JPY", 0, 1)]
    [InlineData("KRW", 0, 1)]
    [InlineData("VND", 0, 1)]
    [InlineData("CNY", 2, 100)]
    [InlineData("HKD", 2, 100)]
    [InlineData("IDR", 2, 100)]
    [InlineData("KWD", 3, 1000)]
    public void A_currency_has_the_minor_unit_of_ISO_4217(string code, int exponent, long minorPerUnit)
    {
        var currency = Currency.Of(code);

        Assert.Equal((exponent, minorPerUnit), (currency.Exponent, currency.MinorPerUnit));
    }
}
