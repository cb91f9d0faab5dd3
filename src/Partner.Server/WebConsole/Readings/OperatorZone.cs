using Partner.Server.Plans;

namespace Partner.Server.WebConsole.Readings;

/// <summary>In which zones pages tell times.</summary>
/// <param name="terms">The documents in force.</param>
/// <param name="partners">The zones of partners.</param>
/// <param name="clock">The time.</param>
internal sealed class OperatorZone(TermsSource terms, PartnerZones partners, TimeProvider clock)
{
    /// <summary>
    /// The zone of pages about all partners: that of most commission schedules in force, the first by name of equals;
    /// UTC without any, or while the documents cannot be read.
    /// </summary>
    public TimeZoneInfo Common()
    {
        var now = clock.GetUtcNow();
        var schedules = terms.RefusalAt(now) is null ? terms.At(now)?.Rules.Schedules : null;
        return schedules?.GroupBy(schedule => schedule.Zone.Id)
            .OrderByDescending(zone => zone.Count()).ThenBy(zone => zone.Key, StringComparer.Ordinal)
            .FirstOrDefault()?.First().Zone ?? TimeZoneInfo.Utc;
    }

    /// <summary>The zone of a page about one partner: that of its schedule; UTC while it cannot be read.</summary>
    /// <param name="partnerId">The partner; it exists.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<TimeZoneInfo> OfAsync(PartnerId partnerId, CancellationToken cancel)
    {
        var zone = await partners.ZoneAsync(partnerId, clock.GetUtcNow(), cancel);
        return zone.Refusal is null ? TimeZoneInfo.FindSystemTimeZoneById(zone.Value) : TimeZoneInfo.Utc;
    }
}
