using Partner.Core.Errors;
using Partner.Core.Limits;
using Partner.Server.Allowances;
using Partner.Storage;

namespace Partner.Server.Plans;

/// <summary>Finds the limits that hold for a sale; a partner without any costs one look into memory.</summary>
public sealed class SaleLimiting(LimitCache cache, PartnerZones zones)
{
    /// <summary>The limits of a sale.</summary>
    /// <param name="partner">Who sells.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="now">The decision time.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>Null where nothing limits it; SERVICE_UNAVAILABLE while the partner's zone cannot be read.</returns>
    public async ValueTask<Result<SaleLimits?>> OfAsync(
        PartnerAccount partner, LimitedSale sale, DateTimeOffset now, CancellationToken cancel)
    {
        var book = await cache.GetAsync(partner.Id, cancel);
        if (!book.LimitsSales)
        {
            return default;
        }

        var periods = await PeriodsAsync(partner.Id, now, cancel);
        return periods.Refusal is { } refusal
            ? refusal
            : SaleLimits.Of(book, sale, partner.Currency, periods.Value);
    }

    /// <summary>The periods that it is now for a partner, or why its zone cannot be read.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<Result<LimitPeriods>> PeriodsAsync(
        PartnerId partnerId, DateTimeOffset now, CancellationToken cancel)
    {
        var zone = await zones.ZoneAsync(partnerId, now, cancel);
        return zone.Refusal is { } refusal
            ? refusal
            : LimitPeriods.At(now, TimeZoneInfo.FindSystemTimeZoneById(zone.Value));
    }
}
