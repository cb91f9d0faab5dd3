using System.Globalization;
using System.Text;
using Leb.Partner.V1;

namespace Partner.Contracts.Client;

/// <summary>What is wrong with a card number, for the clerk who typed it. It repeats single digits at most.</summary>
public sealed class CardProblem
{
    internal CardProblem(string english, string chinese) => (English, Chinese) = (english, chinese);

    /// <summary>In English, to follow the name of the field: "has 18 digits: …".</summary>
    public string English { get; }

    /// <summary>In Chinese.</summary>
    public string Chinese { get; }
}

/// <summary>
/// Card numbers as people type them: blanks, hyphens, full-width digits and the F that fills up an ICCID do no harm.
/// The server, the command and partners' programs read them alike.
/// </summary>
public static class CardInput
{
    private const int FullWidthFirst = 0xFF01;
    private const int FullWidthLast = 0xFF5E;
    private const int FullWidthOffset = 0xFEE0;
    private const int IccidWithFiller = 20;

    /// <summary>Reads what was typed: what begins with "+" is a phone number, anything else an ICCID.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The card, cleaned up but not judged.</returns>
    public static CardRef Read(string text)
    {
        var cleaned = Clean(text);
        return cleaned.StartsWith('+')
            ? new CardRef { PhoneNumber = cleaned }
            : new CardRef { Iccid = WithoutFiller(cleaned) };
    }

    /// <summary>Judges a card, and gives its number in the one form that stands for it.</summary>
    /// <param name="card">The card, as it was typed.</param>
    /// <param name="number">
    /// The digits of the ICCID, or "+" and those of the phone number (E.164); of no use where there is a problem.
    /// </param>
    /// <returns>What is wrong; null when the number is in order.</returns>
    public static CardProblem? Check(CardRef card, out string number)
    {
        ArgumentNullException.ThrowIfNull(card);
        switch (card.ReferenceCase)
        {
            case CardRef.ReferenceOneofCase.Iccid:
                number = WithoutFiller(Clean(card.Iccid));
                return IccidInput.Problem(number);
            case CardRef.ReferenceOneofCase.PhoneNumber:
                return PhoneInput.Check(Clean(card.PhoneNumber), out number);
            default:
                number = "";
                return new CardProblem("is required: give iccid or phone_number", "必须填写：iccid 或 phone_number");
        }
    }

    /// <summary>A text without blanks, hyphens and invisible characters, in ASCII where it was full-width.</summary>
    internal static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '+'))
        {
            return text;
        }

        var cleaned = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            var narrow = (int)letter is >= FullWidthFirst and <= FullWidthLast
                ? (char)(letter - FullWidthOffset)
                : letter;
            if (!IsFiller(narrow))
            {
                cleaned.Append(narrow);
            }
        }

        return cleaned.ToString();
    }

    /// <summary>The first character that is no digit, with its place from 1; null when all are.</summary>
    internal static (string Letter, int Place)? FirstOther(string text, int from)
    {
        var index = text.AsSpan(from).IndexOfAnyExceptInRange('0', '9');
        if (index < 0)
        {
            return null;
        }

        var letter = text[from + index];
        var shown = letter is > ' ' and <= '~'
            ? $"\"{letter}\""
            : string.Create(CultureInfo.InvariantCulture, $"U+{(int)letter:X4}");
        return (shown, from + index + 1);
    }

    /// <summary>An ICCID of 19 digits is stored on its card with an F behind it.</summary>
    private static string WithoutFiller(string iccid) =>
        iccid.Length == IccidWithFiller && iccid[^1] is 'F' or 'f' ? iccid[..^1] : iccid;

    private static bool IsFiller(char letter) => char.IsWhiteSpace(letter) || letter == '\u2212'
        || char.GetUnicodeCategory(letter) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format;
}
