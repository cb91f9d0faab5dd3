namespace Partner.Storage.Abstractions;

/// <summary>What a job finishes. Numbers are stored.</summary>
public enum JobKind
{
    /// <summary>A top-up.</summary>
    TopUp = 1,

    /// <summary>A reversal.</summary>
    Reversal = 2,

    /// <summary>What a sale gives to its card: granted, or withdrawn while it is not known to be granted.</summary>
    Gift = 3,

    /// <summary>Taking back what a sale gave to its card.</summary>
    GiftBack = 4,

    /// <summary>An eSIM that is issued anew.</summary>
    Reissue = 5,
}

/// <summary>Who works on a job, and until when others leave it alone. A lease saves work; it guards nothing.</summary>
/// <param name="Owner">The process.</param>
/// <param name="Until">End of the lease (UTC).</param>
public sealed record Lease(string Owner, DateTimeOffset Until);

/// <summary>The claim under which an answer was got.</summary>
/// <param name="Owner">The process that claimed the job.</param>
/// <param name="Attempt">Number of the claim: <see cref="IssuerJob.Attempts"/>.</param>
/// <param name="Answers">
/// What the issuer has said, this answer included (<see cref="Core.TopUps.InconclusiveAnswer"/>); null for nothing.
/// </param>
public sealed record JobClaim(string Owner, int Attempt, string? Answers = null);

/// <summary>A claimed piece of work at the issuer.</summary>
/// <param name="OperationId">Our id at the issuer: of the top-up, the reversal, the gifts or the reissue.</param>
/// <param name="Kind">Which of them.</param>
/// <param name="PossiblySent">Whether a request may have been sent before this claim.</param>
/// <param name="Attempts">Claims so far, this one included.</param>
/// <param name="CreatedAt">When the operation was saved (UTC).</param>
/// <param name="TraceParent">Trace context of the call that saved it; null when it had none.</param>
/// <param name="Answers">
/// What the issuer said before (<see cref="Core.TopUps.InconclusiveAnswer"/>); null for nothing.
/// </param>
public sealed record IssuerJob(
    PartnerId PartnerId,
    string OperationId,
    JobKind Kind,
    bool PossiblySent,
    int Attempts,
    DateTimeOffset CreatedAt,
    string? TraceParent,
    string? Answers = null);

/// <summary>Whether the saver of an operation dispatches it at once.</summary>
/// <param name="Claim">The saver's lease; null when the operation waits in the queue.</param>
/// <param name="TraceParent">Trace context of the call; null when it has none.</param>
public sealed record Dispatch(Lease? Claim, string? TraceParent)
{
    /// <summary>The claimed job of a saver that dispatches at once.</summary>
    /// <param name="createdAt">When it was saved.</param>
    public IssuerJob ToJob(PartnerId partnerId, string operationId, JobKind kind, DateTimeOffset createdAt) =>
        new(partnerId, operationId, kind, false, 1, createdAt, TraceParent);
}
