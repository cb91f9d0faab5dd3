using Partner.Core.Amounts;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Amounts;

public sealed class MoneyArithmeticTests
{
    private static readonly Money OneYen = new(1, Currency.Of("JPY"));

    [Fact]
    public void Sums_differences_and_signs_are_those_of_the_minor_units()
    {
        Assert.Equal(Given.Fen(101), Given.Yuan(1) + Given.Fen(1));
        Assert.Equal(Given.Fen(-1), Given.Yuan(1) - Given.Fen(101));
        Assert.Equal(Given.Fen(-100), -Given.Yuan(1));
        Assert.Equal(Given.Yuan(1), -(-Given.Yuan(1)));
    }

    [Fact]
    public void Amounts_compare_by_their_minor_units()
    {
        Assert.True(Given.Fen(1) < Given.Fen(2));
        Assert.False(Given.Fen(2) < Given.Fen(2));
        Assert.True(Given.Fen(2) <= Given.Fen(2));
        Assert.True(Given.Fen(3) > Given.Fen(2));
        Assert.False(Given.Fen(2) > Given.Fen(2));
        Assert.True(Given.Fen(2) >= Given.Fen(2));
        Assert.False(Given.Fen(1) >= Given.Fen(2));
    }

    [Fact]
    public void An_overflow_throws_and_never_wraps()
    {
        Assert.Throws<OverflowException>(() => Given.Fen(long.MaxValue) + Given.Fen(1));
        Assert.Throws<OverflowException>(() => Given.Fen(long.MinValue) - Given.Fen(1));
        Assert.Throws<OverflowException>(() => -Given.Fen(long.MinValue));
    }

    [Fact]
    public void Two_currencies_never_mix()
    {
        Assert.Throws<InvalidOperationException>(() => Given.Fen(1) + OneYen);
        Assert.Throws<InvalidOperationException>(() => Given.Fen(1) - OneYen);
        Assert.Throws<InvalidOperationException>(() => Given.Fen(1) < OneYen);
        Assert.Throws<InvalidOperationException>(() => Given.Fen(1) > OneYen);
        Assert.Throws<InvalidOperationException>(() => Given.Fen(1) <= OneYen);
        Assert.Throws<InvalidOperationException>(() => Given.Fen(1) >= OneYen);
        Assert.NotEqual(Given.Fen(1), OneYen);
    }
}
