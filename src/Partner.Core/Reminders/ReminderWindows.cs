using Partner.Core.Plans;
using Partner.Core.Projections;

namespace Partner.Core.Reminders;

/// <summary>
/// The times before a card's end at which its customer is reminded, as the rules of its type have them. They are
/// counted back from the end by the calendar of the card's zone.
/// </summary>
public static class ReminderWindows
{
    /// <summary>How long a card that has ended is listed where no grace is known for its type.</summary>
    public static readonly TimeSpan EndedShown = TimeSpan.FromDays(30);

    // Calendars differ from plain days by less than this.
    private static readonly TimeSpan Leeway = TimeSpan.FromDays(7);

    /// <summary>When a window begins.</summary>
    /// <param name="end">The card's end (UTC).</param>
    /// <param name="window">How long before it.</param>
    /// <param name="rules">The rules of its type.</param>
    public static DateTimeOffset Start(DateTimeOffset end, CalendarPeriod window, CardTypeRules rules) =>
        CardCalendar.Subtract(end, window, rules.Zone);

    /// <summary>The window that a card is in: the shortest that has begun.</summary>
    /// <param name="end">Its end (UTC).</param>
    /// <param name="rules">The rules of its type.</param>
    /// <param name="now">The instant (UTC).</param>
    /// <returns>The window; null before the first, and once the card has ended.</returns>
    public static CalendarPeriod? At(DateTimeOffset end, CardTypeRules rules, DateTimeOffset now)
    {
        CalendarPeriod? found = null;
        var latest = DateTimeOffset.MinValue;
        foreach (var window in end > now ? rules.Reminders : [])
        {
            var start = Start(end, window, rules);
            if (start <= now && start >= latest)
            {
                (found, latest) = (window, start);
            }
        }

        return found;
    }

    /// <summary>The first window that begins after an instant.</summary>
    /// <param name="end">The card's end (UTC).</param>
    /// <param name="rules">The rules of its type.</param>
    /// <param name="now">The instant (UTC).</param>
    /// <returns>When it begins (UTC); null when there is none.</returns>
    public static DateTimeOffset? NextStart(DateTimeOffset end, CardTypeRules rules, DateTimeOffset now) =>
        rules.Reminders.Select(window => Start(end, window, rules))
            .Where(start => start > now)
            .Min(start => (DateTimeOffset?)start);

    /// <summary>
    /// When a card leaves the list: with its grace, after which its number is lost, or some days after its end where no
    /// grace is known for its type.
    /// </summary>
    /// <param name="end">The card's end (UTC).</param>
    /// <param name="rules">The rules of its type.</param>
    public static DateTimeOffset ListedUntil(DateTimeOffset end, CardTypeRules rules) =>
        rules.Grace is { } grace ? CardCalendar.Add(end, grace, rules.Zone) : end + EndedShown;

    /// <summary>The ends of the cards that are listed at an instant.</summary>
    /// <param name="rules">The rules of their type.</param>
    /// <param name="within">How far ahead the ends are; null: as far as the longest window.</param>
    /// <param name="now">The instant (UTC).</param>
    /// <returns>
    /// Later than the first and not later than the second (UTC). At the end of a month that has more days than that of
    /// its reminder, a card may be listed up to three days before its window.
    /// </returns>
    public static (DateTimeOffset After, DateTimeOffset To) EndsListed(
        CardTypeRules rules, CalendarPeriod? within, DateTimeOffset now)
    {
        var after = rules.Grace is { } grace
            ? Last(CardCalendar.Subtract(now, grace, rules.Zone), end => ListedUntil(end, rules) <= now)
            : now - EndedShown;
        var windows = within is { } one ? [one] : rules.Reminders;
        var to = windows.Select(window => Last(
                CardCalendar.Add(now, window, rules.Zone), end => Start(end, window, rules) <= now))
            .DefaultIfEmpty(now).Max();
        return (after, to);
    }

    /// <summary>
    /// The last end of which something holds, as of all before it: calendars cannot be turned round, since several days
    /// of a month have the same day a month earlier.
    /// </summary>
    private static DateTimeOffset Last(DateTimeOffset near, Func<DateTimeOffset, bool> holds)
    {
        var (low, high) = ((near - Leeway).UtcTicks, (near + Leeway).UtcTicks);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = holds(new DateTimeOffset(middle, TimeSpan.Zero)) ? (middle, high) : (low, middle);
        }

        return new DateTimeOffset(low, TimeSpan.Zero);
    }
}
