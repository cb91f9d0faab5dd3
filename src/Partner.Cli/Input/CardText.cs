using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Contracts.Client;

namespace Partner.Cli.Input;

/// <summary>Cards as they are typed: an ICCID, or a phone number that begins with "+".</summary>
internal static class CardText
{
    /// <summary>Reads a card without judging it; the server judges.</summary>
    public static CardRef Read(string text) => CardInput.Read(text);

    public static string Format(CardRef? card) => card?.ReferenceCase switch
    {
        CardRef.ReferenceOneofCase.Iccid => card.Iccid,
        CardRef.ReferenceOneofCase.PhoneNumber => card.PhoneNumber,
        _ => "",
    };

    /// <summary>
    /// Judges a card before anything is sent, for files, as the server does. A number that a spreadsheet may have
    /// rounded is refused although one in ten has a fitting check digit: it would be another customer's card.
    /// </summary>
    /// <returns>What is wrong, or null.</returns>
    public static string? Problem(string text, Language language)
    {
        var card = Read(text);
        var rounded = SpreadsheetText.Problem(text, language) ?? SpreadsheetText.Problem(Format(card), language);
        if (rounded is not null)
        {
            return rounded;
        }

        return CardInput.Check(card, out _) is { } problem
            ? language.Pick($"'{text}' {problem.English}.", $"“{text}”{problem.Chinese}。")
            : null;
    }
}
