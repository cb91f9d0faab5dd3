using Partner.Core.Identity;
using Partner.Storage.Model;
using Partner.Storage.Reading;

namespace Partner.Storage;

/// <summary>A certificate and when it ends.</summary>
/// <param name="Thumbprint">SHA-256, lower-case hex.</param>
/// <param name="PartnerId">Whose it is; empty for the operator's own.</param>
/// <param name="PartnerName">The partner's name; empty for the operator's own.</param>
/// <param name="Outlet">The outlet that it is of; null for the whole partner.</param>
/// <param name="Permissions">What it may do.</param>
/// <param name="Subject">Its subject, for people.</param>
/// <param name="NotAfter">When it ends (UTC).</param>
public sealed record CertificateEnd(
    string Thumbprint,
    PartnerId PartnerId,
    string PartnerName,
    string? Outlet,
    Permissions Permissions,
    string Subject,
    DateTimeOffset NotAfter)
{
    /// <summary>Whether the same partner, outlet or terminal has another that ends later.</summary>
    public bool IsReplaced { get; init; }
}

/// <summary>When the certificates end that are not revoked: of active partners, and of the operator.</summary>
public sealed class CertificateEnds
{
    private readonly Readers _readers;

    internal CertificateEnds(Readers readers) => _readers = readers;

    /// <summary>Lists certificates, the first to end first.</summary>
    /// <param name="from">Only those that end at this time or later (UTC).</param>
    /// <param name="after">The end and thumbprint of the one before the page; null from the first.</param>
    /// <param name="most">At most this many.</param>
    public Task<List<CertificateEnd>> ListAsync(
        DateTimeOffset from, (DateTimeOffset NotAfter, string Thumbprint)? after, int most, CancellationToken cancel)
    {
        var (start, ticks, thumbprint) = (from.UtcTicks, after?.NotAfter.UtcTicks ?? 0, after?.Thumbprint ?? "");
        return _readers.ReadAsync(
            session => session.AtOneMoment(context =>
            {
                var rows = Standing(context, start)
                    .Where(row => row.NotAfter > ticks
                        || (row.NotAfter == ticks && string.Compare(row.Thumbprint, thumbprint) > 0))
                    .OrderBy(row => row.NotAfter).ThenBy(row => row.Thumbprint).Take(most).ToList();
                var owners = rows.Select(row => row.PartnerId).Distinct().ToList();
                var names = context.Partners.Where(partner => owners.Contains(partner.Id))
                    .ToDictionary(partner => partner.Id, partner => partner.Name);
                var latest = context.Certificates
                    .Where(row => row.RevokedAt == null && owners.Contains(row.PartnerId))
                    .GroupBy(row => new { row.PartnerId, row.Outlet, row.Terminal })
                    .Select(group => new { group.Key, Last = group.Max(row => row.NotAfter) })
                    .AsEnumerable()
                    .ToDictionary(one => (one.Key.PartnerId, one.Key.Outlet, one.Key.Terminal), one => one.Last);
                return rows.ConvertAll(row => new CertificateEnd(
                    row.Thumbprint,
                    new PartnerId(row.PartnerId),
                    names.GetValueOrDefault(row.PartnerId, ""),
                    row.Outlet,
                    (Permissions)row.Permissions,
                    row.Subject,
                    Mapping.Instant(row.NotAfter))
                {
                    IsReplaced = latest[(row.PartnerId, row.Outlet, row.Terminal)] > row.NotAfter,
                });
            }),
            cancel);
    }

    /// <summary>
    /// Counts those that somebody has to see to: that end within some days, or have ended lately, and that nothing
    /// renews. It is what the overview of the pages shows, and what the metric tells.
    /// </summary>
    /// <param name="from">Only those that end at this time or later (UTC).</param>
    /// <param name="days">How many days from now.</param>
    /// <returns>By the days.</returns>
    public Task<Dictionary<int, int>> CountAsync(
        DateTimeOffset from, DateTimeOffset now, IReadOnlyList<int> days, CancellationToken cancel)
    {
        var (start, last) = (from.UtcTicks, now.AddDays(days.Max()).UtcTicks);
        return _readers.ReadAsync(
            session =>
            {
                var ends = Standing(session.Context, start)
                    .Where(row => row.NotAfter <= last && row.RenewedBy == null)
                    .GroupBy(row => row.NotAfter).Select(rows => new { rows.Key, Count = rows.Count() }).ToList();
                return days.ToDictionary(
                    one => one,
                    one => ends.Where(end => end.Key <= now.AddDays(one).UtcTicks).Sum(end => end.Count));
            },
            cancel);
    }

    private static IQueryable<CertificateRow> Standing(PartnerDbContext context, long start)
    {
        var active = (int)PartnerStatus.Active;
        return context.Certificates
            .Where(row => row.RevokedAt == null && row.NotAfter >= start)
            .Where(row => row.PartnerId == ""
                || context.Partners.Any(partner => partner.Id == row.PartnerId && partner.Status == active));
    }
}
