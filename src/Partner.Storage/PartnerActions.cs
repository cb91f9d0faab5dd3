using Partner.Core.Actions;
using Partner.Core.Amounts;
using Partner.Core.Identity;
using Partner.Core.Ledger;
using Partner.Core.Texts;

namespace Partner.Storage;

/// <summary>What is recorded of what operators do to partners.</summary>
internal static class PartnerActions
{
    public static NewAction Add(PartnerAccount partner, ActionBy? by) => Of(
        by,
        ActionNames.PartnerAdd,
        $"partners/{partner.Id}",
        null,
        new ActionFacts()
            .AddText("name", partner.Name)
            .Add("status", EnumWord.Upper(partner.Status))
            .Add("currency", partner.Currency.Code));

    public static NewAction SetStatus(
        PartnerId partnerId, PartnerStatus before, PartnerStatus after, ActionBy? by) => Of(
        by,
        after == PartnerStatus.Suspended ? ActionNames.PartnerSuspend : ActionNames.PartnerResume,
        $"partners/{partnerId}",
        new ActionFacts().Add("status", EnumWord.Upper(before)),
        new ActionFacts().Add("status", EnumWord.Upper(after)));

    public static NewAction SetCreditLimit(
        PartnerId partnerId, FloatPosition before, FloatPosition after, ActionBy? by) => Of(
        by,
        ActionNames.CreditLimitSet,
        $"partners/{partnerId}/floats/{after.Currency}",
        new ActionFacts().Add("creditLimitMinor", before.CreditLimit),
        new ActionFacts().Add("creditLimitMinor", after.CreditLimit));

    public static NewAction Deposit(
        PartnerId partnerId,
        RequestId requestId,
        string depositId,
        Money amount,
        FloatPosition before,
        ActionBy? by) => Of(
        by,
        ActionNames.DepositPost,
        $"partners/{partnerId}/transfers/{depositId}",
        new ActionFacts().Add("postedMinor", before.Posted),
        new ActionFacts()
            .Add("postedMinor", before.Posted + amount.Minor)
            .Add("amountMinor", amount.Minor)
            .Add("currency", amount.Currency.Code)
            .Add("requestId", requestId.Value));

    public static NewAction Register(Registration certificate, DateTimeOffset notAfter, ActionBy? by) => Of(
        by,
        ActionNames.CertificateRegister,
        Subject(certificate),
        null,
        new ActionFacts()
            .Add("outlet", certificate.Outlet)
            .Add("permissions", certificate.Permissions.ToString())
            .Add("notAfter", notAfter));

    public static NewAction Revoke(Registration certificate, DateTimeOffset now, ActionBy? by) => Of(
        by,
        ActionNames.CertificateRevoke,
        Subject(certificate),
        new ActionFacts().Add("revokedAt", (DateTimeOffset?)null),
        new ActionFacts().Add("revokedAt", now));

    private static string Subject(Registration certificate) => certificate.PartnerId == RecordedAction.CommonChain
        ? $"certificates/{certificate.Thumbprint}"
        : $"partners/{certificate.PartnerId}/certificates/{certificate.Thumbprint}";

    private static NewAction Of(ActionBy? by, string name, string subject, ActionFacts? before, ActionFacts after) =>
        new(by ?? ActionBy.Program, name, subject, before?.ToJson(), after.ToJson());
}
