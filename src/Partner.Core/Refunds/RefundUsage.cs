using Partner.Core.Plans;
using Partner.Core.Projections;

namespace Partner.Core.Refunds;

/// <summary>When a sale was put onto its card, and what came onto it since.</summary>
/// <param name="AcceptedAt">When the issuer accepted it (UTC).</param>
/// <param name="EndBefore">
/// The card's end of validity before it, as its quote saw it; null where nobody looked.
/// </param>
/// <param name="Later">What later sales granted to the same card, and stands; null: not to be told.</param>
public sealed record RefundedSale(
    DateTimeOffset AcceptedAt, DateTimeOffset? EndBefore, IReadOnlyList<RefundTerms>? Later)
{
    /// <summary>
    /// What promotions of this sale and of later ones put onto the card, and stands. Gifts are used last, so that what
    /// is left of them is none of what was paid for.
    /// </summary>
    public IReadOnlyList<CardGrant> Gifts { get; init; } = [];
}

/// <summary>
/// What is left of a sale on its card. A card has sums, not shelves: what was granted first is used first, so that of
/// what a card has left the sale's part is what later sales do not account for, and never more than it granted.
/// </summary>
/// <param name="Granted">Bytes or days that the sale granted; above zero.</param>
/// <param name="Unused">How many of them are left; 0 or more.</param>
public sealed record RefundUsage(long Granted, long Unused)
{
    /// <summary>What is left of a sale.</summary>
    /// <param name="terms">What it pinned.</param>
    /// <param name="sale">When it was put onto the card.</param>
    /// <param name="card">The card as the issuer tells it now.</param>
    /// <param name="zone">The zone of the card's days.</param>
    /// <param name="now">The time.</param>
    /// <returns>What is left; null where it cannot be told.</returns>
    public static RefundUsage? Of(
        RefundTerms terms, RefundedSale sale, CardState card, TimeZoneInfo zone, DateTimeOffset now) =>
        terms.Scope == RefundScope.UnusedDays ? Days(terms, sale, card, zone, now) : Data(terms, sale, card, now);

    private static RefundUsage? Data(RefundTerms terms, RefundedSale sale, CardState card, DateTimeOffset now)
    {
        if (terms.Bytes <= 0 || sale.Later is not { } later)
        {
            return null;
        }

        var left = card.DataAt(now) + card.Queue.Sum(pack => pack.Bytes) - later.Sum(one => one.Bytes)
            - sale.Gifts.Sum(gift => gift.Bytes);
        return new RefundUsage(terms.Bytes, Math.Clamp(left, 0, terms.Bytes));
    }

    private static RefundUsage? Days(
        RefundTerms terms, RefundedSale sale, CardState card, TimeZoneInfo zone, DateTimeOffset now)
    {
        var today = CardCalendar.EndOfDay(now, zone);
        var first = CardCalendar.EndOfDay(sale.AcceptedAt, zone);
        var start = !terms.FromToday && sale.EndBefore > first ? sale.EndBefore.Value : first;
        if (terms.Period is not { } period || card.ValidUntil is not { } end || sale.Later is not { } later)
        {
            return null;
        }

        var granted = Between(start, CardCalendar.Add(start, period, zone), zone);

        // Days that later sales put behind these are not this sale's.
        var left = Whole(today, end, zone) - later.Sum(one => Length(one, first, zone)) - sale.Gifts
            .Where(gift => !gift.IsData)
            .Sum(gift => Between(first, CardCalendar.Add(first, gift.Period, zone), zone));
        if (terms.FromToday || sale.EndBefore is not null)
        {
            left = Math.Min(left, Whole(today, CardCalendar.Add(start, period, zone), zone));
        }

        return granted <= 0 ? null : new RefundUsage(granted, Math.Clamp(left, 0, granted));
    }

    private static long Length(RefundTerms terms, DateTimeOffset start, TimeZoneInfo zone) =>
        terms.Period is { } period && !terms.FromToday
            ? Between(start, CardCalendar.Add(start, period, zone), zone)
            : 0;

    /// <summary>Whole days from the end of a day to an end; where that lies within a day, it is none of them.</summary>
    private static long Whole(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone) =>
        Between(from, to, zone) - (CardCalendar.EndOfDay(to.AddTicks(-1), zone) == to ? 0 : 1);

    /// <summary>Days between two ends of days; below zero where the second comes first.</summary>
    private static long Between(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone) =>
        CardCalendar.LastDay(to, zone).DayNumber - CardCalendar.LastDay(from, zone).DayNumber;
}
