using Partner.Core.Plans;
using Partner.Core.Projections;

namespace Partner.Core.Renewals;

/// <summary>When a card is renewed, by its calendar.</summary>
public static class RenewalCycle
{
    /// <summary>When a cycle falls due: so many days before its end, at the same time of day.</summary>
    /// <param name="end">When the card ends (UTC).</param>
    /// <param name="daysBefore">How many days before: 1 or more.</param>
    /// <param name="zone">The card's zone.</param>
    public static DateTimeOffset Due(DateTimeOffset end, int daysBefore, TimeZoneInfo zone) =>
        CardCalendar.Subtract(end, new CalendarPeriod(PeriodUnit.Day, daysBefore), zone);

    /// <summary>The day of an instant, by the card's calendar.</summary>
    /// <param name="instant">The instant (UTC).</param>
    /// <param name="zone">The card's zone.</param>
    public static DateOnly DayOf(DateTimeOffset instant, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>
    /// The request id of an attempt. It has the form that callers' have: they may ask for its top-up by it.
    /// </summary>
    /// <param name="id">The auto-renewal.</param>
    /// <param name="cycle">The cycle, from 1.</param>
    /// <param name="attempt">The attempt within it, from 1.</param>
    public static RequestId SaleId(RenewalId id, int cycle, int attempt) => new($"renewal-{id}-{cycle}-{attempt}");

    /// <summary>
    /// Whether a renewal adds at least as many days as it is made before the end: otherwise the card would be due again
    /// before that, and the customer pay for days that it has.
    /// </summary>
    /// <param name="card">The card as it is.</param>
    /// <param name="sale">The plan at its price.</param>
    /// <param name="rules">The rules of the card's type.</param>
    /// <param name="daysBefore">How many days before its end it is renewed.</param>
    public static bool Holds(CardState card, ProjectedSale sale, CardTypeRules rules, int daysBefore)
    {
        if (card.ValidUntil is not { } end)
        {
            return false;
        }

        // What has lapsed by then cannot be merged with; what is projected is the end only.
        var projected = CardProjector.Project(card, sale, rules, Due(end, daysBefore, rules.Zone));
        return projected.Refusal is null && projected.Value.After.ValidUntil is { } after
            && Due(after, daysBefore, rules.Zone) >= end;
    }
}
