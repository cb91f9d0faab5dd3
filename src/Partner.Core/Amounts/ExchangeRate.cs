namespace Partner.Core.Amounts;

/// <summary>
/// Conversion between currencies: per major unit, by the currencies' exponents, one rounding at the end.
/// </summary>
public static class ExchangeRate
{
    private const long RateOne = 100_000_000;
    private const int MarginOne = 10_000;

    /// <summary>Converts a debit: amount × rate × (1 + margin), rounded up to the minor unit.</summary>
    /// <param name="amount">0 or more.</param>
    /// <param name="target">The other currency.</param>
    /// <param name="rateE8">Target major units for one major unit, times 10^8.</param>
    /// <exception cref="OverflowException">The result does not fit 64 bits.</exception>
    public static Money Up(Money amount, Currency target, long rateE8, BasisPoints margin)
    {
        var product = (Int128)amount.Minor * rateE8 * (MarginOne + margin.Value) * target.MinorPerUnit;
        var divisor = (Int128)amount.Currency.MinorPerUnit * RateOne * MarginOne;
        var (quotient, remainder) = Int128.DivRem(product, divisor);
        return new Money(checked((long)(remainder > 0 ? quotient + 1 : quotient)), target);
    }

    /// <summary>Converts a commission: amount × rate, half to even.</summary>
    /// <param name="amount">The amount; may be negative.</param>
    /// <param name="target">The other currency.</param>
    /// <param name="rateE8">Target major units for one major unit, times 10^8.</param>
    /// <exception cref="OverflowException">The result does not fit 64 bits.</exception>
    public static Money HalfEven(Money amount, Currency target, long rateE8)
    {
        var product = (Int128)amount.Minor * rateE8 * target.MinorPerUnit;
        var divisor = (Int128)amount.Currency.MinorPerUnit * RateOne;
        return new Money(checked((long)BasisPoints.HalfEven(product, divisor)), target);
    }
}
