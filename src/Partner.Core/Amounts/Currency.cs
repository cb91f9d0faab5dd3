namespace Partner.Core.Amounts;

/// <summary>
/// A currency of ISO 4217 with its exponent: how many decimal places its minor unit has. Only currencies of the table
/// exist, so that an unknown code is refused at the door.
/// </summary>
public sealed record Currency
{
    private static readonly Dictionary<string, Currency> Known = new Currency[]
    {
        new("CNY", 2), new("EUR", 2), new("GBP", 2), new("HKD", 2), new("IDR", 2), new("INR", 2), new("JPY", 0),
        new("KRW", 0), new("KWD", 3), new("MOP", 2), new("MYR", 2), new("PHP", 2), new("SGD", 2), new("THB", 2),
        new("TWD", 2), new("USD", 2), new("VND", 0), new("XTS", 2),
    }.ToDictionary(currency => currency.Code, StringComparer.Ordinal);

    private Currency(string code, int exponent) => (Code, Exponent) = (code, exponent);

    /// <summary>Code in upper case, three letters.</summary>
    public string Code { get; }

    /// <summary>Decimal places of the minor unit, 0 to 3 (ISO 4217 column "minor unit").</summary>
    public int Exponent { get; }

    /// <summary>Minor units in one unit: 100 for CNY, 1 for JPY.</summary>
    public long MinorPerUnit => Exponent switch { 0 => 1, 1 => 10, 2 => 100, _ => 1000 };

    /// <summary>
    /// Points of a promotion: an account of their own, never money. No document or request can name it, so it is not
    /// found by <see cref="Find"/>; only the store knows its code, "PTS".
    /// </summary>
    public static Currency Points { get; } = new("PTS", 0);

    /// <summary>Finds a currency by its code.</summary>
    /// <param name="code">Three upper-case letters.</param>
    /// <returns>The currency, or null when it is not supported.</returns>
    public static Currency? Find(string? code) => code is null ? null : Known.GetValueOrDefault(code);

    /// <summary>The currency of a code that was checked before, as from the store; points too.</summary>
    /// <param name="code">Three upper-case letters.</param>
    /// <exception cref="ArgumentException">The code is not supported.</exception>
    public static Currency Of(string code) =>
        Find(code)
        ?? (code == Points.Code ? Points : null)
        ?? throw new ArgumentException($"'{code}' is not a supported currency.", nameof(code));

    /// <inheritdoc/>
    public override string ToString() => Code;
}
