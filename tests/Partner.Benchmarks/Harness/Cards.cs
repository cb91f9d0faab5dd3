using System.Globalization;
using Partner.Core.Cards;

namespace Partner.Benchmarks.Harness;

/// <summary>Ordinary customers' cards: valid numbers of the 电话卡 range that the sandbox table does not name.</summary>
public static class Cards
{
    /// <summary>The plan that all of them are topped up with.</summary>
    public const string Plan = "plans/phone-100";

    private const string Prefix = "898603";

    /// <summary>A card.</summary>
    /// <param name="number">Which; 0 or more.</param>
    /// <returns>An ICCID of 19 digits with its check digit.</returns>
    public static string Number(int number)
    {
        var digits = string.Create(CultureInfo.InvariantCulture, $"{Prefix}1{number:D11}");
        return digits + CardNumber.LuhnDigit(digits);
    }
}
