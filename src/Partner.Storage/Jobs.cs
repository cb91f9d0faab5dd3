using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Sql;
using Partner.Storage.Writing;

namespace Partner.Storage;

/// <summary>
/// The durable dispatch queue: one job per unfinished operation. It is QUEUED (never sent), CLAIMED (a process works on
/// it until its lease ends) or WAITING (in doubt, to be asked about later). When a process ends, other processes take
/// its claims over once their leases end.
/// </summary>
public sealed class Jobs
{
    internal const int Queued = 1;
    internal const int Claimed = 2;
    internal const int Waiting = 3;

    private const string OneJob = "partner_id = @p0 AND operation_id = @p1";

    private static readonly SqlText SelectDue = new("jobs.select-due", dialect => dialect.ClaimFirst(
        "partner_id, operation_id, kind, possibly_sent, attempts, created_at, trace_parent",
        "jobs",
        "due_at <= @p0",
        "due_at",
        "@p1"));

    private static readonly SqlText Claim = new(
        "jobs.claim",
        "UPDATE jobs SET state = 2, possibly_sent = @p5, attempts = @p2, lease_owner = @p3, due_at = @p4 " +
        $"WHERE {OneJob}");

    private static readonly SqlText Renew = new(
        "jobs.renew",
        $"UPDATE jobs SET due_at = @p4 WHERE {OneJob} AND state = 2 AND lease_owner = @p2 AND attempts = @p3");

    private static readonly SqlText Requeue = new(
        "jobs.requeue",
        "UPDATE jobs SET state = 1, possibly_sent = @p5, lease_owner = NULL, due_at = @p4 " +
        $"WHERE {OneJob} AND lease_owner = @p2 AND attempts = @p3");

    private static readonly SqlText AnyDue = new(
        "jobs.any-due", dialect => $"SELECT due_at FROM jobs WHERE due_at <= @p0 ORDER BY due_at {dialect.Limit("1")}");

    private static readonly SqlText CountQueued = new(
        "jobs.count-queued", "SELECT CAST(COUNT(*) AS BIGINT) FROM jobs WHERE state = 1");

    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal Jobs(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Claims jobs that are due, the longest due first.</summary>
    /// <param name="lease">For whom and how long.</param>
    /// <param name="most">At most this many.</param>
    /// <returns>The claimed jobs.</returns>
    public Task<List<IssuerJob>> ClaimAsync(
        Lease lease, DateTimeOffset now, int most) => _writer.RunAloneAsync(session =>
    {
        var due = session.Commands.All(
            SelectDue,
            row => new IssuerJob(
                new PartnerId(row.GetString(0)),
                row.GetString(1),
                (JobKind)row.GetInt32(2),
                row.GetBoolean(3),
                row.GetInt32(4) + 1,
                Mapping.Instant(row.GetInt64(5)),
                row.IsDBNull(6) ? null : row.GetString(6)),
            now.UtcTicks,
            most);
        foreach (var job in due)
        {
            session.Commands.Execute(
                Claim,
                job.PartnerId.Value,
                job.OperationId,
                job.Attempts,
                lease.Owner,
                lease.Until.UtcTicks,
                true);
        }

        return due;
    });

    /// <summary>Prolongs the leases of work that is still going on.</summary>
    /// <param name="lease">For whom and how long.</param>
    public Task<int> RenewAsync(Lease lease, IReadOnlyCollection<IssuerJob> jobs) => _writer.RunAloneAsync(session =>
        jobs.OrderBy(job => job.OperationId, StringComparer.Ordinal).Sum(job => session.Commands.Execute(
            Renew,
            job.PartnerId.Value,
            job.OperationId,
            lease.Owner,
            job.Attempts,
            lease.Until.UtcTicks)));

    /// <summary>
    /// Puts a job back that was certainly not sent, so that it can still be cancelled. Nothing happens when somebody
    /// else claimed it meanwhile, or when it may have been sent before this claim.
    /// </summary>
    /// <param name="job">The job as it was claimed.</param>
    /// <param name="owner">The process that claimed it.</param>
    /// <param name="due">When to try again.</param>
    /// <returns>How many were put back: 1 or 0.</returns>
    public Task<int> RequeueAsync(IssuerJob job, string owner, DateTimeOffset due) => _writer.RunAloneAsync(session =>
        job.PossiblySent ? 0 : session.Commands.Execute(
            Requeue,
            job.PartnerId.Value,
            job.OperationId,
            owner,
            job.Attempts,
            due.UtcTicks,
            false));

    /// <summary>Whether a job is due: cheaper than claiming in vain.</summary>
    public Task<bool> AnyDueAsync(DateTimeOffset now, CancellationToken cancel) => _readers.ReadAsync(
        session => session.Commands.First(AnyDue, row => true, now.UtcTicks),
        cancel);

    /// <summary>How many jobs have never been sent.</summary>
    public Task<int> CountQueuedAsync(CancellationToken cancel) => _readers.ReadAsync(
        session => (int)session.Commands.First(CountQueued, row => row.GetInt64(0)), cancel);
}
