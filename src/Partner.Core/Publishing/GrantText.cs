using System.Globalization;
using Partner.Core.Plans;
using Partner.Core.Texts;

namespace Partner.Core.Publishing;

/// <summary>What plans do to cards, in words: two texts are equal where nothing differs.</summary>
internal static class GrantText
{
    /// <summary>A plan, as it is sold in a channel, together with what its card type says of all its cards.</summary>
    public static string Of(Plan plan, CardTypeRules rules, Channel channel) => string.Join(
        ", ",
        Validity(plan).Concat(Data(plan)).Concat(Conditions(plan.Conditions, rules.IdCheckChannels.Contains(channel)))
            .Concat(Type(rules)));

    private static IEnumerable<string> Validity(Plan plan)
    {
        var from = plan.Grants.CountedFrom == CountedFrom.Today
            ? "from today"
            : "from the later of today and the present end";
        if (plan.Period is { } period)
        {
            yield return plan.StartsAtFirstUse() ? $"{period} from the first use" : $"{period} {from}";
        }
        else if (plan.Grants.ByAmount.Count > 0)
        {
            var bands = plan.Grants.ByAmount.Select(band => $"{band.Period} from {band.From}");
            yield return $"{string.Join(", ", bands)}, counted {from}";
        }

        if (plan.Grants.UseWithin is { } within)
        {
            yield return $"to be used within {within}";
        }

        if (plan.AddsCredit())
        {
            yield return "the amount as balance";
        }
    }

    private static IEnumerable<string> Data(Plan plan)
    {
        if (plan.DataBytes == 0)
        {
            yield break;
        }

        var bytes = plan.DataBytes.ToString(CultureInfo.InvariantCulture);
        var lasts = plan.Grants.DataPeriod is { } own ? $"for {own}" : "as long as the period";
        yield return $"{bytes} bytes in {plan.Region} {lasts}";
        yield return plan.Queues() ? "queued behind other packs" : "at once";
        yield return plan.KeepsData() ? "what remains is kept" : "what remains is lost";
    }

    private static IEnumerable<string> Conditions(PlanConditions conditions, bool checksId)
    {
        if (conditions.Refund is { } refund)
        {
            var within = refund.Within is { } time
                ? string.Create(CultureInfo.InvariantCulture, $" within {(long)time.TotalMinutes} minutes")
                : "";
            yield return $"refund {EnumWord.Upper(refund.Scope)}{within} as {EnumWord.Upper(refund.Means)}";
        }

        if (conditions.IdCheck || checksId)
        {
            yield return "identity is checked";
        }

        if (conditions.AutoRenewal)
        {
            yield return "renews itself";
        }

        if (conditions.MaximumPerCard is { } limit)
        {
            yield return $"at most {limit.Count} per card in {limit.Period}";
        }
    }

    private static IEnumerable<string> Type(CardTypeRules rules)
    {
        yield return $"days of {rules.Zone.Id}";
        if (rules.Grace is { } grace)
        {
            var by = rules.RevivedBy.Count == 0 ? "any plan" : string.Join(" or ", rules.RevivedBy);
            yield return $"grace {grace} revived by {by}";
        }

        if (rules.ResumesSuspended)
        {
            yield return "suspended cards resume";
        }

        if (rules.IsEsim)
        {
            yield return $"an eSIM, issued anew at most {rules.Reissues.Count} times in {rules.Reissues.Period}";
        }

        if (rules.Reminders.Count > 0)
        {
            yield return $"reminders {string.Join(" and ", rules.Reminders)} before";
        }

        if (rules.HighBalance is { } high)
        {
            yield return $"balance is high from {high}";
        }
    }
}
