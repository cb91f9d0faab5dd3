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
        ["/leb.operator.v1.PartnerService/ClosePartner"] = true,
        ["/leb.operator.v1.PartnerService/SetParent"] = true,
        ["/leb.operator.v1.PartnerService/SetTier"] = true,
        ["/leb.operator.v1.PartnerService/SetCreditLimit"] = true,
        ["/leb.operator.v1.PartnerService/CreateDeposit"] = true,
        ["/leb.operator.v1.PartnerService/CreateWithdrawal"] = true,
        ["/leb.operator.v1.PartnerService/CreateAdjustment"] = true,
        ["/leb.operator.v1.ApprovalService/ListApprovals"] = false,
        ["/leb.operator.v1.ApprovalService/GetApproval"] = false,
        ["/leb.operator.v1.ApprovalService/Approve"] = true,
        ["/leb.operator.v1.ApprovalService/Reject"] = true,
        ["/leb.operator.v1.ActionService/ListActions"] = false,
        ["/leb.operator.v1.TopUpService/GetTopUp"] = false,
        ["/leb.operator.v1.TopUpService/ListTopUps"] = false,
        ["/leb.operator.v1.TopUpService/ListInDoubt"] = false,
        ["/leb.operator.v1.TopUpService/ResolveTopUp"] = true,
        ["/leb.operator.v1.CaseService/ListCases"] = false,
        ["/leb.operator.v1.CaseService/GetCase"] = false,
        ["/leb.operator.v1.CaseService/CloseCase"] = true,
        ["/leb.operator.v1.LimitService/ListLimits"] = false,
        ["/leb.operator.v1.LimitService/SetLimit"] = true,
        ["/leb.operator.v1.LimitService/DeleteLimit"] = true,
        ["/leb.operator.v1.CertificateService/ListCertificates"] = false,
        ["/leb.operator.v1.CertificateService/RegisterCertificate"] = true,
        ["/leb.operator.v1.CertificateService/RevokeCertificate"] = true,
        ["/leb.operator.v1.CertificateService/CreateEnrollmentCode"] = true,
        ["/leb.operator.v1.CertificateService/ListEnrollmentCodes"] = false,
        ["/leb.operator.v1.CertificateService/RevokeEnrollmentCode"] = true,
        ["/leb.operator.v1.CertificateService/CreateCertificateRule"] = true,
        ["/leb.operator.v1.CertificateService/ListCertificateRules"] = false,
        ["/leb.operator.v1.CertificateService/DeleteCertificateRule"] = true,
        ["/leb.operator.v1.CertificateService/MakeRevocationList"] = false,
        ["/leb.operator.v1.NoticeService/OptOut"] = true,
        ["/leb.operator.v1.NoticeService/OptIn"] = true,
        ["/leb.operator.v1.NoticeService/GetNoticeStatus"] = false,
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
