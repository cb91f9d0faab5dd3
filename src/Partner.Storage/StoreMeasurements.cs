using Microsoft.EntityFrameworkCore;
using Partner.Core.Esims;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Reading;

namespace Partner.Storage;

/// <summary>The dispatch queue and what is in doubt, as of one reading.</summary>
/// <param name="Queued">Operations that were never sent.</param>
/// <param name="Claimed">Operations that a process works on.</param>
/// <param name="Waiting">Operations that will be asked about again.</param>
/// <param name="TopUpsInDoubt">Top-ups whose issuer's answer is unknown.</param>
/// <param name="ReversalsInDoubt">Reversals whose issuer's answer is unknown.</param>
/// <param name="OldestTopUpInDoubt">Since when the oldest of these top-ups is (UTC); null when there is none.</param>
/// <param name="OldestReversalInDoubt">
/// Since when the oldest of these reversals is (UTC); null when there is none.
/// </param>
/// <param name="GiftsInDoubt">Gifts to cards whose issuer's answer is unknown.</param>
/// <param name="OldestGiftInDoubt">Since when the oldest of these gifts is (UTC); null when there is none.</param>
public sealed record QueueMeasurement(
    int Queued,
    int Claimed,
    int Waiting,
    int TopUpsInDoubt,
    int ReversalsInDoubt,
    DateTimeOffset? OldestTopUpInDoubt,
    DateTimeOffset? OldestReversalInDoubt,
    int GiftsInDoubt = 0,
    DateTimeOffset? OldestGiftInDoubt = null)
{
    /// <summary>Reissues of eSIMs whose issuer's answer is unknown.</summary>
    public int ReissuesInDoubt { get; init; }

    /// <summary>Since when the oldest of them is (UTC); null when there is none.</summary>
    public DateTimeOffset? OldestReissueInDoubt { get; init; }
}

/// <summary>
/// What those who watch a running server want to know about its database. All of it is read from small tables or by
/// their keys, in LINQ, so that no provider needs words of its own.
/// </summary>
public sealed class StoreMeasurements
{
    private readonly Readers _readers;

    internal StoreMeasurements(Readers readers) => _readers = readers;

    /// <summary>
    /// The queue now. Only operations that are not final have jobs, so this stays as small as the work.
    /// </summary>
    public Task<QueueMeasurement> ReadQueueAsync(CancellationToken cancel) => _readers.ReadAsync(
        session =>
        {
            var context = session.Context;
            var jobs = context.Jobs.GroupBy(job => job.State).Select(jobs => new { jobs.Key, Count = jobs.Count() })
                .ToDictionary(jobs => jobs.Key, jobs => jobs.Count);
            var (topUps, oldestTopUp) = InDoubt(context.Jobs.Where(job => job.Kind == (int)JobKind.TopUp).Join(
                context.TopUps.Where(row => row.State == (int)TopUpState.Processing),
                job => new { job.PartnerId, Id = job.OperationId },
                row => new { row.PartnerId, row.Id },
                (_, row) => row.InDoubtSince));
            var (reversals, oldestReversal) = InDoubt(context.Jobs.Where(job => job.Kind == (int)JobKind.Reversal).Join(
                context.Reversals.Where(row => row.State == (int)ReversalState.Processing),
                job => new { job.PartnerId, Id = job.OperationId },
                row => new { row.PartnerId, row.Id },
                (_, row) => row.InDoubtSince));
            var (gifts, oldestGift) = InDoubt(
                context.CardGifts.Where(row => row.State != 2 && row.State != 5).Select(row => row.InDoubtSince));
            var (reissues, oldestReissue) = InDoubt(context.Jobs.Where(job => job.Kind == (int)JobKind.Reissue).Join(
                context.Reissues.Where(row => row.State == (int)ReissueState.Processing),
                job => new { job.PartnerId, Id = job.OperationId },
                row => new { row.PartnerId, row.Id },
                (_, row) => row.InDoubtSince));
            return new QueueMeasurement(
                jobs.GetValueOrDefault(Jobs.Queued),
                jobs.GetValueOrDefault(Jobs.Claimed),
                jobs.GetValueOrDefault(Jobs.Waiting),
                topUps,
                reversals,
                oldestTopUp,
                oldestReversal,
                gifts,
                oldestGift)
            {
                ReissuesInDoubt = reissues,
                OldestReissueInDoubt = oldestReissue,
            };
        },
        cancel);

    /// <summary>
    /// When the first active partner or outlet is left without a certificate: the newest certificate of each counts, so
    /// that an old one that was replaced in time raises no alarm.
    /// </summary>
    /// <returns>The end (UTC), also one that has passed; null when nobody has a certificate.</returns>
    public Task<DateTimeOffset?> FirstWithoutCertificateAsync(CancellationToken cancel) => _readers.ReadAsync(
        session =>
        {
            var active = (int)Core.Identity.PartnerStatus.Active;
            var ends = session.Context.Certificates.Where(row => row.RevokedAt == null)
                .Join(
                    session.Context.Partners.Where(partner => partner.Status == active),
                    row => row.PartnerId,
                    partner => partner.Id,
                    (row, _) => row)
                .GroupBy(row => new { row.PartnerId, row.Outlet, row.Terminal })
                .Select(rows => rows.Max(row => row.NotAfter))
                .ToList();
            return ends.Count == 0 ? (DateTimeOffset?)null : Mapping.Instant(ends.Min());
        },
        cancel);

    /// <summary>What this program's schema has and the database lacks; none when it is up to date.</summary>
    public Task<List<string>> PendingMigrationsAsync(CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.Database.GetPendingMigrations().ToList(), cancel);

    /// <summary>Finds out whether the database takes writes, by writing one row.</summary>
    /// <returns>Why it takes none: "its disk is full"; null when it does, or is only busy.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be reached.</exception>
    public Task<string?> WriteProblemAsync(DateTimeOffset now, CancellationToken cancel) => _readers.ReadAsync(
        session => WriteProbe.Problem(session, _readers.Database, now), cancel);

    /// <summary>
    /// Moves SQLite's write-ahead log into its file; other databases look after theirs. What a reader of an old moment
    /// still needs stays, and the log grows.
    /// </summary>
    /// <returns>How many bytes of the log had to stay.</returns>
    public Task<long> LogLeftAsync(CancellationToken cancel) => _readers.ReadAsync(
        session => session.LogLeft(), cancel);

    private static (int Count, DateTimeOffset? Oldest) InDoubt(IQueryable<long?> since)
    {
        var known = since.Where(ticks => ticks != null);
        var count = known.Count();
        return (count, count == 0 ? null : Mapping.Instant(known.Min()));
    }
}
