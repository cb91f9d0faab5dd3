using Partner.Core.Plans;

namespace Partner.Core.Rules;

/// <summary>All document versions in force at one instant. Immutable.</summary>
/// <param name="Catalogue">Plans and number ranges.</param>
/// <param name="Prices">Price lists: one version of each id.</param>
/// <param name="Promotions">Promotions of all documents; unique ids.</param>
/// <param name="Schedules">Commission schedules: one version of each id.</param>
/// <param name="Taxes">Tax tables: one version of each id.</param>
/// <param name="Rates">FX tables: one version of each id; a pair stands in one of them only.</param>
/// <param name="Network">The hierarchy of partners; null before one is in force.</param>
public sealed record RulesInForce(
    PlanCatalogue Catalogue,
    IReadOnlyList<PriceList> Prices,
    IReadOnlyList<Promotion> Promotions,
    IReadOnlyList<CommissionSchedule> Schedules,
    IReadOnlyList<TaxTable> Taxes,
    IReadOnlyList<FxTable> Rates,
    PartnerNetwork? Network);
