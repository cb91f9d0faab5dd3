using Partner.Core.Errors;
using Partner.Core.TopUps;

namespace Partner.Server.Plans;

/// <summary>
/// In which time zone a partner's months and days are counted: that of the commission schedule of most of its sales.
/// </summary>
public sealed class PartnerZones(TermsSource terms, SalePreparation preparation, PartnerDirectory partners)
{
    /// <summary>A partner's zone.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>Its IANA name, UTC without a schedule; or SERVICE_UNAVAILABLE while the terms cannot be read.</returns>
    public async Task<Result<string>> ZoneAsync(PartnerId partnerId, DateTimeOffset now, CancellationToken cancel)
    {
        if (terms.RefusalAt(now) is { } refusal)
        {
            return refusal;
        }

        if (terms.At(now) is not { } inForce)
        {
            return "UTC";
        }

        var chain = await preparation.ChainAsync(await partners.GetAsync(partnerId, cancel), inForce, cancel);
        return inForce.Index.RulesOf(chain[0])
            .GroupBy(found => found.Schedule.Zone.Id)
            .MaxBy(zone => zone.Sum(found => found.Sales))?.Key ?? "UTC";
    }

    /// <summary>The day that it is for a partner.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>The day, or the refusal of <see cref="ZoneAsync"/>.</returns>
    public async Task<Result<DateOnly>> DayAsync(PartnerId partnerId, DateTimeOffset now, CancellationToken cancel)
    {
        var zone = await ZoneAsync(partnerId, now, cancel);
        return zone.Refusal is { } refusal ? refusal : BusinessDays.Of(now, zone.Value);
    }
}
