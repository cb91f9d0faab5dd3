using Leb.Operator.V1;
using Partner.Server.Contract;
using CoreApproval = Partner.Core.Approvals.Approval;
using CoreParty = Partner.Core.Approvals.ApprovalParty;

namespace Partner.Server.BackOffice;

/// <summary>Approvals as the contract tells them.</summary>
internal static class ApprovalWords
{
    /// <summary>An approval at a time.</summary>
    public static Approval ToWire(this CoreApproval approval, DateTimeOffset now) => new()
    {
        Name = NameOf(approval),
        Kind = (MoneyChangeKind)approval.Change.Kind,
        Amount = approval.Change.Amount.ToWire(),
        AdjustmentReason = (AdjustmentReason)(approval.Change.Reason ?? 0),
        Evidence = approval.Change.Evidence,
        RequestId = approval.Change.RequestId?.Value ?? "",
        Why = approval.Why,
        Maker = ToWire(approval.Maker),
        CreateTime = approval.CreatedAt.ToWire(),
        ExpireTime = approval.ExpiresAt.ToWire(),
        State = (ApprovalState)approval.StateAt(now),
        Decider = approval.Decider is { } decider ? ToWire(decider) : null,
        DecideTime = approval.DecidedAt?.ToWire(),
        DecisionWhy = approval.DecisionWhy,
    };

    /// <summary>The name of an approval.</summary>
    public static string NameOf(CoreApproval approval) => $"partners/{approval.PartnerId}/approvals/{approval.Id}";

    private static ApprovalParty ToWire(CoreParty party) => new() { Actor = party.Actor.Name, Person = party.Person };
}
