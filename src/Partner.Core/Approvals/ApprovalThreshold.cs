using System.Globalization;
using Partner.Core.Amounts;

namespace Partner.Core.Approvals;

/// <summary>Above which amount a second person must approve, in the currency of each float.</summary>
/// <param name="Hundredths">The amount in hundredths of the currency's unit, 0 or more.</param>
public readonly record struct ApprovalThreshold(long Hundredths)
{
    private const int PerUnit = 100;
    private const long Most = 1_000_000_000_000;

    /// <summary>Reads an amount without a currency.</summary>
    /// <param name="text">Such as "10000.00": digits, and two of them at most behind a point.</param>
    /// <returns>The threshold; null where the text is none, or above a million million.</returns>
    public static ApprovalThreshold? Parse(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
        && amount <= Most && amount * PerUnit == decimal.Truncate(amount * PerUnit)
            ? new ApprovalThreshold((long)(amount * PerUnit))
            : null;

    /// <summary>Whether an amount is above it, whatever its sign.</summary>
    /// <param name="amount">The amount.</param>
    public bool IsBelow(Money amount) =>
        Int128.Abs(amount.Minor) * PerUnit > (Int128)Hundredths * amount.Currency.MinorPerUnit;

    /// <summary>The threshold as it is typed.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Hundredths / PerUnit}.{Hundredths % PerUnit:00}");
}
