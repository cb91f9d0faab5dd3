using Partner.Core.Identity;
using Partner.Storage.Model;
using Partner.Storage.Reading;

namespace Partner.Storage;

/// <summary>A certificate and when it ends.</summary>
/// <param name="Thumbprint">SHA-256, lower-case hex.</param>
/// <param name="PartnerId">Whose it is; empty for the operator's own.</param>
/// <param name="PartnerName">The partner's name; empty for the operator's own.</param>
/// <param name="Scope">What it stands for.</param>
/// <param name="Permissions">What it may do.</param>
/// <param name="Subject">Its subject, for people.</param>
/// <param name="NotAfter">When it ends (UTC).</param>
public sealed record CertificateEnd(
    string Thumbprint,
    PartnerId PartnerId,
    string PartnerName,
    CertificateScope Scope,
    Permissions Permissions,
    string Subject,
    DateTimeOffset NotAfter)
{
    /// <summary>
    /// Whether another one renews it: for the same, and with the same permissions. Another that merely ends later may
    /// be of another kind.
    /// </summary>
    public bool IsRenewed { get; init; }

    /// <summary>Whether somebody has to see to it: what <see cref="CertificateEnds.CountAsync"/> counts.</summary>
    /// <param name="now">The present time.</param>
    /// <param name="days">How many days ahead.</param>
    public bool IsDue(DateTimeOffset now, int days) => !IsRenewed && NotAfter <= now.AddDays(days);
}

/// <summary>When the certificates end that are not revoked: of active partners, and of the operator.</summary>
public sealed class CertificateEnds
{
    private const int Longer = 4;

    private static readonly TimeSpan FirstStretch = TimeSpan.FromDays(1);
    private static readonly TimeSpan LastStretch = TimeSpan.FromDays(400);

    private readonly Readers _readers;

    internal CertificateEnds(Readers readers) => _readers = readers;

    /// <summary>
    /// Lists certificates, the first to end first. The index is by partner and end: one stretch of time after the other
    /// is read of every partner, each longer than the one before, until the page is full, so that what ends behind the
    /// page is hardly read.
    /// </summary>
    /// <param name="from">Only those that end at this time or later (UTC).</param>
    /// <param name="after">The end and thumbprint of the one before the page; null from the first.</param>
    /// <param name="most">At most this many.</param>
    public Task<List<CertificateEnd>> ListAsync(
        DateTimeOffset from, (DateTimeOffset NotAfter, string Thumbprint)? after, int most, CancellationToken cancel)
    {
        var (ticks, thumbprint) = (after?.NotAfter.UtcTicks ?? 0, after?.Thumbprint ?? "");
        var start = Math.Max(from.UtcTicks, ticks);
        return _readers.ReadAsync(
            session => session.AtOneMoment(context =>
            {
                List<CertificateRow> rows;
                var stretch = FirstStretch.Ticks;
                do
                {
                    var isLast = stretch > LastStretch.Ticks || start > long.MaxValue - stretch;
                    rows = [.. Standing(context, start, isLast ? long.MaxValue : start + stretch)
                        .Where(row => row.NotAfter > ticks
                            || (row.NotAfter == ticks && string.Compare(row.Thumbprint, thumbprint) > 0))
                        .OrderBy(row => row.NotAfter).ThenBy(row => row.Thumbprint).Take(most)];
                    stretch = isLast ? 0 : stretch * Longer;
                }
                while (stretch > 0 && rows.Count < most);

                var owners = rows.Select(row => row.PartnerId).Distinct().ToList();
                var names = context.Partners.Where(partner => owners.Contains(partner.Id))
                    .ToDictionary(partner => partner.Id, partner => partner.Name);
                return rows.ConvertAll(row => new CertificateEnd(
                    row.Thumbprint,
                    new PartnerId(row.PartnerId),
                    names.GetValueOrDefault(row.PartnerId, ""),
                    new CertificateScope(row.Outlet, row.Terminal),
                    (Permissions)row.Permissions,
                    row.Subject,
                    Mapping.Instant(row.NotAfter))
                {
                    IsRenewed = row.RenewedBy is not null,
                });
            }),
            cancel);
    }

    /// <summary>
    /// Counts those that somebody has to see to: that end within some days, or have ended lately, and that nothing
    /// renews. It is what the overview of the pages shows, what their list marks, and what the metric tells.
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
                var ends = Standing(session.Context, start, last)
                    .Where(row => row.RenewedBy == null)
                    .GroupBy(row => row.NotAfter).Select(rows => new { rows.Key, Count = rows.Count() }).ToList();
                return days.ToDictionary(
                    one => one,
                    one => ends.Where(end => end.Key <= now.AddDays(one).UtcTicks).Sum(end => end.Count));
            },
            cancel);
    }

    // Joined from the partners, so that each reads one stretch of its index.
    private static IQueryable<CertificateRow> Standing(PartnerDbContext context, long start, long end)
    {
        var active = (int)PartnerStatus.Active;
        var rows = context.Certificates.Where(
            row => row.RevokedAt == null && row.NotAfter >= start && row.NotAfter <= end);
        return context.Partners.Where(partner => partner.Status == active)
            .Join(rows, partner => partner.Id, row => row.PartnerId, (_, row) => row)
            .Concat(rows.Where(row => row.PartnerId == ""));
    }
}
