using Leb.Partner.V1;
using Partner.Cli.Hosting;

namespace Partner.Cli.Input;

/// <summary>Cards as they are typed: an ICCID, or a phone number that begins with "+".</summary>
internal static class CardText
{
    /// <summary>Reads a card without judging it; the server judges.</summary>
    public static CardRef Read(string text) =>
        text.StartsWith('+') ? new CardRef { PhoneNumber = text } : new CardRef { Iccid = text };

    public static string Format(CardRef? card) => card?.ReferenceCase switch
    {
        CardRef.ReferenceOneofCase.Iccid => card.Iccid,
        CardRef.ReferenceOneofCase.PhoneNumber => card.PhoneNumber,
        _ => "",
    };

    /// <summary>
    /// Judges a card before anything is sent, for files: an ICCID has 19 or 20 digits with a Luhn check digit (ITU-T
    /// E.118), a phone number "+" and 8 to 15 digits (E.164). A number that a spreadsheet may have rounded is refused
    /// although one in ten has a fitting check digit: it would be another customer's card.
    /// </summary>
    /// <returns>What is wrong, or null.</returns>
    public static string? Problem(string text, Language language)
    {
        if (SpreadsheetText.Problem(text, language) is { } rounded)
        {
            return rounded;
        }

        if (text.StartsWith('+'))
        {
            return text.Length is >= 9 and <= 16 && text.Skip(1).All(char.IsAsciiDigit)
                ? null
                : language.Pick($"'{text}' is not \"+\" and 8 to 15 digits.", $"“{text}”不是“+”加 8 至 15 位数字。");
        }

        if (text.Length is not (19 or 20) || !text.All(char.IsAsciiDigit))
        {
            return language.Pick(
                $"'{text}' is neither an ICCID (19 or 20 digits) nor a phone number that begins with \"+\".",
                $"“{text}”既不是 ICCID（19 或 20 位数字），也不是以“+”开头的电话号码。");
        }

        return LuhnHolds(text)
            ? null
            : language.Pick(
                $"'{text}' is mistyped: its check digit does not fit.",
                $"“{text}”输入有误：校验位不符。");
    }

    private static bool LuhnHolds(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            var weighted = i % 2 == 0 ? digit : digit * 2;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }

        return sum % 10 == 0;
    }
}
