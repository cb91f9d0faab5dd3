using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Leb.Partner.V1;

namespace Partner.Contracts.Client;

/// <summary>
/// Reads and writes amounts as people do: "100.00 CNY". Exact: the digits go straight into units and nanos, no floating
/// point in between, and nothing is ever rounded.
/// </summary>
public static class MoneyText
{
    private const int NanoDigits = 9;
    private const int NanosPerUnit = 1_000_000_000;
    private const int UsualExponent = 2;

    /// <summary>ISO 4217, column "minor unit", for the currencies that do not have the usual two decimals.</summary>
    private static readonly Dictionary<string, int> Exponents = new(StringComparer.Ordinal)
    {
        ["BHD"] = 3, ["CLP"] = 0, ["ISK"] = 0, ["JOD"] = 3, ["JPY"] = 0, ["KRW"] = 0, ["KWD"] = 3, ["OMR"] = 3,
        ["PYG"] = 0, ["TND"] = 3, ["UGX"] = 0, ["VND"] = 0, ["XAF"] = 0, ["XOF"] = 0, ["XPF"] = 0,
    };

    /// <summary>Reads "100.00 CNY", or "100.00" where the currency is known.</summary>
    /// <param name="text">
    /// An optional minus, digits, optionally a point and 1 to 9 digits, optionally a currency code in three upper-case
    /// letters. No thousands separators: "1,000" means a thousand in one country and one in another.
    /// </param>
    /// <param name="currency">The currency of a text that names none; null when each text must name its own.</param>
    /// <param name="money">The amount; null when the text is none.</param>
    /// <returns>Whether the text is an amount.</returns>
    public static bool TryParse(string? text, string? currency, [NotNullWhen(true)] out Money? money)
    {
        money = null;
        var parts = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var code = parts.Length == 2 ? parts[1] : currency;
        if (parts.Length is not (1 or 2) || !IsCurrencyCode(code) || !TryDigits(parts[0], out var units, out var nanos))
        {
            return false;
        }

        money = new Money { CurrencyCode = code, Units = units, Nanos = nanos };
        return true;
    }

    /// <summary>Reads an amount that must be one.</summary>
    /// <param name="text">See <see cref="TryParse"/>.</param>
    /// <param name="currency">See <see cref="TryParse"/>.</param>
    /// <exception cref="FormatException">The text is not an amount.</exception>
    public static Money Parse(string text, string? currency = null) => TryParse(text, currency, out var money)
        ? money
        : throw new FormatException($"'{text}' is not an amount like \"100.00 CNY\".");

    /// <summary>"100.00 CNY": the currency's decimals, and more where the amount is finer. Nothing for null.</summary>
    /// <param name="money">The amount.</param>
    public static string Format(Money? money) => money is null ? "" : $"{Number(money)} {money.CurrencyCode}".TrimEnd();

    /// <summary>"100.00": the amount without its currency. Nothing for null.</summary>
    /// <param name="money">The amount.</param>
    public static string Number(Money? money)
    {
        if (money is null)
        {
            return "";
        }

        var nanos = TotalNanos(money);
        var size = Int128.Abs(nanos);
        var units = (size / NanosPerUnit).ToString(CultureInfo.InvariantCulture);
        var fraction = (size % NanosPerUnit).ToString(CultureInfo.InvariantCulture).PadLeft(NanoDigits, '0');
        var exponent = Exponents.GetValueOrDefault(money.CurrencyCode, UsualExponent);
        var digits = Math.Max(exponent, fraction.TrimEnd('0').Length);
        return (nanos < 0 ? "-" : "") + units + (digits == 0 ? "" : "." + fraction[..digits]);
    }

    /// <summary>
    /// The amount in billionths of a unit, for exact sums and comparisons of amounts of one currency.
    /// </summary>
    /// <param name="money">The amount.</param>
    public static Int128 TotalNanos(Money money)
    {
        ArgumentNullException.ThrowIfNull(money);
        return ((Int128)money.Units * NanosPerUnit) + money.Nanos;
    }

    private static bool IsCurrencyCode([NotNullWhen(true)] string? code) =>
        code is { Length: 3 } && code.All(char.IsAsciiLetterUpper);

    private static bool TryDigits(string text, out long units, out int nanos)
    {
        (units, nanos) = (0, 0);
        var negative = text.StartsWith('-');
        var parts = text[(negative ? 1 : 0)..].Split('.');
        if (parts.Length > 2 || !parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit)))
        {
            return false;
        }

        var fraction = parts.Length == 2 ? parts[1] : "";
        if (fraction.Length > NanoDigits
            || !long.TryParse((negative ? "-" : "") + parts[0], CultureInfo.InvariantCulture, out units))
        {
            return false;
        }

        nanos = int.Parse(fraction.PadRight(NanoDigits, '0'), CultureInfo.InvariantCulture) * (negative ? -1 : 1);
        return true;
    }
}
