using Partner.Core.Amounts;
using Partner.Core.Cards;

namespace Partner.Core.Plans;

/// <summary>What all cards of a type have in common: the rules by which one type differs from another.</summary>
/// <param name="CardType">The type.</param>
/// <param name="Zone">The zone whose calendar its days, months and years are counted by.</param>
public sealed record CardTypeRules(CardType CardType, TimeZoneInfo Zone)
{
    /// <summary>How long after its validity a card can still be renewed; null: as long as the issuer says.</summary>
    public CalendarPeriod? Grace { get; init; }

    /// <summary>Categories of plans that put a card in grace back into service; empty: all with a period.</summary>
    public IReadOnlyList<string> RevivedBy { get; init; } = [];

    /// <summary>Whether a suspended card is in service again after a top-up that grants validity.</summary>
    public bool ResumesSuspended { get; init; }

    /// <summary>How long before its end the customer is reminded, the longest first.</summary>
    public IReadOnlyList<CalendarPeriod> Reminders { get; init; } = [];

    /// <summary>A balance of this or more makes another top-up look needless; null: none does.</summary>
    public Money? HighBalance { get; init; }

    /// <summary>Channels in which every sale to such a card demands an identity check; empty: none does.</summary>
    public IReadOnlyList<Channel> IdCheckChannels { get; init; } = [];

    /// <summary>Whether such cards are eSIMs, which are installed by a code.</summary>
    public bool IsEsim { get; init; }

    /// <summary>How often an eSIM may be issued anew, for another device.</summary>
    public CardLimit Reissues { get; init; } = new(2, new CalendarPeriod(PeriodUnit.Day, 365));

    /// <summary>
    /// What holds while no catalogue says otherwise: the calendar of UTC, grace by the issuer's word, and the reminders
    /// that customers are promised.
    /// </summary>
    public static CardTypeRules Unsaid(CardType cardType) => new(cardType, TimeZoneInfo.Utc)
    {
        IsEsim = cardType is CardType.RegistrationEsim or CardType.Travel,
        Reminders = cardType == CardType.KeepNumber
            ? [new(PeriodUnit.Month, 6), new(PeriodUnit.Month, 3), new(PeriodUnit.Month, 1)]
            : [new(PeriodUnit.Day, 14), new(PeriodUnit.Day, 7)],
    };
}
