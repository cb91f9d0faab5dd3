using Partner.Core.Actions;
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

    public static NewAction Close(PartnerAccount before, ActionBy by) => Of(
        by,
        ActionNames.PartnerClose,
        $"partners/{before.Id}",
        new ActionFacts().Add("status", EnumWord.Upper(before.Status)),
        new ActionFacts().Add("status", EnumWord.Upper(PartnerStatus.Closed)).Add("creditLimitMinor", 0));

    public static NewAction SetCreditLimit(
        PartnerId partnerId, FloatPosition before, FloatPosition after, ActionBy? by) => Of(
        by,
        ActionNames.CreditLimitSet,
        $"partners/{partnerId}/floats/{after.Currency}",
        new ActionFacts().Add("creditLimitMinor", before.CreditLimit),
        new ActionFacts().Add("creditLimitMinor", after.CreditLimit));

    private static NewAction Of(ActionBy? by, string name, string subject, ActionFacts? before, ActionFacts after) =>
        new(by ?? ActionBy.Program, name, subject, before?.ToJson(), after.ToJson());
}
