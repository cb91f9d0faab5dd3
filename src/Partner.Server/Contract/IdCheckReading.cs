using Partner.Core.Contacts;
using CoreDocument = Partner.Core.Contacts.IdDocumentType;
using CoreIdCheck = Partner.Core.Contacts.IdCheck;
using WireIdCheck = Leb.Partner.V1.IdCheck;

namespace Partner.Server.Contract;

/// <summary>
/// Reads the identity document that a customer showed. Its characters are hashed here, and go nowhere else: no refusal
/// repeats them.
/// </summary>
internal static class IdCheckReading
{
    private const int Length = 4;

    /// <summary>Reads a check.</summary>
    /// <param name="reader">Notes what is wrong.</param>
    /// <param name="given">The field; null when absent.</param>
    /// <param name="required">Whether it must be there.</param>
    /// <param name="partnerId">Whose customer it is.</param>
    /// <param name="keys">The keys; none where they are not needed, or there are none.</param>
    /// <param name="field">Its path.</param>
    /// <returns>The check; null where none is given, it is wrong, or there is no key.</returns>
    public static CoreIdCheck? IdCheck(
        this RequestReader reader, WireIdCheck? given, bool required, PartnerId partnerId, ContactKeys keys,
        string field = "id_check")
    {
        if (given is null)
        {
            if (required)
            {
                reader.Note(
                    field, "is required: the customer's document and its last four characters",
                    "必须填写：顾客的证件类型及号码后四位");
            }

            return null;
        }

        var document = (CoreDocument?)reader.Choice(given.DocumentType, true, $"{field}.document_type");
        var characters = Clean(given.LastFour);
        if (document is not { } type || !HasForm(characters, type))
        {
            if (!HasForm(characters, document ?? CoreDocument.Other))
            {
                Note(reader, document, $"{field}.last_four");
            }

            return null;
        }

        return keys.Check(partnerId, type, characters);
    }

    private static void Note(RequestReader reader, CoreDocument? document, string field)
    {
        if (document == CoreDocument.ResidentIdCard)
        {
            reader.Note(
                field, "must be the last four characters of the card: four digits, or three and an X",
                "必须是身份证号码的后四位：四位数字，或三位数字加 X");
            return;
        }

        reader.Note(
            field, "must be the last four characters of the document: letters and digits",
            "必须是证件号码的后四位：字母或数字");
    }

    private static bool HasForm(string characters, CoreDocument document) => characters.Length == Length
        && (document == CoreDocument.ResidentIdCard
            ? characters.AsSpan(0, Length - 1).IndexOfAnyExceptInRange('0', '9') < 0
                && (char.IsAsciiDigit(characters[^1]) || characters[^1] == 'X')
            : characters.All(char.IsAsciiLetterOrDigit));

    /// <summary>Without blanks around, with full-width characters as what they mean, in capitals.</summary>
    private static string Clean(string typed)
    {
        const int most = 16;
        return typed.Length > most
            ? ""
            : string.Concat(typed.Trim().Select(Narrow)).ToUpperInvariant();
    }

    private static char Narrow(char letter) => letter is >= '\uFF01' and <= '\uFF5E' ? (char)(letter - 0xFEE0) : letter;
}
