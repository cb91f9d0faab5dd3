using Partner.Core.Documents;
using Partner.Core.Plans;
using Partner.Core.Texts;

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

    private static IEnumerable<(string Key, Wording Problem)> Flaws(Plan plan)
    {
        if (!Regions.IsKnown(plan.Region))
        {
            yield return ("region", new(
                $"'{plan.Region}' is unknown: give an ISO 3166-1 alpha-2 code or GLOBAL",
                $"无法识别“{plan.Region}”：请填写 ISO 3166-1 alpha-2 代码或 GLOBAL"));
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

    private static IEnumerable<(string Key, Wording Problem)> DataFlaws(Plan plan)
    {
        var grants = plan.Grants;
        if (!plan.GrantsValidity() && plan.DataBytes == 0 && !plan.AddsCredit())
        {
            yield return ("grants.credit", new(
                "must not be false: the plan grants neither a period nor data",
                "不得为 false：该套餐既无期限也无流量"));
        }

        if (grants.CountedFrom is not null && !plan.GrantsValidity())
        {
            yield return ("grants.countedFrom", new(
                "counts nothing: the plan grants no period", "不起作用：该套餐没有期限"));
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
                    yield return ($"grants.{key}", new(
                        "is about data, and the plan grants none", "仅用于流量，而该套餐没有流量"));
                }
            }
        }
        else if (grants.Packs == PackOrder.Queue && plan.PackPeriod() is null)
        {
            yield return ("grants.packs", new(
                "would queue a pack that never ends: give a period or dataPeriod",
                "流量包没有期限，无法排队：请填写 period 或 dataPeriod"));
        }
    }

    private static IEnumerable<(string Key, Wording Problem)> StartFlaws(Plan plan)
    {
        var grants = plan.Grants;
        if (!plan.StartsAtFirstUse())
        {
            if (grants.UseWithin is not null)
            {
                yield return ("grants.useWithin", new(
                    "is for plans that start AT_FIRST_USE", "仅用于 start 为 AT_FIRST_USE 的套餐"));
            }

            yield break;
        }

        if (grants.UseWithin is null)
        {
            yield return ("grants.useWithin", new(
                "is required where a plan starts AT_FIRST_USE", "start 为 AT_FIRST_USE 时必须填写"));
        }

        if (plan.DataBytes == 0 || plan.PackPeriod() is null)
        {
            yield return ("grants.start", new(
                "AT_FIRST_USE is for data with a period: nothing else is used first",
                "取值 AT_FIRST_USE 仅用于有期限的流量：其他权益没有首次使用"));
        }

        if (grants.Packs == PackOrder.Queue)
        {
            yield return ("grants.packs", new(
                "contradicts start: what waits for its first use waits for no turn",
                "与 start 矛盾：等待首次使用的流量包不参与排队"));
        }

        if (grants.CountedFrom is not null)
        {
            yield return ("grants.countedFrom", new(
                "contradicts start: the period is counted from the first use",
                "与 start 矛盾：期限自首次使用起计算"));
        }
    }

    private static IEnumerable<(string Key, Wording Problem)> ConditionFlaws(Plan plan)
    {
        var conditions = plan.Conditions;
        if (conditions.AutoRenewal && plan.Price is not PlanPrice.Fixed)
        {
            yield return ("conditions.autoRenewal", new(
                "needs a fixed price: nobody is there to choose an amount",
                "需要固定价格：自动续费时无人选择金额"));
        }

        if (conditions.AutoRenewal && !plan.GrantsValidity() && plan.Grants.DataPeriod is null)
        {
            yield return ("conditions.autoRenewal", new(
                "needs a period: what never ends is never renewed", "需要期限：永不到期的套餐无需续费"));
        }

        if (conditions.Refund is not { } refund)
        {
            yield break;
        }

        if (refund.Scope == RefundScope.Never && plan.ReversalWindow > TimeSpan.Zero)
        {
            yield return ("conditions.refund.scope", new(
                "is NEVER, but reversalWindowMinutes lets the plan be reversed",
                "为 NEVER，但 reversalWindowMinutes 允许冲正该套餐"));
        }

        if (refund.Scope == RefundScope.Never && refund.Within is not null)
        {
            yield return ("conditions.refund.withinMinutes", new(
                "contradicts the scope NEVER", "与 scope 的取值 NEVER 矛盾"));
        }

        if (refund.Scope == RefundScope.UnusedData && plan.DataBytes == 0)
        {
            yield return ("conditions.refund.scope", new(
                "is UNUSED_DATA, and the plan grants none", "为 UNUSED_DATA，而该套餐没有流量"));
        }

        if (refund.Scope == RefundScope.UnusedDays && !plan.GrantsValidity())
        {
            yield return ("conditions.refund.scope", new(
                "is UNUSED_DAYS, and the plan grants no period", "为 UNUSED_DAYS，而该套餐没有期限"));
        }

        if (refund.Scope == RefundScope.UnusedDays && plan.StartsAtFirstUse())
        {
            yield return ("conditions.refund.scope", new(
                "is UNUSED_DAYS, but days that wait for a use are not counted",
                "为 UNUSED_DAYS，但等待首次使用的天数不计"));
        }
    }

    private static IEnumerable<(string Key, Wording Problem)> CardTypeFlaws(
        CardTypeRules rules, PlanCatalogue catalogue)
    {
        var plans = catalogue.Plans.Where(plan => plan.CardType == rules.CardType).ToList();
        for (var i = 0; i < rules.RevivedBy.Count; i++)
        {
            var category = rules.RevivedBy[i];
            var named = plans.Where(plan => plan.Category == category).ToList();
            if (named.Count == 0)
            {
                yield return ($"revivedBy[{i}]", new(
                    $"no plan of this card type is of category '{category}'",
                    $"该卡种没有“{category}”类别的套餐"));
            }
            else if (!named.Exists(plan => plan.GrantsValidity()))
            {
                yield return ($"revivedBy[{i}]", new(
                    $"no plan of '{category}' grants a period: none revives",
                    $"“{category}”类别的套餐均无期限，无法恢复卡片"));
            }
        }

        if (rules.RevivedBy.Count > 0 && rules.Grace is null)
        {
            yield return ("revivedBy", new(
                "is about cards in grace, and the card type has none: give grace",
                "仅用于宽限期内的卡，而该卡种没有宽限期：请填写 grace"));
        }

        if (!rules.IsEsim && rules.Reissues != CardTypeRules.Unsaid(rules.CardType).Reissues)
        {
            yield return ("esimReissues", new(
                "is about eSIMs, and such cards are none: give esim", "仅用于 eSIM，而该卡种不是：请填写 esim"));
        }

        if (rules.IdCheckChannels.Count > 0 && plans.Count > 0 && plans.TrueForAll(plan => plan.Conditions.IdCheck))
        {
            yield return ("idCheckChannels", new(
                "says nothing: every plan of this card type has conditions.idCheck",
                "不起作用：该卡种的全部套餐都已填写 conditions.idCheck"));
        }

        for (var i = 1; i < rules.Reminders.Count; i++)
        {
            if (!BandCheck.IsSurelyLonger(rules.Reminders[i - 1], rules.Reminders[i]))
            {
                yield return ($"reminders[{i}]", new(
                    "must be shorter than the one before it", "必须短于前一项"));
            }
        }
    }
}
