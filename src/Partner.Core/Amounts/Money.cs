using System.Buffers;
using System.Globalization;

namespace Partner.Core.Amounts;

/// <summary>
/// An amount in whole minor units of one currency. All arithmetic is checked: an overflow throws, it never wraps.
/// </summary>
/// <param name="Minor">Minor units; may be negative.</param>
public readonly record struct Money(long Minor, Currency Currency)
{
    private const int NanosPerUnit = 1_000_000_000;
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("-.0123456789");

    /// <summary>Nothing of a currency.</summary>
    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>Adds two amounts of one currency.</summary>
    public static Money operator +(Money left, Money right) =>
        new(checked(left.Minor + Same(left, right)), left.Currency);

    /// <summary>Subtracts an amount of the same currency.</summary>
    public static Money operator -(Money left, Money right) =>
        new(checked(left.Minor - Same(left, right)), left.Currency);

    /// <summary>Turns the sign.</summary>
    public static Money operator -(Money amount) => new(checked(-amount.Minor), amount.Currency);

    /// <summary>Compares two amounts of one currency.</summary>
    public static bool operator <(Money left, Money right) => left.Minor < Same(left, right);

    /// <summary>Compares two amounts of one currency.</summary>
    public static bool operator >(Money left, Money right) => left.Minor > Same(left, right);

    /// <summary>Compares two amounts of one currency.</summary>
    public static bool operator <=(Money left, Money right) => left.Minor <= Same(left, right);

    /// <summary>Compares two amounts of one currency.</summary>
    public static bool operator >=(Money left, Money right) => left.Minor >= Same(left, right);

    /// <summary>Whole units as in google.type.Money; of the same sign as <see cref="Nanos"/>.</summary>
    public long Units => Minor / Currency.MinorPerUnit;

    /// <summary>Billionths of a unit as in google.type.Money.</summary>
    public int Nanos => (int)(Minor % Currency.MinorPerUnit * (NanosPerUnit / Currency.MinorPerUnit));

    /// <summary>Builds an amount from the shape of google.type.Money, exactly or not at all.</summary>
    /// <param name="units">Whole units.</param>
    /// <param name="nanos">Billionths, of the same sign.</param>
    /// <returns>The amount, or which rule it breaks.</returns>
    public static (Money? Amount, MoneyFlaw Flaw) FromUnits(long units, int nanos, Currency currency)
    {
        if (nanos is <= -NanosPerUnit or >= NanosPerUnit)
        {
            return (null, MoneyFlaw.NanosOutOfRange);
        }

        if ((units > 0 && nanos < 0) || (units < 0 && nanos > 0))
        {
            return (null, MoneyFlaw.SignsDiffer);
        }

        var nanosPerMinor = NanosPerUnit / currency.MinorPerUnit;
        if (nanos % nanosPerMinor != 0)
        {
            return (null, MoneyFlaw.FinerThanMinorUnit);
        }

        var minor = ((Int128)units * currency.MinorPerUnit) + (nanos / nanosPerMinor);
        return minor < long.MinValue || minor > long.MaxValue
            ? (null, MoneyFlaw.TooLarge)
            : (new Money((long)minor, currency), MoneyFlaw.None);
    }

    /// <summary>Reads "100.00 CNY", as in documents and on command lines: digits exactly as fine as allowed.</summary>
    /// <returns>The amount; null when the text is not an amount of a supported currency.</returns>
    public static Money? Parse(string text)
    {
        var parts = text.Split(' ');
        if (parts.Length != 2 || Currency.Find(parts[1]) is not { } currency)
        {
            return null;
        }

        var number = parts[0].Split('.');
        var fraction = number.Length == 2 ? number[1] : "";
        if (number.Length > 2 || (number.Length == 2 && fraction.Length == 0) || fraction.Length > currency.Exponent)
        {
            return null;
        }

        // The parser below takes more than amounts are made of: a plus, trailing zero bytes, no digit before the point.
        if (parts[0].AsSpan().ContainsAnyExcept(NumberCharacters) || number[0] is "" or "-")
        {
            return null;
        }

        return long.TryParse(
            number[0] + fraction.PadRight(currency.Exponent, '0'),
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var minor)
            ? new Money(minor, currency)
            : null;
    }

    /// <summary>"−1.05 CNY" with exactly the currency's decimals.</summary>
    public override string ToString()
    {
        var sign = Minor < 0 ? "-" : "";
        var size = Int128.Abs(Minor);
        var units = (size / Currency.MinorPerUnit).ToString(CultureInfo.InvariantCulture);
        var rest = (size % Currency.MinorPerUnit).ToString(CultureInfo.InvariantCulture);
        return Currency.Exponent == 0
            ? $"{sign}{units} {Currency.Code}"
            : $"{sign}{units}.{rest.PadLeft(Currency.Exponent, '0')} {Currency.Code}";
    }

    private static long Same(Money left, Money right) => left.Currency == right.Currency
        ? right.Minor
        : throw new InvalidOperationException($"Cannot combine {left.Currency} with {right.Currency}.");
}

/// <summary>Which rule of the wire format an amount breaks.</summary>
public enum MoneyFlaw
{
    /// <summary>None: the amount is good.</summary>
    None,

    /// <summary>Nanos outside ±999,999,999.</summary>
    NanosOutOfRange,

    /// <summary>Units and nanos have different signs.</summary>
    SignsDiffer,

    /// <summary>Finer than the currency's minor unit.</summary>
    FinerThanMinorUnit,

    /// <summary>More minor units than 64 bits hold.</summary>
    TooLarge,
}
