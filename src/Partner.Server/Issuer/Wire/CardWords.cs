using Partner.Core.Cards;
using Partner.Core.Projections;

namespace Partner.Server.Issuer.Wire;

/// <summary>The words for card types, statuses and eSIM profiles on the issuer's wire; both directions.</summary>
internal static class CardWords
{
    private static readonly (string Word, CardType Type)[] Types =
    [
        ("KEEP_NUMBER", CardType.KeepNumber),
        ("REGISTRATION_ESIM", CardType.RegistrationEsim),
        ("PHONE", CardType.Phone),
        ("TRAVEL", CardType.Travel),
    ];

    private static readonly (string Word, CardStanding Status)[] Statuses =
    [
        ("active", CardStanding.Active),
        ("suspended", CardStanding.Suspended),
        ("expired", CardStanding.InGrace),
        ("terminated", CardStanding.Terminated),
        ("blocked", CardStanding.Blocked),
    ];

    private static readonly (string Word, EsimProfile Profile)[] Profiles =
    [
        ("released", EsimProfile.Released),
        ("installed", EsimProfile.Installed),
        ("enabled", EsimProfile.Enabled),
        ("disabled", EsimProfile.Disabled),
        ("deleted", EsimProfile.Deleted),
    ];

    /// <summary>The word for the state of an eSIM profile (GSMA SGP.22).</summary>
    public static string Of(EsimProfile profile) => Array.Find(Profiles, pair => pair.Profile == profile).Word;

    /// <summary>The state of an eSIM profile of a word; null when there is none such.</summary>
    public static EsimProfile? ProfileOf(string? word) =>
        Array.Find(Profiles, pair => pair.Word == word) is { Word: not null } found ? found.Profile : null;

    /// <summary>The word for a card type.</summary>
    public static string Of(CardType type) => Array.Find(Types, pair => pair.Type == type).Word;

    /// <summary>The word for a status.</summary>
    public static string Of(CardStanding status) => Array.Find(Statuses, pair => pair.Status == status).Word;

    /// <summary>The card type of a word; null when there is none such.</summary>
    public static CardType? TypeOf(string? word) =>
        Array.Find(Types, pair => pair.Word == word) is { Word: not null } found ? found.Type : null;

    /// <summary>The status of a word; null when there is none such.</summary>
    public static CardStanding? StatusOf(string? word) =>
        Array.Find(Statuses, pair => pair.Word == word) is { Word: not null } found ? found.Status : null;
}
