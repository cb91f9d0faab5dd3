using Partner.Core.Esims;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;

namespace Partner.Storage;

/// <content>One statement for each kind of operation.</content>
public sealed partial class Unfinished
{
    private static IEnumerable<UnfinishedOperation> TopUps(PartnerDbContext context, Page page)
    {
        var (since, id, most, all) = page;
        return context.Jobs.Where(job => job.Kind == (int)JobKind.TopUp)
            .Join(
                context.TopUps.Where(row => row.State == (int)TopUpState.Processing
                    && (all || row.InDoubtSince != null)),
                job => new { job.PartnerId, Id = job.OperationId },
                row => new { row.PartnerId, row.Id },
                (job, row) => new { job, row, at = row.InDoubtSince ?? row.CreatedAt })
            .Where(one => one.at > since
                || (one.at == since && string.Compare(one.job.OperationId, id) > 0))
            .OrderBy(one => one.at).ThenBy(one => one.job.OperationId).Take(most)
            .AsEnumerable()
            .Select(one => Of(one.job, $"topUps/{one.row.Id}", one.row.CreatedAt, one.row.InDoubtSince) with
            {
                TopUp = one.row.ToRecord(),
            });
    }

    private static IEnumerable<UnfinishedOperation> Reversals(PartnerDbContext context, Page page)
    {
        var (since, id, most, all) = page;
        return context.Jobs.Where(job => job.Kind == (int)JobKind.Reversal)
            .Join(
                context.Reversals.Where(row => row.State == (int)ReversalState.Processing
                    && (all || row.InDoubtSince != null)),
                job => new { job.PartnerId, Id = job.OperationId },
                row => new { row.PartnerId, row.Id },
                (job, row) => new { job, row, at = row.InDoubtSince ?? row.CreatedAt })
            .Where(one => one.at > since
                || (one.at == since && string.Compare(one.job.OperationId, id) > 0))
            .OrderBy(one => one.at).ThenBy(one => one.job.OperationId).Take(most)
            .Join(
                context.TopUps,
                one => new { one.row.PartnerId, Id = one.row.TopUpId },
                topUp => new { topUp.PartnerId, topUp.Id },
                (one, topUp) => new { one.job, one.row, topUp })
            .AsEnumerable()
            .Select(one => Of(
                one.job, $"topUps/{one.topUp.Id}/reversals/{one.row.Id}", one.row.CreatedAt,
                one.row.InDoubtSince) with
            {
                TopUp = one.topUp.ToRecord(),
            });
    }

    // The index of gifts is a partial one: its condition stands here literally. What is at rest has an end.
    private static IEnumerable<UnfinishedOperation> Gifts(PartnerDbContext context, Page page)
    {
        var (since, id, most, all) = page;
        return context.CardGifts
            .Where(row => row.State != 2 && row.State != 5 && row.FinalAt == null && (all || row.InDoubtSince != null))
            .Select(row => new { row, at = row.InDoubtSince ?? row.CreatedAt })
            .Where(one => one.at > since || (one.at == since && string.Compare(one.row.TopUpId, id) > 0))
            .OrderBy(one => one.at).ThenBy(one => one.row.TopUpId).Take(most)
            .Join(
                context.TopUps,
                one => new { one.row.PartnerId, Id = one.row.TopUpId },
                topUp => new { topUp.PartnerId, topUp.Id },
                (one, topUp) => new { one.row, topUp })
            .AsEnumerable()
            .Select(one => new UnfinishedOperation(
                new PartnerId(one.row.PartnerId),
                one.row.TopUpId,
                one.row.State == (int)GiftState.TakingBack ? JobKind.GiftBack : JobKind.Gift,
                $"topUps/{one.row.TopUpId}/gifts",
                Mapping.Instant(one.row.CreatedAt),
                Mapping.Instant(one.row.InDoubtSince))
            {
                TopUp = one.topUp.ToRecord(),
            });
    }

    private static IEnumerable<UnfinishedOperation> Reissues(PartnerDbContext context, Page page)
    {
        var (since, id, most, all) = page;
        return context.Jobs.Where(job => job.Kind == (int)JobKind.Reissue)
            .Join(
                context.Reissues.Where(row => row.State == (int)ReissueState.Processing
                    && (all || row.InDoubtSince != null)),
                job => new { job.PartnerId, Id = job.OperationId },
                row => new { row.PartnerId, row.Id },
                (job, row) => new { job, row, at = row.InDoubtSince ?? row.CreatedAt })
            .Where(one => one.at > since
                || (one.at == since && string.Compare(one.job.OperationId, id) > 0))
            .OrderBy(one => one.at).ThenBy(one => one.job.OperationId).Take(most)
            .AsEnumerable()
            .Select(one => Of(one.job, $"esimReissues/{one.row.Id}", one.row.CreatedAt, one.row.InDoubtSince) with
            {
                Reissue = one.row.ToRecord(),
            });
    }

    private static UnfinishedOperation Of(JobRow job, string name, long createdAt, long? inDoubtSince) => new(
        new PartnerId(job.PartnerId),
        job.OperationId,
        (JobKind)job.Kind,
        name,
        Mapping.Instant(createdAt),
        Mapping.Instant(inDoubtSince))
    {
        Job = Of(job),
    };
}
