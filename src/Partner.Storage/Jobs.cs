using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Sql;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

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

    private static readonly SqlText SelectDue = new("jobs.select-due", dialect => dialect.ClaimFirst(
        "partner_id, operation_id, kind, possibly_sent, attempts, created_at, trace_parent, answers",
        "jobs",
        "due_at <= @p0",
        "due_at",
        "@p1"));

    private static readonly RowSqlText ClaimRows = RowSqlText.Update("jobs.claim-rows", "jobs", 2, RowShape.Of(
        "partner_id text, operation_id text, state int, possibly_sent bool, attempts int, lease_owner text, " +
        "due_at long"));

    // What somebody else has locked is being finished or put back: there is nothing to renew, and no reason to wait.
    private static readonly RowSqlText LockFree = RowSqlText.Claim(
        "jobs.lock-free-rows",
        "t.partner_id, t.operation_id, t.state, t.lease_owner, t.attempts",
        "jobs",
        RowShape.Of("partner_id text, operation_id text"));

    private static readonly RowSqlText RenewRows = RowSqlText.Update(
        "jobs.renew-rows", "jobs", 2, RowShape.Of("partner_id text, operation_id text, due_at long"));

    private static readonly SqlText Requeue = new(
        "jobs.requeue",
        "UPDATE jobs SET state = 1, possibly_sent = @p5, lease_owner = NULL, due_at = @p4, answers = @p6 " +
        "WHERE partner_id = @p0 AND operation_id = @p1 AND lease_owner = @p2 AND attempts = @p3");

    private static readonly SqlText AnyDue = new(
        "jobs.any-due", dialect => $"SELECT due_at FROM jobs WHERE due_at <= @p0 ORDER BY due_at {dialect.Limit("1")}");

    private static readonly SqlText CountQueued = new(
        "jobs.count-queued", "SELECT CAST(COUNT(*) AS BIGINT) FROM jobs WHERE state = 1 AND kind <= 2");

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
                row.IsDBNull(6) ? null : row.GetString(6),
                row.IsDBNull(7) ? null : row.GetString(7)),
            now.UtcTicks,
            most);
        var claims = new RowSet(ClaimRows.Shape);
        foreach (var job in due)
        {
            claims.Add(
                job.PartnerId.Value,
                job.OperationId,
                Claimed,
                true,
                job.Attempts,
                lease.Owner,
                lease.Until.UtcTicks);
        }

        var exchange = session.Exchange();
        exchange.Add(ClaimRows, claims);
        exchange.Run();
        return due;
    });

    /// <summary>Prolongs the leases of work that is still going on.</summary>
    /// <param name="lease">For whom and how long.</param>
    /// <param name="jobs">The work, as it was claimed.</param>
    /// <returns>How many were prolonged: those that the process still holds.</returns>
    public Task<int> RenewAsync(Lease lease, IReadOnlyCollection<IssuerJob> jobs) => _writer.RunAloneAsync(session =>
    {
        // Where the process lost a job and claimed it again, the later claim counts.
        var attempts = jobs.GroupBy(job => new ResourceKey(job.PartnerId, job.OperationId))
            .ToDictionary(claims => claims.Key, claims => claims.Max(job => job.Attempts));
        var keys = new RowSet(LockFree.Shape);
        foreach (var key in attempts.Keys)
        {
            keys.Add(key.PartnerId.Value, key.Id);
        }

        var renewals = new RowSet(RenewRows.Shape);
        var exchange = session.Exchange();
        exchange.Add(LockFree, keys, row =>
        {
            var key = new ResourceKey(new PartnerId(row.GetString(0)), row.GetString(1));
            if (row.GetInt32(2) == Claimed && row.GetString(3) == lease.Owner && row.GetInt32(4) == attempts[key])
            {
                renewals.Add(key.PartnerId.Value, key.Id, lease.Until.UtcTicks);
            }
        });
        exchange.Run();
        exchange.Add(RenewRows, renewals);
        exchange.Run();
        return renewals.Count;
    });

    /// <summary>
    /// Puts a job back that was certainly not sent, so that it can still be cancelled. Nothing happens when somebody
    /// else claimed it meanwhile, or when it may have been sent before this claim.
    /// </summary>
    /// <param name="job">The job as it was claimed.</param>
    /// <param name="claim">The claim, with what the issuer has said.</param>
    /// <param name="due">When to try again.</param>
    /// <returns>How many were put back: 1 or 0.</returns>
    public Task<int> RequeueAsync(IssuerJob job, JobClaim claim, DateTimeOffset due) => _writer.RunAloneAsync(session =>
        job.PossiblySent ? 0 : session.Commands.Execute(
            Requeue,
            job.PartnerId.Value,
            job.OperationId,
            claim.Owner,
            claim.Attempt,
            due.UtcTicks,
            false,
            claim.Answers));

    /// <summary>Whether a job is due: cheaper than claiming in vain.</summary>
    public Task<bool> AnyDueAsync(DateTimeOffset now, CancellationToken cancel) => _readers.ReadAsync(
        session => session.Commands.First(AnyDue, row => true, now.UtcTicks),
        cancel);

    /// <summary>
    /// How many top-ups and reversals have never been sent. Gifts are not counted: however many wait, sales go on.
    /// </summary>
    public Task<int> CountQueuedAsync(CancellationToken cancel) => _readers.ReadAsync(
        session => (int)session.Commands.First(CountQueued, row => row.GetInt64(0)), cancel);
}
