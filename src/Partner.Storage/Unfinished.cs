using Partner.Core.Arrivals;
using Partner.Core.Esims;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Reading;

namespace Partner.Storage;

/// <summary>A place in the list of what is unfinished.</summary>
/// <param name="SinceTicks">Since when it is in doubt or, where it is not, saved, in ticks (UTC).</param>
/// <param name="OperationId">Its id.</param>
public sealed record InDoubtPlace(long SinceTicks, string OperationId);

/// <summary>How far an operation's job is: what is stored of its attempts at the issuer.</summary>
/// <param name="Attempts">How often a process took it up.</param>
/// <param name="PossiblySent">Whether a request may have left a process.</param>
/// <param name="DueAt">When it is taken up next; while a process has it, when others may (UTC).</param>
/// <param name="Answers">The issuer's latest answers that ended nothing, the earliest first.</param>
public sealed record UnfinishedJob(
    int Attempts, bool PossiblySent, DateTimeOffset DueAt, IReadOnlyList<InconclusiveAnswer> Answers);

/// <summary>An operation whose end is outstanding.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="OperationId">The id of the top-up, the reversal, the reissue, or of the top-up that gives.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its resource name, as <c>in-doubt resolve</c> takes it: "topUps/…".</param>
/// <param name="CreatedAt">When it was saved (UTC).</param>
/// <param name="InDoubtSince">Since when the issuer's answer is unknown (UTC); null where it is being sent.</param>
public sealed record UnfinishedOperation(
    PartnerId PartnerId,
    string OperationId,
    JobKind Kind,
    string Name,
    DateTimeOffset CreatedAt,
    DateTimeOffset? InDoubtSince)
{
    /// <summary>Since when it is in doubt or, where it is not, saved (UTC).</summary>
    public DateTimeOffset Since => InDoubtSince ?? CreatedAt;

    /// <summary>How far its job is; null where it has just ended.</summary>
    public UnfinishedJob? Job { get; init; }

    /// <summary>The top-up that it is, or that it is about; null for a reissue.</summary>
    public TopUpRecord? TopUp { get; init; }

    /// <summary>The reissue; null for everything else.</summary>
    public EsimReissue? Reissue { get; init; }

    /// <summary>What the issuer and the card said when somebody looked into its case; null where nobody did.</summary>
    public CaseEvidence? Found { get; init; }

    /// <summary>Where a list goes on behind it.</summary>
    public InDoubtPlace Place => new(Since.UtcTicks, OperationId);
}

/// <summary>
/// Lists what is unfinished at all partners. It begins at the jobs, of which there are as many as there is unfinished
/// work, and reads everything else by its key: tables of sales are never searched.
/// </summary>
public sealed partial class Unfinished
{
    private readonly Readers _readers;

    internal Unfinished(Readers readers) => _readers = readers;

    /// <summary>Lists operations, the longest in doubt first.</summary>
    /// <param name="after">Behind this place; null from the first.</param>
    /// <param name="most">At most this many.</param>
    /// <param name="alsoSending">Also those that are not in doubt: they are on their way.</param>
    public Task<List<UnfinishedOperation>> ListAsync(
        InDoubtPlace? after, int most, CancellationToken cancel, bool alsoSending = false) => _readers.ReadAsync(
        session => session.AtOneMoment(context =>
        {
            var page = new Page(after?.SinceTicks ?? 0, after?.OperationId ?? "", most, alsoSending);
            var found = TopUps(context, page)
                .Concat(Reversals(context, page))
                .Concat(Gifts(context, page))
                .Concat(Reissues(context, page))
                .OrderBy(one => one.Since).ThenBy(one => one.OperationId, StringComparer.Ordinal)
                .Take(most)
                .ToList();
            return WithCases(context, WithGiftJobs(context, found));
        }),
        cancel);

    /// <summary>How far the job of an operation is.</summary>
    /// <param name="kind">What the operation is.</param>
    /// <param name="operationId">As of <see cref="UnfinishedOperation.OperationId"/>.</param>
    /// <returns>The job; null where there is none, as with all that has ended.</returns>
    public Task<UnfinishedJob?> FindJobAsync(
        PartnerId partnerId, JobKind kind, string operationId, CancellationToken cancel)
    {
        string[] ids = kind is JobKind.Gift or JobKind.GiftBack ? GiftIds(operationId) : [operationId];
        return _readers.ReadAsync(
            session => session.Context.Jobs.FirstOrDefault(
                job => job.PartnerId == partnerId.Value && ids.Contains(job.OperationId)) is { } job
                    ? Of(job)
                    : null,
            cancel);
    }

    private static List<UnfinishedOperation> WithGiftJobs(PartnerDbContext context, List<UnfinishedOperation> found)
    {
        static bool IsGift(UnfinishedOperation one) => one.Kind is JobKind.Gift or JobKind.GiftBack;
        var ids = found.Where(IsGift).SelectMany(one => GiftIds(one.OperationId)).ToList();
        if (ids.Count == 0)
        {
            return found;
        }

        var jobs = context.Jobs.Where(job => ids.Contains(job.OperationId))
            .ToDictionary(job => (job.PartnerId, job.OperationId), Of);
        return found.ConvertAll(one => !IsGift(one) ? one : one with
        {
            Job = GiftIds(one.OperationId)
                .Select(id => jobs.GetValueOrDefault((one.PartnerId.Value, id))).FirstOrDefault(job => job is not null),
        });
    }

    private static List<UnfinishedOperation> WithCases(PartnerDbContext context, List<UnfinishedOperation> found)
    {
        var cases = new Dictionary<(string, string), CaseEvidence?>();
        foreach (var partner in found.Where(one => one.Kind == JobKind.TopUp).GroupBy(one => one.PartnerId.Value))
        {
            var ids = partner.Select(one => one.OperationId).ToList();
            foreach (var row in context.Cases.Where(row => row.PartnerId == partner.Key && ids.Contains(row.TopUpId)))
            {
                cases.Add((row.PartnerId, row.TopUpId), row.ToRecord().Evidence);
            }
        }

        return cases.Count == 0 ? found : found.ConvertAll(one => one.Kind != JobKind.TopUp ? one : one with
        {
            Found = cases.GetValueOrDefault((one.PartnerId.Value, one.OperationId)),
        });
    }

    // Whatever is under way of gifts has one job, under the id that the issuer knows it by.
    private static string[] GiftIds(string topUpId) =>
        [CardGiftRecord.BackIdOf(new TopUpId(topUpId)), CardGiftRecord.GrantIdOf(new TopUpId(topUpId))];

    private static UnfinishedJob Of(JobRow job) =>
        new(job.Attempts, job.PossiblySent, Mapping.Instant(job.DueAt), InconclusiveAnswer.Read(job.Answers));

    private readonly record struct Page(long Since, string Id, int Most, bool AlsoSending);
}
