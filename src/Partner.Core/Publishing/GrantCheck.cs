using Partner.Core.Documents;
using Partner.Core.Plans;

namespace Partner.Core.Publishing;

/// <summary>What a new catalogue says that plans do to cards must make sense, for every card and amount.</summary>
internal static class GrantCheck
{
    /// <summary>Checks the catalogues among the documents that are to be published.</summary>
    public static void Check(IEnumerable<ParsedDocument> fresh, PublicationNotes notes)
    {
        foreach (var parsed in fresh.Where(parsed => parsed.Catalogue is not null))
        {
            var (catalogue, places) = (parsed.Catalogue!, new CataloguePlaces(parsed.Document));
            foreach (var plan in catalogue.Plans)
            {
                var path = places.Of(plan);
                foreach (var (key, problem) in Flaws(plan))
                {
                    notes.Report(parsed, $"{path}.{key}", problem);
                }
            }

            foreach (var rules in catalogue.CardTypes.Values)
            {
                var path = places.Of(rules);
                foreach (var (key, problem) in CardTypeFlaws(rules, catalogue))
                {
                    notes.Report(parsed, $"{path}.{key}", problem);
                }
            }
        }
    }

    private static IEnumerable<(string Key, string Problem)> Flaws(Plan plan)
    {
        if (!Regions.IsKnown(plan.Region))
        {
            yield return ("region", $"'{plan.Region}' is unknown: give an ISO 3166-1 alpha-2 code or GLOBAL");
        }

        if (plan.Grants.ByAmount.Count > 0)
        {
            foreach (var flaw in BandCheck.Flaws(plan))
            {
                yield return flaw;
            }
        }

        foreach (var flaw in DataFlaws(plan).Concat(StartFlaws(plan)).Concat(ConditionFlaws(plan)))
        {
            yield return flaw;
        }
    }

    private static IEnumerable<(string Key, string Problem)> DataFlaws(Plan plan)
    {
        var grants = plan.Grants;
        if (!plan.GrantsValidity() && plan.DataBytes == 0 && !plan.AddsCredit())
        {
            yield return ("grants.credit", "must not be false: the plan grants neither a period nor data");
        }

        if (grants.CountedFrom is not null && !plan.GrantsValidity())
        {
            yield return ("grants.countedFrom", "counts nothing: the plan grants no period");
        }

        if (plan.DataBytes == 0)
        {
            foreach (var (key, given) in new[]
            {
                ("dataPeriod", grants.DataPeriod is not null), ("packs", grants.Packs is not null),
                ("rollover", grants.Rollover is not null),
            })
            {
                if (given)
                {
                    yield return ($"grants.{key}", "is about data, and the plan grants none");
                }
            }
        }
        else if (grants.Packs == PackOrder.Queue && plan.PackPeriod() is null)
        {
            yield return ("grants.packs", "would queue a pack that never ends: give a period or dataPeriod");
        }
    }

    private static IEnumerable<(string Key, string Problem)> StartFlaws(Plan plan)
    {
        var grants = plan.Grants;
        if (!plan.StartsAtFirstUse())
        {
            if (grants.UseWithin is not null)
            {
                yield return ("grants.useWithin", "is for plans that start AT_FIRST_USE");
            }

            yield break;
        }

        if (grants.UseWithin is null)
        {
            yield return ("grants.useWithin", "is required where a plan starts AT_FIRST_USE");
        }

        if (plan.DataBytes == 0 || plan.PackPeriod() is null)
        {
            yield return ("grants.start", "AT_FIRST_USE is for data with a period: nothing else is used first");
        }

        if (grants.Packs == PackOrder.Queue)
        {
            yield return ("grants.packs", "contradicts start: what waits for its first use waits for no turn");
        }

        if (grants.CountedFrom is not null)
        {
            yield return ("grants.countedFrom", "contradicts start: the period is counted from the first use");
        }
    }

    private static IEnumerable<(string Key, string Problem)> ConditionFlaws(Plan plan)
    {
        var conditions = plan.Conditions;
        if (conditions.AutoRenewal && plan.Price is not PlanPrice.Fixed)
        {
            yield return ("conditions.autoRenewal", "needs a fixed price: nobody is there to choose an amount");
        }

        if (conditions.AutoRenewal && !plan.GrantsValidity() && plan.Grants.DataPeriod is null)
        {
            yield return ("conditions.autoRenewal", "needs a period: what never ends is never renewed");
        }

        if (conditions.Refund is not { } refund)
        {
            yield break;
        }

        if (refund.Scope == RefundScope.Never && plan.ReversalWindow > TimeSpan.Zero)
        {
            yield return ("conditions.refund.scope", "is NEVER, but reversalWindowMinutes lets the plan be reversed");
        }

        if (refund.Scope == RefundScope.Never && refund.Within is not null)
        {
            yield return ("conditions.refund.withinMinutes", "contradicts the scope NEVER");
        }

        if (refund.Scope == RefundScope.UnusedData && plan.DataBytes == 0)
        {
            yield return ("conditions.refund.scope", "is UNUSED_DATA, and the plan grants none");
        }

        if (refund.Scope == RefundScope.UnusedDays && !plan.GrantsValidity())
        {
            yield return ("conditions.refund.scope", "is UNUSED_DAYS, and the plan grants no period");
        }

        if (refund.Scope == RefundScope.UnusedDays && plan.StartsAtFirstUse())
        {
            yield return ("conditions.refund.scope", "is UNUSED_DAYS, but days that wait for a use are not counted");
        }
    }

    private static IEnumerable<(string Key, string Problem)> CardTypeFlaws(CardTypeRules rules, PlanCatalogue catalogue)
    {
        var plans = catalogue.Plans.Where(plan => plan.CardType == rules.CardType).ToList();
        for (var i = 0; i < rules.RevivedBy.Count; i++)
        {
            var named = plans.Where(plan => plan.Category == rules.RevivedBy[i]).ToList();
            if (named.Count == 0)
            {
                yield return ($"revivedBy[{i}]", $"no plan of this card type is of category '{rules.RevivedBy[i]}'");
            }
            else if (!named.Exists(plan => plan.GrantsValidity()))
            {
                yield return ($"revivedBy[{i}]", $"no plan of '{rules.RevivedBy[i]}' grants a period: none revives");
            }
        }

        if (rules.RevivedBy.Count > 0 && rules.Grace is null)
        {
            yield return ("revivedBy", "is about cards in grace, and the card type has none: give grace");
        }

        if (!rules.IsEsim && rules.Reissues != CardTypeRules.Unsaid(rules.CardType).Reissues)
        {
            yield return ("esimReissues", "is about eSIMs, and such cards are none: give esim");
        }

        if (rules.IdCheckChannels.Count > 0 && plans.Count > 0 && plans.TrueForAll(plan => plan.Conditions.IdCheck))
        {
            yield return ("idCheckChannels", "says nothing: every plan of this card type has conditions.idCheck");
        }

        for (var i = 1; i < rules.Reminders.Count; i++)
        {
            if (!BandCheck.IsSurelyLonger(rules.Reminders[i - 1], rules.Reminders[i]))
            {
                yield return ($"reminders[{i}]", "must be shorter than the one before it");
            }
        }
    }
}
