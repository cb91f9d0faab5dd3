using System.Globalization;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Texts;

namespace Partner.Core.Projections;

/// <summary>
/// A limit of a card as something that is done now sees it: what was done earlier counts for one period of the card's
/// calendar.
/// </summary>
/// <param name="Limit">What is allowed.</param>
/// <param name="Zone">The card's zone.</param>
/// <param name="Now">The time (UTC).</param>
public sealed record LimitStretch(CardLimit Limit, TimeZoneInfo Zone, DateTimeOffset Now)
{
    // A month counted back is not always what it is counted on; no two ways of counting differ by more.
    private static readonly TimeSpan Slack = TimeSpan.FromDays(4);

    /// <summary>What was done before this need not be looked for.</summary>
    public DateTimeOffset Since => CardCalendar.Subtract(Now, Limit.Period, Zone) - Slack;

    /// <summary>Whether there is room for one more.</summary>
    /// <param name="done">When it was done since <see cref="Since"/>, in any order.</param>
    /// <param name="reason">Why it is refused where there is none.</param>
    /// <returns>The refusal, with the time from which there is room; null where there is.</returns>
    public Refusal? Check(IEnumerable<DateTimeOffset> done, Reason reason)
    {
        var ends = done.Select(at => CardCalendar.Add(at, Limit.Period, Zone)).Where(end => end > Now).Order().ToList();
        return ends.Count < Limit.Count
            ? null
            : new Refusal(reason)
                .With("limit", Limit.Count.ToString(CultureInfo.InvariantCulture))
                .With("period", Limit.Period.ToString())
                .With("used", ends.Count.ToString(CultureInfo.InvariantCulture))
                .With("room_from", InstantText.Utc(ends[^Limit.Count]));
    }
}
