using System.Globalization;
using Partner.Core.Commissions;

namespace Partner.Core.Settlements;

/// <summary>Why a period cannot be settled now.</summary>
public enum PeriodRefusal
{
    /// <summary>It can.</summary>
    None,

    /// <summary>It is not a month written as "2026-10".</summary>
    Malformed,

    /// <summary>It, or a later one, is settled already.</summary>
    AlreadySettled,

    /// <summary>In the zone of at least one schedule it still goes on.</summary>
    NotOver,

    /// <summary>An earlier period holds commissions that no settlement has counted.</summary>
    EarlierOpen,

    /// <summary>Someone else is settling a period at this moment; only one does at a time.</summary>
    BeingSettled,
}

/// <summary>Which calendar month may be settled when. Periods are written "2026-10", so they order as text.</summary>
public static class SettlementPeriod
{
    private const string Format = "yyyy-MM";

    /// <summary>Whether a text is a period.</summary>
    /// <param name="period">The text.</param>
    public static bool IsPeriod(string? period) =>
        DateOnly.TryParseExact(period, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
        && first.ToString(Format, CultureInfo.InvariantCulture) == period;

    /// <summary>The period after another.</summary>
    /// <param name="period">"2026-12".</param>
    /// <returns>"2027-01".</returns>
    public static string Next(string period) => DateOnly
        .ParseExact(period, Format, CultureInfo.InvariantCulture)
        .AddMonths(1)
        .ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Whether a period has ended in every zone.</summary>
    /// <param name="period">"2026-10".</param>
    /// <param name="zones">IANA names of the zones of every schedule that was ever published.</param>
    public static bool IsOver(string period, IEnumerable<string> zones, DateTimeOffset now) =>
        zones.All(zone => string.CompareOrdinal(CommissionMath.MonthOf(now, zone), period) > 0);

    /// <summary>Whether a period may be settled.</summary>
    /// <param name="period">The period asked for.</param>
    /// <param name="lastSettled">The latest settled period; null before the first.</param>
    /// <param name="earliestOpen">
    /// Earliest month after the latest settled one with an entry that no settlement has counted; null: none. An
    /// earlier month says nothing: it would hide an open one behind it.
    /// </param>
    /// <param name="zones">IANA names of the zones of every schedule that was ever published.</param>
    /// <remarks>
    /// An open entry of a month that is settled already, written by a late clock, does not stand in the way: the next
    /// settlement counts it.
    /// </remarks>
    public static PeriodRefusal Refuse(
        string period, string? lastSettled, string? earliestOpen, IEnumerable<string> zones, DateTimeOffset now)
    {
        if (!IsPeriod(period))
        {
            return PeriodRefusal.Malformed;
        }

        if (lastSettled is not null && string.CompareOrdinal(lastSettled, period) >= 0)
        {
            return PeriodRefusal.AlreadySettled;
        }

        if (!IsOver(period, zones, now))
        {
            return PeriodRefusal.NotOver;
        }

        var skipsOne = earliestOpen is not null
            && string.CompareOrdinal(earliestOpen, period) < 0
            && (lastSettled is null || string.CompareOrdinal(earliestOpen, lastSettled) > 0);
        return skipsOne ? PeriodRefusal.EarlierOpen : PeriodRefusal.None;
    }
}
