using System.Globalization;
using Leb.Partner.V1;
using Partner.Core.Contacts;
using Partner.Core.Projections;
using Partner.Core.Reminders;
using Partner.Server.Contract;
using Partner.Server.Errors;
using CorePeriod = Partner.Core.Plans.CalendarPeriod;
using CoreRules = Partner.Core.Plans.CardTypeRules;
using WireGround = Leb.Partner.V1.RenewalGround;
using WireSource = Leb.Partner.V1.CardFactSource;

namespace Partner.Server.Reminders;

/// <summary>Customers' cards and reminders as messages of the contract.</summary>
internal static class ReminderMapper
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>A card that is about to end.</summary>
    /// <param name="card">The card; its end is known.</param>
    /// <param name="best">Its best renewal; null when none.</param>
    /// <param name="renewsItself">Whether an auto-renewal is active.</param>
    /// <param name="rules">The rules of its type.</param>
    /// <param name="now">When it is told (UTC).</param>
    /// <param name="language">The caller's language.</param>
    public static ExpiringCard ToWire(
        this CustomerCard card, PricedRenewal? best, bool renewsItself, CoreRules rules, DateTimeOffset now,
        Language language)
    {
        var end = card.Fact.ValidUntil!.Value;
        var facts = ReminderText.Facts(card, best?.Option.Plan, best?.Price.CustomerPays, rules);
        return new ExpiringCard
        {
            Card = card.Card.ToWire(),
            CardType = (CardType)card.CardType,
            ValidUntil = end.ToWire(),
            LastDay = CardCalendar.LastDay(end, rules.Zone).ToString(DayFormat, CultureInfo.InvariantCulture),
            TimeZone = rules.Zone.Id,
            AtLeast = card.Fact.AtLeast,
            Status = (CardStatus)(card.StandingAt(now) ?? 0),
            GraceUntil = rules.Grace is null ? null : ReminderWindows.ListedUntil(end, rules).ToWire(),
            KnownTime = card.Fact.KnownAt.ToWire(),
            Source = (WireSource)card.Fact.Source,
            Window = ReminderWindows.At(end, rules, now) is { } window ? window.ToWire() : null,
            LastTopUp = $"topUps/{card.Sale.TopUpId}",
            Outlet = card.Sale.Outlet,
            RenewsItself = renewsItself,
            Renewal = best?.ToWire(language),
            ReminderText = ReminderText.Of(
                card, facts, renewsItself, rules, now,
                language == Language.Chinese ? NoticeLanguage.Chinese : NoticeLanguage.English),
            LastReminderTime = card.Told?.At.ToWire(),
        };
    }

    /// <summary>A reminder; its card is told beside.</summary>
    /// <param name="reminder">The reminder.</param>
    /// <param name="card">Its card.</param>
    public static Reminder ToWire(this CardReminder reminder, ExpiringCard card) => new()
    {
        Number = reminder.Number,
        Window = reminder.Window.ToWire(),
        DueTime = reminder.DueAt.ToWire(),
        CreateTime = reminder.MadeAt.ToWire(),
        Confirmed = reminder.IsConfirmed,
        CustomerTold = reminder.TellsCustomer,
        Card = card,
    };

    private static ReminderWindow ToWire(this CorePeriod window) =>
        new() { Unit = (LengthUnit)window.Unit, Count = window.Count };

    private static CardRenewal ToWire(this PricedRenewal best, Language language) => new()
    {
        Plan = $"plans/{best.Option.Plan.Code}",
        PlanName = language.Pick(best.Option.Plan.NameEn, best.Option.Plan.NameZh),
        Ground = (WireGround)best.Option.Ground,
        Face = best.Price.Face.ToWire(),
        CustomerPays = best.Price.CustomerPays.ToWire(),
        NetDebit = best.Price.NetDebit.ToWire(),
        Commission = best.Price.Commission.Amount.ToWire(),
        ValidUntil = best.Option.ValidUntil.ToWire(),
    };
}
