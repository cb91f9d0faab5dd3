using Partner.Core.Approvals;
using Partner.Core.Ledger;
using Partner.Core.TopUps;

namespace Partner.Core.Auditing;

/// <summary>
/// Whether what operators post is what they asked for: an approval has its transfer once it is approved and none
/// before, and what puts a float right says why.
/// </summary>
internal static class ApprovalAudit
{
    public static void Check(OperationFacts operation, Findings findings)
    {
        if (operation.Approval is { } approval)
        {
            CheckApproval(approval, operation, findings);
        }

        foreach (var transfer in operation.Transfers.Where(one => one.Kind == (int)TransferKind.Adjustment))
        {
            if (operation.Adjustment is not { HasEvidence: true, Reason: var reason }
                || !Enum.IsDefined((AdjustmentReason)reason))
            {
                findings.Add(
                    AuditCode.AdjustmentUnexplained,
                    Named.Transfer(transfer.PartnerId, transfer.Id),
                    new("puts a float right, but does not say why and what proves it", "为调账，但未说明原因和凭据"));
            }
        }
    }

    /// <summary>With which method its request id was used.</summary>
    public static RequestMethod MethodOf(ApprovalFacts approval) => (MoneyChangeKind)approval.Kind switch
    {
        MoneyChangeKind.Withdrawal => RequestMethod.Withdrawal,
        MoneyChangeKind.Adjustment => RequestMethod.Adjustment,
        _ => RequestMethod.Deposit,
    };

    private static void CheckApproval(ApprovalFacts approval, OperationFacts operation, Findings findings)
    {
        var subject = Named.Approval(approval);
        var posted = operation.Transfers.FirstOrDefault(transfer => transfer.Id == approval.Id);
        var wanted = approval.State == (int)ApprovalState.Approved
            && approval.Kind != (int)MoneyChangeKind.CreditLimit;
        if (wanted != posted is not null)
        {
            findings.Add(
                AuditCode.ApprovalMismatch,
                subject,
                wanted
                    ? new("approved, but nothing was posted", "已批准，但未入账")
                    : new("not approved, but its transfer is posted", "未批准，但其转账已入账"));
        }
        else if (posted is not null && Float(operation, posted) != Signed(approval))
        {
            findings.Add(
                AuditCode.ApprovalMismatch,
                subject,
                $"for {Named.Amount(Signed(approval), approval.Currency)}, but "
                + $"{Named.Amount(Float(operation, posted), approval.Currency)} was posted",
                $"批准 {Named.Amount(Signed(approval), approval.Currency)}，"
                + $"入账却为 {Named.Amount(Float(operation, posted), approval.Currency)}");
        }

        if (approval.State == (int)ApprovalState.Approved && approval.Decider == approval.Maker)
        {
            findings.Add(AuditCode.ApprovalMismatch, subject, new(
                "approved by the certificate that asked for it", "由提交申请的同一证书批准"));
        }
    }

    private static long Signed(ApprovalFacts approval) =>
        approval.Kind == (int)MoneyChangeKind.Withdrawal ? -approval.Amount : approval.Amount;

    private static long Float(OperationFacts operation, TransferFacts transfer) => operation.LegsOf(transfer)
        .Where(leg => leg.Account == (int)Account.Float && leg.Currency == operation.Approval!.Currency)
        .Sum(leg => leg.Amount);
}
