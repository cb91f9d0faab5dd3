using Partner.Core.Esims;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Reading;

namespace Partner.Storage;

/// <summary>A place in the list of what is in doubt.</summary>
/// <param name="SinceTicks">Since when it is in doubt, in ticks (UTC).</param>
/// <param name="OperationId">Its id.</param>
public sealed record InDoubtPlace(long SinceTicks, string OperationId);

/// <summary>An operation whose answer from the issuer is unknown.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="OperationId">The id of the top-up, the reversal, the reissue, or of the top-up that gives.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its resource name, as <c>in-doubt resolve</c> takes it: "topUps/…".</param>
/// <param name="Since">Since when it is in doubt (UTC).</param>
public sealed record OperationInDoubt(
    PartnerId PartnerId,
    string OperationId,
    JobKind Kind,
    string Name,
    DateTimeOffset Since)
{
    /// <summary>How often a process took it up; null for gifts.</summary>
    public int? Attempts { get; init; }


    /// <summary>The top-up that it is, or that it is about; null for a reissue.</summary>
    public TopUpRecord? TopUp { get; init; }

    /// <summary>The reissue; null for everything else.</summary>
    public EsimReissue? Reissue { get; init; }

    /// <summary>Where a list goes on behind it.</summary>
    public InDoubtPlace Place => new(Since.UtcTicks, OperationId);
}

/// <summary>
/// Lists what is in doubt at all partners. It begins at the jobs, of which there are as many as there is unfinished
/// work, and reads everything else by its key: tables of sales are never searched.
/// </summary>
public sealed class Unfinished
{
    private readonly Readers _readers;

    internal Unfinished(Readers readers) => _readers = readers;

    /// <summary>Lists operations in doubt, the longest first.</summary>
    /// <param name="after">Behind this place; null from the first.</param>
    /// <param name="most">At most this many.</param>
    public Task<List<OperationInDoubt>> ListAsync(InDoubtPlace? after, int most, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.AtOneMoment(context =>
            {
                var (since, id) = (after?.SinceTicks ?? 0, after?.OperationId ?? "");
                return TopUps(context, since, id, most)
                    .Concat(Reversals(context, since, id, most))
                    .Concat(Gifts(context, since, id, most))
                    .Concat(Reissues(context, since, id, most))
                    .OrderBy(one => one.Since).ThenBy(one => one.OperationId, StringComparer.Ordinal)
                    .Take(most)
                    .ToList();
            }),
            cancel);

    private static IEnumerable<OperationInDoubt> TopUps(PartnerDbContext context, long since, string id, int most) =>
        context.Jobs.Where(job => job.Kind == (int)JobKind.TopUp)
            .Join(
                context.TopUps.Where(row => row.State == (int)TopUpState.Processing && row.InDoubtSince != null),
                job => new { job.PartnerId, Id = job.OperationId },
                row => new { row.PartnerId, row.Id },
                (job, row) => new { job, row })
            .Where(pair => pair.row.InDoubtSince > since
                || (pair.row.InDoubtSince == since && string.Compare(pair.job.OperationId, id) > 0))
            .OrderBy(pair => pair.row.InDoubtSince).ThenBy(pair => pair.job.OperationId).Take(most)
            .AsEnumerable()
            .Select(pair => Of(pair.job, pair.row.InDoubtSince, $"topUps/{pair.row.Id}") with
            {
                TopUp = pair.row.ToRecord(),
            });

    private static IEnumerable<OperationInDoubt> Reversals(
        PartnerDbContext context, long since, string id, int most) =>
        context.Jobs.Where(job => job.Kind == (int)JobKind.Reversal)
            .Join(
                context.Reversals.Where(row => row.State == (int)ReversalState.Processing && row.InDoubtSince != null),
                job => new { job.PartnerId, Id = job.OperationId },
                row => new { row.PartnerId, row.Id },
                (job, row) => new { job, row })
            .Where(pair => pair.row.InDoubtSince > since
                || (pair.row.InDoubtSince == since && string.Compare(pair.job.OperationId, id) > 0))
            .OrderBy(pair => pair.row.InDoubtSince).ThenBy(pair => pair.job.OperationId).Take(most)
            .Join(
                context.TopUps,
                pair => new { pair.row.PartnerId, Id = pair.row.TopUpId },
                topUp => new { topUp.PartnerId, topUp.Id },
                (pair, topUp) => new { pair.job, pair.row, topUp })
            .AsEnumerable()
            .Select(found => Of(
                found.job, found.row.InDoubtSince, $"topUps/{found.topUp.Id}/reversals/{found.row.Id}") with
            {
                TopUp = found.topUp.ToRecord(),
            });

    // The index of gifts is a partial one: its condition stands here literally.
    private static IEnumerable<OperationInDoubt> Gifts(PartnerDbContext context, long since, string id, int most) =>
        context.CardGifts
            .Where(row => row.State != 2 && row.State != 5 && row.InDoubtSince != null)
            .Where(row => row.InDoubtSince > since
                || (row.InDoubtSince == since && string.Compare(row.TopUpId, id) > 0))
            .OrderBy(row => row.InDoubtSince).ThenBy(row => row.TopUpId).Take(most)
            .Join(
                context.TopUps,
                row => new { row.PartnerId, Id = row.TopUpId },
                topUp => new { topUp.PartnerId, topUp.Id },
                (row, topUp) => new { row, topUp })
            .AsEnumerable()
            .Select(found => new OperationInDoubt(
                new PartnerId(found.row.PartnerId),
                found.row.TopUpId,
                found.row.State == (int)GiftState.TakingBack ? JobKind.GiftBack : JobKind.Gift,
                $"topUps/{found.row.TopUpId}/gifts",
                Mapping.Instant(found.row.InDoubtSince!.Value))
            {
                TopUp = found.topUp.ToRecord(),
            });

    private static IEnumerable<OperationInDoubt> Reissues(PartnerDbContext context, long since, string id, int most) =>
        context.Jobs.Where(job => job.Kind == (int)JobKind.Reissue)
            .Join(
                context.Reissues.Where(row => row.State == (int)ReissueState.Processing && row.InDoubtSince != null),
                job => new { job.PartnerId, Id = job.OperationId },
                row => new { row.PartnerId, row.Id },
                (job, row) => new { job, row })
            .Where(pair => pair.row.InDoubtSince > since
                || (pair.row.InDoubtSince == since && string.Compare(pair.job.OperationId, id) > 0))
            .OrderBy(pair => pair.row.InDoubtSince).ThenBy(pair => pair.job.OperationId).Take(most)
            .AsEnumerable()
            .Select(pair => Of(pair.job, pair.row.InDoubtSince, $"esimReissues/{pair.row.Id}") with
            {
                Reissue = pair.row.ToRecord(),
            });

    private static OperationInDoubt Of(JobRow job, long? since, string name) => new(
        new PartnerId(job.PartnerId),
        job.OperationId,
        (JobKind)job.Kind,
        name,
        Mapping.Instant(since!.Value))
    {
        Attempts = job.Attempts,
    };
}
