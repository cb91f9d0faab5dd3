using Partner.Core.Actions;
using Partner.Core.Renewals;
using Partner.Core.Texts;

namespace Partner.Storage;

/// <summary>
/// What is recorded of what people do to auto-renewals. What they do by themselves is told by their steps, and their
/// sales are top-ups like all others.
/// </summary>
internal static class RenewalActions
{
    public static NewAction Create(AutoRenewal created, ActionBy by) =>
        Of(ActionNames.AutoRenewalCreate, created, null, by);

    /// <param name="before">As it was, in another state.</param>
    public static NewAction Change(AutoRenewal before, AutoRenewal after, ActionBy by) => Of(
        after.State switch
        {
            RenewalState.Paused => ActionNames.AutoRenewalPause,
            RenewalState.Active => ActionNames.AutoRenewalResume,
            _ => ActionNames.AutoRenewalCancel,
        },
        after,
        new ActionFacts().Add("state", EnumWord.Upper(before.State)).ToJson(),
        by);

    private static NewAction Of(string name, AutoRenewal after, string? before, ActionBy by) => new(
        by,
        name,
        $"partners/{after.PartnerId}/autoRenewals/{after.Id}",
        before,
        new ActionFacts()
            .Add("state", EnumWord.Upper(after.State))
            .Add("plan", after.Terms.PlanCode.Value)
            .AddReference("outlet", after.Outlet)
            .ToJson());
}
