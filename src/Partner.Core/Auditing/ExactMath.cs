using System.Numerics;
using Partner.Core.Amounts;

namespace Partner.Core.Auditing;

/// <summary>The arithmetic of audits: whole numbers of any size, and the roundings written out once more.</summary>
internal static class ExactMath
{
    private const int RateOne = 100_000_000;
    private const int Whole = 10_000;

    /// <summary>A share in basis points, half to even.</summary>
    public static BigInteger Share(BigInteger amount, long basisPoints) => HalfEven(amount * basisPoints, Whole);

    /// <summary>Basis points of an amount, already multiplied, half to even.</summary>
    public static BigInteger Share(BigInteger product) => HalfEven(product, Whole);

    /// <summary>
    /// A commission or cashback in another currency: half to even, no margin. Null: not to be converted.
    /// </summary>
    public static BigInteger? Credit(BigInteger amount, string from, string to, FxFacts? fx) =>
        from == to ? amount
        : fx is not null && Minor(from) is { } source && Minor(to) is { } target
            ? HalfEven(amount * fx.RateE8 * target, (BigInteger)source * RateOne)
        : null;

    /// <summary>A debit in another currency: with the margin, rounded up. Null: not to be converted.</summary>
    public static BigInteger? Debit(BigInteger amount, string from, string to, FxFacts? fx)
    {
        if (from == to)
        {
            return amount;
        }

        if (fx is null || Minor(from) is not { } source || Minor(to) is not { } target)
        {
            return null;
        }

        var product = amount * fx.RateE8 * (Whole + fx.Margin) * target;
        return -Floor(-product, (BigInteger)source * RateOne * Whole);
    }

    /// <summary>A quotient, half to even.</summary>
    /// <param name="divisor">Above zero.</param>
    public static BigInteger HalfEven(BigInteger dividend, BigInteger divisor)
    {
        var below = Floor(dividend, divisor);
        var twiceTheRest = 2 * (dividend - (below * divisor));
        return twiceTheRest > divisor || (twiceTheRest == divisor && !below.IsEven) ? below + 1 : below;
    }

    private static BigInteger Floor(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }

    private static long? Minor(string code) => Currency.Find(code)?.MinorPerUnit;
}
