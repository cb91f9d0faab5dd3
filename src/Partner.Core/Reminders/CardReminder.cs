using System.Globalization;
using Partner.Core.Notices;
using Partner.Core.Plans;

namespace Partner.Core.Reminders;

/// <summary>A reminder that fell due: one for each card, window and last day of validity.</summary>
/// <param name="Card">The card as it was known then.</param>
/// <param name="Window">How long before the end it is due.</param>
/// <param name="DueAt">When the window began (UTC).</param>
/// <param name="MadeAt">When it was made (UTC).</param>
public sealed record CardReminder(
    CustomerCard Card, CalendarPeriod Window, DateTimeOffset DueAt, DateTimeOffset MadeAt)
{
    /// <summary>Its number among the partner's, from 1 without a gap; 0 while it is not stored.</summary>
    public long Number { get; init; }

    /// <summary>Whether the issuer confirmed the end; otherwise it did not answer for too long.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>Whether an auto-renewal stood: nobody is asked to pay.</summary>
    public bool RenewsItself { get; init; }

    /// <summary>Whether the customer is told, by a notice that was made with it.</summary>
    public bool TellsCustomer { get; init; }

    /// <summary>
    /// The notice to the customer. Its occasion is the reminder's number, so that it holds nothing of the card.
    /// </summary>
    /// <param name="says">What it says.</param>
    /// <param name="tellAt">From when on it is sent (UTC).</param>
    /// <exception cref="InvalidOperationException">The customer left no number.</exception>
    public Notice NoticeOf(NoticeFacts says, DateTimeOffset tellAt) => new()
    {
        PartnerId = Card.PartnerId,
        Kind = NoticeKind.Reminder,
        Occasion = string.Create(CultureInfo.InvariantCulture, $"reminder-{Number}"),
        ContactId = Card.ContactId ?? throw new InvalidOperationException("The customer left no number."),
        Facts = says,
        CreatedAt = MadeAt,
        DueAt = tellAt,
        ExpiresAt = tellAt + NoticeRules.LastsFor(NoticeKind.Reminder),
    };
}

/// <summary>What a look at a card leads to.</summary>
/// <param name="After">The card after it; null where it is forgotten.</param>
/// <param name="Reminder">The reminder that is due; null when none is.</param>
public sealed record CardLook(CustomerCard? After, CardReminder? Reminder = null);

/// <summary>How reminders are made. The defaults are the tested ones.</summary>
public sealed record ReminderPolicy
{
    /// <summary>For how long what the issuer said is not asked again.</summary>
    public TimeSpan FreshFor { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a silent issuer is asked before a reminder is made by what is known.</summary>
    public TimeSpan SilentFor { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The pause before it is asked again.</summary>
    public TimeSpan AskAgainAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The longest pause, where nothing is known without the issuer: as long as it was silent so far, and this at most.
    /// </summary>
    public TimeSpan AskAgainAtLatest { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long what is known of a card is kept after its end.</summary>
    public TimeSpan CardsKept { get; init; } = TimeSpan.FromDays(366);

    /// <summary>How long reminders are kept.</summary>
    public TimeSpan RemindersKept { get; init; } = TimeSpan.FromDays(366);

    /// <summary>Customers get no message before this time of their card's zone.</summary>
    public TimeSpan TellFrom { get; init; } = TimeSpan.FromHours(9);

    /// <summary>Nor from this time on.</summary>
    public TimeSpan TellUntil { get; init; } = TimeSpan.FromHours(21);

    /// <summary>When a customer may be told: now, or in the morning.</summary>
    /// <param name="now">The instant (UTC).</param>
    /// <param name="zone">The card's zone.</param>
    public DateTimeOffset TellAt(DateTimeOffset now, TimeZoneInfo zone)
    {
        var time = TimeZoneInfo.ConvertTime(now, zone).TimeOfDay;
        return time < TellFrom ? now + (TellFrom - time)
            : time >= TellUntil ? now + (TimeSpan.FromDays(1) - time + TellFrom)
            : now;
    }
}
