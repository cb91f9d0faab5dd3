namespace Partner.Core.Actions;

/// <summary>
/// The names of actions: "what.verb", as they are stored. A name is never given another meaning, since the log is for
/// ever; whoever adds an action adds its name here.
/// </summary>
public static class ActionNames
{
    /// <summary>A partner was added.</summary>
    public const string PartnerAdd = "partner.add";

    /// <summary>A partner was suspended.</summary>
    public const string PartnerSuspend = "partner.suspend";

    /// <summary>A suspended partner was let in again.</summary>
    public const string PartnerResume = "partner.resume";

    /// <summary>A partner was closed for good.</summary>
    public const string PartnerClose = "partner.close";

    /// <summary>How far a float may go below zero was changed.</summary>
    public const string CreditLimitSet = "credit-limit.set";

    /// <summary>Money that a partner paid in was credited.</summary>
    public const string DepositPost = "deposit.post";

    /// <summary>A partner was paid out of its float.</summary>
    public const string WithdrawalPost = "withdrawal.post";

    /// <summary>A float was put right.</summary>
    public const string AdjustmentPost = "adjustment.post";

    /// <summary>A change to a partner's money waits for a second person.</summary>
    public const string ApprovalRequest = "approval.request";

    /// <summary>A second person approved a change.</summary>
    public const string ApprovalApprove = "approval.approve";

    /// <summary>A change was rejected, or taken back by whoever asked for it.</summary>
    public const string ApprovalReject = "approval.reject";

    /// <summary>A partner's parent was set, from a time on.</summary>
    public const string PartnerSetParent = "partner.set-parent";

    /// <summary>A partner's tier was set, from a time on.</summary>
    public const string PartnerSetTier = "partner.set-tier";

    /// <summary>A certificate was registered.</summary>
    public const string CertificateRegister = "certificate.register";

    /// <summary>A certificate was revoked.</summary>
    public const string CertificateRevoke = "certificate.revoke";

    /// <summary>A certificate was issued, by a certificate of its partner's or a code.</summary>
    public const string CertificateEnroll = "certificate.enroll";

    /// <summary>A certificate was issued in place of another one.</summary>
    public const string CertificateRenew = "certificate.renew";

    /// <summary>A rule registered a certificate by the names in it.</summary>
    public const string CertificateAdmit = "certificate.admit";

    /// <summary>A rule about the names in certificates was added.</summary>
    public const string CertificateRuleAdd = "certificate-rule.add";

    /// <summary>A rule about the names in certificates was removed.</summary>
    public const string CertificateRuleRemove = "certificate-rule.remove";

    /// <summary>A code that lets a till enrol was made.</summary>
    public const string EnrollmentCodeCreate = "enrollment-code.create";

    /// <summary>A code that lets a till enrol was revoked.</summary>
    public const string EnrollmentCodeRevoke = "enrollment-code.revoke";

    /// <summary>Documents were published.</summary>
    public const string DocumentsPublish = "documents.publish";

    /// <summary>An operation in doubt was settled by a person's word.</summary>
    public const string InDoubtResolve = "in-doubt.resolve";

    /// <summary>A case was closed by a person's word.</summary>
    public const string CaseResolve = "case.resolve";

    /// <summary>Whether only what is registered may sell was set.</summary>
    public const string OrganisationSet = "organisation.set";

    /// <summary>An outlet, terminal or cashier was registered.</summary>
    public const string UnitCreate = "unit.create";

    /// <summary>An outlet, terminal or cashier was renamed, suspended or resumed.</summary>
    public const string UnitUpdate = "unit.update";

    /// <summary>An outlet, terminal or cashier was closed for good.</summary>
    public const string UnitClose = "unit.close";

    /// <summary>A limit was set, by the operator or by the partner itself.</summary>
    public const string LimitSet = "limit.set";

    /// <summary>A limit was removed, by the operator or by the partner itself.</summary>
    public const string LimitRemove = "limit.remove";

    /// <summary>An auto-renewal was set up.</summary>
    public const string AutoRenewalCreate = "auto-renewal.create";

    /// <summary>Somebody paused an auto-renewal.</summary>
    public const string AutoRenewalPause = "auto-renewal.pause";

    /// <summary>Somebody let an auto-renewal go on.</summary>
    public const string AutoRenewalResume = "auto-renewal.resume";

    /// <summary>Somebody ended an auto-renewal for good.</summary>
    public const string AutoRenewalCancel = "auto-renewal.cancel";

    /// <summary>A phone number gets no text messages any more.</summary>
    public const string NoticesOptOut = "notices.opt-out";

    /// <summary>A phone number gets text messages again.</summary>
    public const string NoticesOptIn = "notices.opt-in";

    /// <summary>A month was closed for all partners.</summary>
    public const string SettlementClose = "settlement.close";
}
