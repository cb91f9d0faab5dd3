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

    /// <summary>A certificate was registered.</summary>
    public const string CertificateRegister = "certificate.register";

    /// <summary>A certificate was revoked.</summary>
    public const string CertificateRevoke = "certificate.revoke";

    /// <summary>Documents were published.</summary>
    public const string DocumentsPublish = "documents.publish";

    /// <summary>An operation in doubt was settled by a person's word.</summary>
    public const string InDoubtResolve = "in-doubt.resolve";

    /// <summary>A case was closed by a person's word.</summary>
    public const string CaseResolve = "case.resolve";

    /// <summary>A limit was set, by the operator or by the partner itself.</summary>
    public const string LimitSet = "limit.set";

    /// <summary>A limit was removed, by the operator or by the partner itself.</summary>
    public const string LimitRemove = "limit.remove";

    /// <summary>A month was closed for all partners.</summary>
    public const string SettlementClose = "settlement.close";
}
