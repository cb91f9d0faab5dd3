using Partner.Core.Approvals;

namespace Partner.Server.BackOffice;

/// <summary>Which changes to partners' money need a second person.</summary>
public sealed record ApprovalOptions
{
    /// <summary>The name of the setting in the configuration; the verbs beside the server go by it, too.</summary>
    public const string Setting = "Partner:Operator:ApprovalAbove";

    /// <summary>Those above this amount, in the currency of each float; null for none.</summary>
    public ApprovalThreshold? Above { get; init; }
}
