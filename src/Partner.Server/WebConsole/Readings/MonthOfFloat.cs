using System.Globalization;
using Partner.Core.Calendars;
using Partner.Storage;

namespace Partner.Server.WebConsole.Readings;

/// <summary>A month of a partner's float.</summary>
/// <param name="Partner">The partner.</param>
/// <param name="Month">Its first day.</param>
/// <param name="Zone">Whose months they are.</param>
/// <param name="Statement">A page of its entries, with the month's balances.</param>
/// <param name="Next">The number behind which the next page begins; null where there is none.</param>
internal sealed record MonthOfFloat(
    PartnerAccount Partner, DateOnly Month, TimeZoneInfo Zone, AccountStatementPage Statement, long? Next);

/// <summary>Reads account statements by month, in the partner's zone.</summary>
/// <param name="store">The store.</param>
/// <param name="zones">The partners' zones.</param>
internal sealed class FloatMonths(PartnerStore store, OperatorZone zones)
{
    /// <summary>Entries on a page.</summary>
    public const int PageSize = 50;

    /// <summary>Reads "2026-11".</summary>
    /// <param name="text">The month.</param>
    /// <returns>Its first day; null when it is no month.</returns>
    public static DateOnly? MonthOf(string text) => DateOnly.TryParseExact(
        text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
        && first.Year is > 1 and < 9999
            ? first
            : null;

    /// <summary>Reads a page.</summary>
    /// <param name="partner">The partner.</param>
    /// <param name="month">The month's first day; null for the present month.</param>
    /// <param name="after">Only entries behind this number; 0 from the first.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <param name="size">How many fit on a page.</param>
    public async Task<MonthOfFloat> ReadAsync(
        PartnerAccount partner,
        DateOnly? month,
        long after,
        DateTimeOffset now,
        CancellationToken cancel,
        int size = PageSize)
    {
        var zone = await zones.OfAsync(partner.Id, cancel);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        var first = month ?? new DateOnly(today.Year, today.Month, 1);
        var page = await store.AccountStatements.ReadAsync(
            partner.Id, partner.Currency, CalendarDay.StartOf(first, zone),
            CalendarDay.StartOf(first.AddMonths(1), zone), after, size + 1, cancel);
        return page.Entries.Count > size
            ? new MonthOfFloat(
                partner, first, zone, page with { Entries = [.. page.Entries.Take(size)] },
                page.Entries[size - 1].Sequence)
            : new MonthOfFloat(partner, first, zone, page, null);
    }
}
