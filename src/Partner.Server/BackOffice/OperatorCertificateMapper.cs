using Leb.Operator.V1;
using Partner.Core.Accounts;
using Partner.Server.Accounts;
using CoreAction = Partner.Core.Actions.RecordedAction;

namespace Partner.Server.BackOffice;

/// <summary>Certificates and rules as messages of the operator's contract.</summary>
internal static class OperatorCertificateMapper
{
    /// <summary>The collection of rules.</summary>
    internal const string Rules = "certificateRules";

    /// <summary>A certificate.</summary>
    /// <param name="one">The record.</param>
    /// <param name="now">The present time.</param>
    public static RegisteredCertificate ForOperator(this CertificateRecord one, DateTimeOffset now)
    {
        var told = one.ToWire(now);
        var operators = one.PartnerId == CoreAction.CommonChain;
        return new RegisteredCertificate
        {
            Name = operators ? told.Name : OperatorNames.Of(one.PartnerId, told.Name),
            Certificate = told,
            IsOperators = operators,
        };
    }

    /// <summary>A code, without the code itself.</summary>
    /// <param name="code">The record.</param>
    /// <param name="now">The present time.</param>
    public static ListedEnrollmentCode ForOperator(this EnrollmentCode code, DateTimeOffset now)
    {
        var told = code.ToWire(now);
        return new ListedEnrollmentCode
        {
            Name = OperatorNames.Of(code.PartnerId, told.Name),
            EnrollmentCode = told,
        };
    }

    /// <summary>A rule.</summary>
    /// <param name="rule">The record.</param>
    public static CertificateRule ForOperator(this NameRule rule)
    {
        var message = new CertificateRule
        {
            Name = $"{Rules}/{rule.Id}",
            Partner = $"partners/{rule.PartnerId}",
            Kind = (CertificateNameKind)rule.Kind,
            Pattern = rule.Pattern,
            Scope = rule.Grant.Scope.ToWire(),
        };
        message.Permissions.AddRange(AccountMapper.ToWire(rule.Grant.Permissions));
        return message;
    }
}
