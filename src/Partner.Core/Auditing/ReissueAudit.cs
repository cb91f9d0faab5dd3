using Partner.Core.Esims;

namespace Partner.Core.Auditing;

/// <summary>An eSIM reissue as it is stored.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="Id">Its id, also at the issuer.</param>
/// <param name="Card">The whole card number; findings do not show it.</param>
/// <param name="State">Its state.</param>
/// <param name="CreatedAt">When it was saved (UTC).</param>
/// <param name="InDoubtSince">Since when it is in doubt (UTC).</param>
/// <param name="HasJob">Whether a job would finish it.</param>
public sealed record ReissueAuditFacts(
    string PartnerId,
    string Id,
    string Card,
    int State,
    DateTimeOffset CreatedAt,
    DateTimeOffset? InDoubtSince,
    bool HasJob)
{
    /// <summary>What findings call it.</summary>
    internal string Subject => $"partners/{PartnerId}/esimReissues/{Id}";
}

/// <summary>Each reissue that is PROCESSING has a job that finishes it, and no other has one.</summary>
internal static class ReissueAudit
{
    public static void Check(ReissueAuditFacts reissue, Findings findings)
    {
        var underWay = reissue.State == (int)ReissueState.Processing;
        if (underWay && !reissue.HasJob)
        {
            findings.Add(AuditCode.JobMissing, reissue.Subject, RequestAudit.NoJob);
        }
        else if (!underWay && reissue.HasJob)
        {
            findings.Add(AuditCode.JobStray, reissue.Subject, new(
                "a job, but the reissue is not PROCESSING", "有任务，但该换发并非 PROCESSING"));
        }
    }
}
