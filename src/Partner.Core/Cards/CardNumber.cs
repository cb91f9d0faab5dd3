namespace Partner.Core.Cards;

/// <summary>The kind of a prepaid card. Numbers are those of the contract.</summary>
public enum CardType
{
    /// <summary>保号卡: keeps a number alive.</summary>
    KeepNumber = 1,

    /// <summary>注册卡: registration eSIM.</summary>
    RegistrationEsim = 2,

    /// <summary>电话卡: prepaid voice.</summary>
    Phone = 3,

    /// <summary>旅游卡: travel data.</summary>
    Travel = 4,
}

/// <summary>
/// A customer's card: an ICCID of 19 or 20 digits with a Luhn check digit (ITU-T E.118), or a phone number in E.164
/// form. Printing it shows a masked form; only <see cref="Value"/> has it whole.
/// </summary>
public sealed record CardNumber
{
    private CardNumber(string value) => Value = value;

    /// <summary>The digits; a phone number starts with "+". Never log it.</summary>
    public string Value { get; }

    /// <summary>Whether this is a phone number rather than an ICCID.</summary>
    public bool IsPhone => Value[0] == '+';

    /// <summary>Reads an ICCID.</summary>
    /// <param name="text">The digits.</param>
    /// <returns>The card; null when the form or the check digit is wrong.</returns>
    public static CardNumber? Iccid(string text) =>
        text.Length is 19 or 20 && AllDigits(text) && LuhnHolds(text) ? new CardNumber(text) : null;

    /// <summary>Reads a phone number.</summary>
    /// <param name="text">"+" and 8 to 15 digits, the first of them not 0.</param>
    /// <returns>The card; null when the form is wrong.</returns>
    public static CardNumber? Phone(string text) =>
        text.Length is >= 9 and <= 16 && text[0] == '+' && text[1] != '0' && AllDigits(text.AsSpan(1))
            ? new CardNumber(text)
            : null;

    /// <summary>A number that was checked before, as from the store.</summary>
    /// <param name="value">The digits.</param>
    public static CardNumber Stored(string value) => new(value);

    /// <summary>The check digit that makes a number's Luhn sum right (ISO/IEC 7812-1 annex B).</summary>
    /// <param name="digits">The digits before the check digit.</param>
    public static char LuhnDigit(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum += i % 2 == 1 ? digit : digit < 5 ? digit * 2 : (digit * 2) - 9;
        }

        return (char)('0' + ((10 - (sum % 10)) % 10));
    }

    /// <summary>The number with its middle hidden, for logs and texts: see <see cref="CardMask.Of"/>.</summary>
    public override string ToString() => CardMask.Of(Value);

    private static bool AllDigits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool LuhnHolds(string text) => LuhnDigit(text.AsSpan(0, text.Length - 1)) == text[^1];
}
