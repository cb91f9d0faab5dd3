using Partner.Core.Accounts;
using Partner.Core.Actions;

namespace Partner.Storage;

/// <summary>What is recorded of certificates, codes and rules. Codes and keys are in none of it.</summary>
internal static class AccountActions
{
    /// <param name="code">Id of the code that enrolled it, where one did; never the code.</param>
    public static NewAction Issue(CertificateRecord one, string? code, ActionBy? by) => new(
        by ?? By(one, code),
        one.Origin switch
        {
            CertificateOrigin.Registered => ActionNames.CertificateRegister,
            CertificateOrigin.Renewed => ActionNames.CertificateRenew,
            CertificateOrigin.Admitted => ActionNames.CertificateAdmit,
            _ => ActionNames.CertificateEnroll,
        },
        Subject(one.PartnerId, one.Thumbprint),
        null,
        LetIn(Facts(new ActionFacts(), new CertificateGrant(one.Scope, one.Permissions)), one, code)
            .Add("notAfter", one.NotAfter)
            .Add("issuedBy", one.IssuedBy)
            .ToJson());

    public static NewAction Revoke(PartnerId partnerId, string thumbprint, DateTimeOffset now, ActionBy? by) => new(
        by ?? ActionBy.Program,
        ActionNames.CertificateRevoke,
        Subject(partnerId, thumbprint),
        new ActionFacts().Add("revokedAt", (DateTimeOffset?)null).ToJson(),
        new ActionFacts().Add("revokedAt", now).ToJson());

    public static NewAction Create(EnrollmentCode code, ActionBy? by) => new(
        by ?? new ActionBy(ActionActor.Partner(code.CreatedBy)),
        ActionNames.EnrollmentCodeCreate,
        $"partners/{code.PartnerId}/enrollmentCodes/{code.Id}",
        null,
        Facts(new ActionFacts(), code.Grant).Add("expiresAt", code.ExpiresAt).ToJson());

    public static NewAction Close(PartnerId partnerId, string id, DateTimeOffset now, ActionBy by) => new(
        by,
        ActionNames.EnrollmentCodeRevoke,
        $"partners/{partnerId}/enrollmentCodes/{id}",
        new ActionFacts().Add("closedAt", (DateTimeOffset?)null).ToJson(),
        new ActionFacts().Add("closedAt", now).ToJson());

    public static NewAction Rule(NameRule rule, bool added, ActionBy? by)
    {
        var names = new ActionFacts().Add("kind", rule.Kind.ToString()).AddReference("pattern", rule.Pattern);
        var facts = Facts(names, rule.Grant).ToJson();
        return new NewAction(
            by ?? ActionBy.Program,
            added ? ActionNames.CertificateRuleAdd : ActionNames.CertificateRuleRemove,
            $"partners/{rule.PartnerId}/certificateRules/{rule.Id}",
            added ? null : facts,
            added ? facts : null);
    }

    private static ActionBy By(CertificateRecord one, string? code) => one.Origin switch
    {
        CertificateOrigin.Enrolled or CertificateOrigin.Renewed when one.IssuedBy is { } issuer =>
            new ActionBy(ActionActor.Partner(issuer)),
        CertificateOrigin.EnrolledWithCode => new ActionBy(ActionActor.By($"enrollmentCodes/{code}")),
        CertificateOrigin.Admitted => new ActionBy(ActionActor.By($"certificateRules/{one.Label}")),
        _ => ActionBy.Program,
    };

    // An admitted certificate is called by the rule's id.
    private static ActionFacts LetIn(ActionFacts facts, CertificateRecord one, string? code) => one.Origin switch
    {
        CertificateOrigin.EnrolledWithCode => facts.Add("enrollmentCode", code),
        CertificateOrigin.Admitted => facts.Add("certificateRule", one.Label),
        _ => facts,
    };

    private static ActionFacts Facts(ActionFacts facts, CertificateGrant grant) => facts
        .AddReference("outlet", grant.Scope.Outlet)
        .AddReference("terminal", grant.Scope.Terminal)
        .Add("permissions", grant.Permissions.ToString());

    private static string Subject(PartnerId partnerId, string thumbprint) =>
        partnerId == RecordedAction.CommonChain
            ? $"certificates/{thumbprint}"
            : $"partners/{partnerId}/certificates/{thumbprint}";
}
