using Partner.Storage.Abstractions;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>
/// Jobs as sales, answers and cancels change them. Who claims, renews or puts back a job never waits for a lock while
/// it holds one (<see cref="Storage.Jobs"/>), so that these changes cannot be in a circle with it.
/// </summary>
internal static class JobTable
{
    private static readonly RowShape Key = RowShape.Of("partner_id text, operation_id text");

    /// <summary>Locks jobs against being claimed.</summary>
    public static readonly RowSqlText LockStates = RowSqlText.Lock(
        "jobs.lock-rows", "t.partner_id, t.operation_id, t.state", "jobs", Key);

    private static readonly RowSqlText InsertJob = RowSqlText.Insert("jobs", RowShape.Of(
        "partner_id text, operation_id text, kind int, state int, possibly_sent bool, attempts int, due_at long, " +
        "lease_owner text, created_at long, trace_parent text")).In(SqlGroups.Sales);

    private static readonly RowSqlText DeleteJob = RowSqlText.Delete("jobs", Key).In(SqlGroups.Completions);

    // In no group with the deletion: of one job a batch may do both, where two rounds of it end at the same time.
    private static readonly RowSqlText PostponeJob = RowSqlText.UpdateIf(
        "jobs.postpone-rows",
        "jobs",
        2,
        RowShape.Of(
            "partner_id text, operation_id text, due_at long, lease_owner text, attempts int, answers text"),
        "state = 3, lease_owner = NULL, due_at = k.due_at, answers = COALESCE(k.answers, t.answers)",
        "(k.lease_owner IS NULL OR (t.lease_owner = k.lease_owner AND t.attempts = k.attempts))");

    /// <summary>The job of a new operation.</summary>
    public static void Insert(
        Changes changes, ResourceKey operation, JobKind kind, Dispatch dispatch, DateTimeOffset now) => changes.Add(
        InsertJob,
        operation.PartnerId.Value,
        operation.Id,
        (int)kind,
        dispatch.Claim is null ? Jobs.Queued : Jobs.Claimed,
        dispatch.Claim is not null,
        dispatch.Claim is null ? 0 : 1,
        (dispatch.Claim?.Until ?? now).UtcTicks,
        dispatch.Claim?.Owner,
        now.UtcTicks,
        dispatch.TraceParent);

    /// <summary>An operation is final: there is nothing left to do.</summary>
    public static void Delete(Changes changes, ResourceKey operation) =>
        changes.Add(DeleteJob, operation.PartnerId.Value, operation.Id);

    /// <summary>
    /// Lets a job wait. Under a claim that is over, because somebody else has claimed the job since, it changes
    /// nothing: the other is at work on it.
    /// </summary>
    public static void Postpone(Changes changes, ResourceKey operation, DateTimeOffset due, JobClaim? claim) =>
        changes.Add(
            PostponeJob, operation.PartnerId.Value, operation.Id, due.UtcTicks, claim?.Owner, claim?.Attempt ?? 0,
            claim?.Answers);
}
