namespace Partner.Core.Amounts;

/// <summary>Which share of a sale goes back: a fraction from nothing to all of it.</summary>
public readonly record struct RefundShare
{
    /// <summary>All of it.</summary>
    public static readonly RefundShare All = new(1, 1);

    /// <summary>A share.</summary>
    /// <param name="part">0 to <paramref name="whole"/>.</param>
    /// <param name="whole">Above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less than nothing, or more than all.</exception>
    public RefundShare(long part, long whole)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(whole);
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(part, whole);
        (Part, Whole) = (part, whole);
    }

    /// <summary>The numerator.</summary>
    public long Part { get; }

    /// <summary>The denominator.</summary>
    public long Whole { get; }

    /// <summary>Whether it is all.</summary>
    public bool IsAll => Part == Whole;

    /// <summary>
    /// The share of an amount, rounded half to even to the minor unit. A greater amount never has a smaller share, nor
    /// leaves a smaller rest.
    /// </summary>
    public Money OfHalfEven(Money amount) => amount with { Minor = OfHalfEven((Int128)amount.Minor) };

    internal long OfHalfEven(Int128 minor) => checked((long)BasisPoints.HalfEven(minor * Part, Whole));
}

/// <summary>
/// Shares of amounts that stand in one sum: differences of rounded running sums, so that they add up to the rounded
/// share of the whole. Each lies between nothing and its amount, and is off by less than two minor units.
/// </summary>
internal sealed class RunningShare(RefundShare share)
{
    private Int128 _exact;

    /// <summary>The share of all amounts so far.</summary>
    public long Sum { get; private set; }

    /// <summary>The share of the next amount, which may be negative.</summary>
    public Money Next(Money amount)
    {
        _exact += amount.Minor;
        var before = Sum;
        Sum = share.OfHalfEven(_exact);
        return amount with { Minor = checked(Sum - before) };
    }
}
