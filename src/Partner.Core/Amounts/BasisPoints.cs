namespace Partner.Core.Amounts;

/// <summary>A rate in hundredths of a percent: 250 is 2.5 %.</summary>
/// <param name="Value">0 or more.</param>
public readonly record struct BasisPoints(int Value)
{
    private const int Whole = 10_000;

    /// <summary>
    /// This share of an amount, rounded half to even to the minor unit (the rule for all percentages).
    /// </summary>
    public Money OfHalfEven(Money amount)
    {
        var product = (Int128)amount.Minor * Value;
        return new Money(checked((long)HalfEven(product, Whole)), amount.Currency);
    }

    /// <summary>Whether this share of minor units is whole, so that nothing has to be rounded.</summary>
    /// <param name="minor">Minor units.</param>
    public bool IsExactOf(long minor) => IsExact((Int128)minor * Value);

    /// <summary>This share of an amount, rounded down: a part that somebody keeps.</summary>
    /// <param name="minor">Minor units, 0 or more.</param>
    public long OfDown(long minor) => checked((long)((Int128)minor * Value / Whole));

    /// <summary>Basis points of an amount, already multiplied, to minor units: half to even.</summary>
    /// <param name="product">Minor units times basis points.</param>
    public static long RoundHalfEven(Int128 product) => checked((long)HalfEven(product, Whole));

    /// <summary>Whether basis points of an amount, already multiplied, are whole minor units.</summary>
    /// <param name="product">Minor units times basis points.</param>
    public static bool IsExact(Int128 product) => product % Whole == 0;

    internal static Int128 HalfEven(Int128 dividend, Int128 divisor)
    {
        var (quotient, remainder) = Int128.DivRem(dividend, divisor);
        var twice = Int128.Abs(remainder) * 2;
        var roundAway = twice > divisor || (twice == divisor && Int128.IsOddInteger(quotient));
        return roundAway ? quotient + (dividend < 0 ? -1 : 1) : quotient;
    }
}
