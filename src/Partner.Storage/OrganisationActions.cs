using Partner.Core.Actions;
using Partner.Core.Organisations;
using Partner.Core.Texts;

namespace Partner.Storage;

/// <summary>
/// What is recorded of changes of a partner's organisation. Shifts are none of them: each is a record of its own, which
/// never changes and says who closed it.
/// </summary>
internal static class OrganisationActions
{
    public static NewAction SetRegisteredOnly(PartnerId partnerId, bool value, ActionBy? by) => new(
        by ?? ActionBy.Program,
        ActionNames.OrganisationSet,
        $"partners/{partnerId}/organisation",
        Rule(!value),
        Rule(value));

    /// <param name="before">As it was; null where it is new.</param>
    public static NewAction Set(OrganisationUnit? before, OrganisationUnit after, ActionBy? by) => new(
        by ?? ActionBy.Program,
        before is null ? ActionNames.UnitCreate
            : after.Status == UnitStatus.Closed ? ActionNames.UnitClose
            : ActionNames.UnitUpdate,
        $"partners/{after.PartnerId}/{PathOf(after.Key)}",
        before is null ? null : Facts(before),
        Facts(after));

    private static string PathOf(UnitKey key)
    {
        var outlet = $"outlets/{ActionFacts.Reference(key.OwnOutlet)}";
        return key.Kind == UnitKind.Outlet
            ? outlet
            : $"{outlet}/{EnumWord.Lower(key.Kind)}s/{ActionFacts.Reference(key.Reference)}";
    }

    private static string Facts(OrganisationUnit unit) => new ActionFacts()
        .AddText("name", unit.Name)
        .Add("status", EnumWord.Upper(unit.Status))
        .ToJson();

    private static string Rule(bool registeredOnly) =>
        new ActionFacts().Add("registeredOnly", registeredOnly ? 1 : 0).ToJson();
}
