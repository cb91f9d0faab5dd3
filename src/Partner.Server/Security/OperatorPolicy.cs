namespace Partner.Server.Security;

/// <summary>
/// The methods of the back office, and whether each changes something: what does is in the action log. All of them
/// need the permission operator. A method that is served but not named here stops the server when it starts.
/// </summary>
internal static class OperatorPolicy
{
    /// <summary>For each method, "/package.Service/Method", whether it changes something.</summary>
    public static IReadOnlyDictionary<string, bool> Changes { get; } = new Dictionary<string, bool>(
        StringComparer.Ordinal)
    {
        ["/leb.operator.v1.PartnerService/CreatePartner"] = true,
        ["/leb.operator.v1.PartnerService/GetPartner"] = false,
        ["/leb.operator.v1.PartnerService/ListPartners"] = false,
        ["/leb.operator.v1.PartnerService/SuspendPartner"] = true,
        ["/leb.operator.v1.PartnerService/ResumePartner"] = true,
        ["/leb.operator.v1.PartnerService/SetCreditLimit"] = true,
        ["/leb.operator.v1.PartnerService/CreateDeposit"] = true,
        ["/leb.operator.v1.ActionService/ListActions"] = false,
        ["/leb.operator.v1.DocumentService/ListDocuments"] = false,
        ["/leb.operator.v1.DocumentService/GetDocument"] = false,
        ["/leb.operator.v1.DocumentService/DiffDocuments"] = false,
        ["/leb.operator.v1.DocumentService/PublishDocuments"] = true,
        ["/leb.operator.v1.SettlementService/CloseSettlement"] = true,
        ["/leb.operator.v1.SettlementService/ListSettlements"] = false,
        ["/leb.operator.v1.SettlementService/GetSettlement"] = false,
        ["/leb.operator.v1.AuditService/RunAudit"] = false,
    };
}
