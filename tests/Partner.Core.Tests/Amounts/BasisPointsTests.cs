using FsCheck;
using FsCheck.Fluent;
using Partner.Core.Amounts;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Amounts;

public sealed class BasisPointsTests
{
    [Theory]
    [InlineData(300, 10_000, 300)]
    [InlineData(250, 100, 2)] // 2.5 to even
    [InlineData(350, 100, 4)] // 3.5 to even
    [InlineData(50, 100, 0)] // 0.5 to even
    [InlineData(150, 100, 2)] // 1.5 to even
    [InlineData(51, 100, 1)] // 0.51 up
    [InlineData(249, 100, 2)] // 2.49 down
    [InlineData(250, -100, -2)]
    [InlineData(350, -100, -4)]
    [InlineData(50, -100, 0)]
    [InlineData(51, -100, -1)]
    [InlineData(0, 12_345, 0)]
    [InlineData(10_000, 12_345, 12_345)]
    [InlineData(10_000, long.MaxValue, long.MaxValue)]
    [InlineData(10_000, long.MinValue, long.MinValue)]
    [InlineData(1, 4_999, 0)]
    [InlineData(1, 5_000, 0)] // 0.5 to even
    [InlineData(1, 5_001, 1)]
    [InlineData(1, 15_000, 2)] // 1.5 to even
    public void A_share_is_rounded_half_to_even(int basisPoints, long amount, long share) =>
        Assert.Equal(Given.Fen(share), new BasisPoints(basisPoints).OfHalfEven(Given.Fen(amount)));

    [Fact]
    public void A_share_that_does_not_fit_throws() =>
        Assert.Throws<OverflowException>(() => new BasisPoints(10_001).OfHalfEven(Given.Fen(long.MaxValue)));

    [Fact]
    public void A_share_is_the_decimal_product_rounded_half_to_even()
    {
        var cases = from amount in AnyAmount()
                    from rate in Gen.Choose(0, 10_000)
                    select (amount, rate);
        Prop.ForAll(cases.ToArbitrary(), Holds).QuickCheckThrowOnFailure();

        static bool Holds((long Amount, int Rate) given)
        {
            var exact = Math.Round((decimal)given.Amount * given.Rate / 10_000m, 0, MidpointRounding.ToEven);
            return new BasisPoints(given.Rate).OfHalfEven(Given.Fen(given.Amount)).Minor == (long)exact;
        }
    }

    [Fact]
    public void Turning_the_sign_turns_the_share()
    {
        var cases = from amount in AnyAmount()
                    from rate in Gen.Choose(0, 10_000)
                    select (amount, rate);
        Prop.ForAll(cases.ToArbitrary(), Holds).QuickCheckThrowOnFailure();

        static bool Holds((long Amount, int Rate) given)
        {
            var rate = new BasisPoints(given.Rate);
            return rate.OfHalfEven(-Given.Fen(given.Amount)) == -rate.OfHalfEven(Given.Fen(given.Amount));
        }
    }

    [Fact]
    public void A_commission_never_exceeds_its_base()
    {
        var cases = from amount in Gen.Choose(1, int.MaxValue)
                    from rate in Gen.Choose(0, 10_000)
                    select (amount, rate);
        Prop.ForAll(
            cases.ToArbitrary(),
            given => new BasisPoints(given.rate).OfHalfEven(Given.Fen(given.amount)).Minor is var share
                && share >= 0 && share <= given.amount).QuickCheckThrowOnFailure();
    }

    // Halves are rare among random numbers, so every second amount is one where they are likely.
    private static Gen<long> AnyAmount() => Gen.OneOf(
        Gen.Choose(-200, 200).Select(number => (long)number * 50),
        ArbMap.Default.GeneratorFor<long>().Where(number => number > long.MinValue));
}
