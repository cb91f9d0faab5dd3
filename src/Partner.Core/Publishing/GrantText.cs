using System.Globalization;
using Partner.Core.Plans;
using Partner.Core.Texts;

namespace Partner.Core.Publishing;

/// <summary>What plans do to cards, in words: two texts are equal where nothing differs.</summary>
/// <param name="words">The words of its language.</param>
internal sealed class GrantText(TermsWords words)
{
    /// <summary>A plan, as it is sold in a channel, together with what its card type says of all its cards.</summary>
    public string Of(Plan plan, CardTypeRules rules, Channel channel) => string.Join(
        words.Comma,
        Validity(plan).Concat(Data(plan)).Concat(Conditions(plan.Conditions, rules.IdCheckChannels.Contains(channel)))
            .Concat(Type(rules)));

    private IEnumerable<string> Validity(Plan plan)
    {
        var from = plan.Grants.CountedFrom == CountedFrom.Today
            ? words.Pick("from today", "自当天起")
            : words.Pick("from the later of today and the present end", "自当天与现有到期日中较晚者起");
        if (plan.Period is { } period)
        {
            var lasts = words.Period(period);
            yield return plan.StartsAtFirstUse()
                ? words.Pick($"{lasts} from the first use", $"自首次使用起 {lasts}")
                : words.Pick($"{lasts} {from}", $"{from} {lasts}");
        }
        else if (plan.Grants.ByAmount.Count > 0)
        {
            var bands = string.Join(words.Comma, plan.Grants.ByAmount.Select(band => words.Pick(
                $"{band.Period} from {band.From}", $"{band.From} 起 {words.Period(band.Period)}")));
            yield return bands + words.Pick($", counted {from}", $"，{from}计算");
        }

        if (plan.Grants.UseWithin is { } within)
        {
            yield return words.Pick($"to be used within {within}", $"须在 {words.Period(within)}内开始使用");
        }

        if (plan.AddsCredit())
        {
            yield return words.Pick("the amount as balance", "充值金额计入余额");
        }
    }

    private IEnumerable<string> Data(Plan plan)
    {
        if (plan.DataBytes == 0)
        {
            yield break;
        }

        var bytes = plan.DataBytes.ToString(CultureInfo.InvariantCulture);
        var lasts = plan.Grants.DataPeriod is { } own
            ? words.Pick($"for {own}", $"有效 {words.Period(own)}")
            : words.Pick("as long as the period", "与套餐期限相同");
        yield return words.Pick($"{bytes} bytes in {plan.Region} {lasts}", $"{plan.Region} 流量 {bytes} 字节，{lasts}");
        yield return plan.Queues()
            ? words.Pick("queued behind other packs", "排在其他流量包之后")
            : words.Pick("at once", "立即生效");
        yield return plan.KeepsData()
            ? words.Pick("what remains is kept", "剩余流量保留")
            : words.Pick("what remains is lost", "剩余流量作废");
    }

    private IEnumerable<string> Conditions(PlanConditions conditions, bool checksId)
    {
        if (conditions.Refund is { } refund)
        {
            var minutes = refund.Within is { } time
                ? ((long)time.TotalMinutes).ToString(CultureInfo.InvariantCulture)
                : null;
            var (scope, means) = (EnumWord.Upper(refund.Scope), EnumWord.Upper(refund.Means));
            yield return words.Pick(
                $"refund {scope}{(minutes is null ? "" : $" within {minutes} minutes")} as {means}",
                $"{(minutes is null ? "" : $"{minutes} 分钟内")}退款 {scope}，方式 {means}");
        }

        if (conditions.IdCheck || checksId)
        {
            yield return words.Pick("identity is checked", "须核验身份");
        }

        if (conditions.AutoRenewal)
        {
            yield return words.Pick("renews itself", "可自动续充");
        }

        if (conditions.MaximumPerCard is { } limit)
        {
            yield return words.Pick(
                $"at most {limit.Count} per card in {limit.Period}",
                $"每卡 {words.Period(limit.Period)}内最多 {limit.Count} 次");
        }
    }

    private IEnumerable<string> Type(CardTypeRules rules)
    {
        yield return words.Pick($"days of {rules.Zone.Id}", $"按 {rules.Zone.Id} 计日");
        if (rules.Grace is { } grace)
        {
            var by = rules.RevivedBy.Count == 0
                ? words.Pick("any plan", "任意套餐")
                : string.Join(words.Pick(" or ", "或"), rules.RevivedBy);
            yield return words.Pick($"grace {grace} revived by {by}", $"宽限期 {words.Period(grace)}，可由{by}恢复");
        }

        if (rules.ResumesSuspended)
        {
            yield return words.Pick("suspended cards resume", "停机卡恢复服务");
        }

        if (rules.IsEsim)
        {
            var (count, period) = (rules.Reissues.Count, rules.Reissues.Period);
            yield return words.Pick(
                $"an eSIM, issued anew at most {count} times in {period}",
                $"eSIM，{words.Period(period)}内最多换发 {count} 次");
        }

        if (rules.Reminders.Count > 0)
        {
            yield return words.Pick(
                $"reminders {string.Join(" and ", rules.Reminders)} before",
                $"到期前 {string.Join("、", rules.Reminders.Select(words.Period))}提醒");
        }

        if (rules.HighBalance is { } high)
        {
            yield return words.Pick($"balance is high from {high}", $"余额达 {high} 即视为偏高");
        }
    }
}
