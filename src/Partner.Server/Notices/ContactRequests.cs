using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Core.Contacts;
using Partner.Server.Contract;
using Partner.Server.Errors;

namespace Partner.Server.Notices;

/// <summary>Reads what a sale or an auto-renewal says of its customer.</summary>
internal static class ContactRequests
{
    private const string PhoneField = "notify_phone";
    private const string LanguageField = "notify_language";

    /// <summary>The customer's number and language.</summary>
    /// <returns>Both; null where no number is given, or a wrong one.</returns>
    public static CustomerContact? Contact(this RequestReader reader, string phone, string language)
    {
        NoticeLanguage? chosen = Languages.Named(language) switch
        {
            Language.Chinese => NoticeLanguage.Chinese,
            Language.English => NoticeLanguage.English,
            _ => null,
        };
        if (chosen is null && language.Length > 0)
        {
            reader.Note(LanguageField, "must be \"zh-CN\" or \"en\"", "必须是 \"zh-CN\" 或 \"en\"");
        }

        return phone.Length > 0 && reader.Phone(phone, PhoneField) is { } number
            ? new CustomerContact(number, chosen)
            : null;
    }

    /// <summary>A phone number in its one form.</summary>
    /// <param name="phone">The field.</param>
    /// <param name="field">Its path.</param>
    /// <returns>The number; null, and noted, where it is wrong.</returns>
    public static PhoneNumber? Phone(this RequestReader reader, string phone, string field)
    {
        if (CardInput.Check(new CardRef { PhoneNumber = phone }, out var number) is not { } problem)
        {
            return new PhoneNumber(number);
        }

        reader.Note(field, problem.English, problem.Chinese);
        return null;
    }
}
