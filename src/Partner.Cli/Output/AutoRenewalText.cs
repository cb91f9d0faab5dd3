using System.Globalization;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Contracts.Client;

namespace Partner.Cli.Output;

/// <summary>Auto-renewals in words, their times in the zone of the machine.</summary>
internal static class AutoRenewalText
{
    public static string Of(AutoRenewal known, TimeZoneInfo zone, Language language) => new FieldList()
        .Add(language.Pick("Auto-renewal", "自动续费"), known.Name)
        .Add(language.Pick("State", "状态"), new StateStyle(language, colours: false).Of(known.State))
        .Add(language.Pick("What to say", "说明"), known.ClerkText)
        .Add(language.Pick("Card", "卡"), CardText.Format(known.Card))
        .Add(language.Pick("Plan", "套餐"), known.Plan)
        .Add(language.Pick("Days before the end", "到期前天数"), $"{known.DaysBeforeExpiry}")
        .Add(language.Pick("Highest price", "最高价格"), MoneyText.Format(known.MaxPrice))
        .Add(language.Pick("Last day (card's calendar)", "最后续费日（卡所在时区）"), known.EndDate)
        .Add(language.Pick("Renewals", "续费次数"), Made(known))
        .Add(language.Pick("Consent", "同意书"), known.ConsentReference)
        .Add(language.Pick("Outlet", "网点"), known.Outlet)
        .Add(language.Pick("Card ends", "卡到期"), TimeText.Format(known.CardValidUntil, zone))
        .Add(language.Pick("Renews", "续费时间"), TimeText.Format(known.RenewTime, zone))
        .Add(language.Pick("Next attempt", "下次重试"), TimeText.Format(known.NextAttemptTime, zone))
        .Add(language.Pick("Costs the float", "预计扣款"), known.ExpectedDebit is { } debit
            ? MoneyText.Format(debit)
            : "")
        .Add(language.Pick("Latest top-up", "最近充值"), known.TopUp)
        .Add(language.Pick("Money moved in this cycle", "本期是否扣款"), Moved(known.MoneyMoved, language))
        .Add(language.Pick("Text messages", "短信"), YesOrNo(known.NotifiesCustomer, language))
        .Add(language.Pick("Safe to repeat", "可安全重试"), YesOrNo(known.RetrySafe, language))
        .ToString();

    public static string Steps(IEnumerable<AutoRenewalStep> steps, TimeZoneInfo zone, Language language)
    {
        var table = new TextTable(
            language.Pick(">NO.", ">编号"), language.Pick("TIME", "时间"), language.Pick("AUTO-RENEWAL", "自动续费"),
            language.Pick("WHAT", "经过"), language.Pick("TOP-UP", "充值"), language.Pick("IN WORDS", "说明"));
        foreach (var step in steps)
        {
            table.Add(
                step.Number.ToString(CultureInfo.InvariantCulture), TimeText.Format(step.Time, zone),
                step.AutoRenewal, EnumText.Of(step.Kind), step.TopUp, step.Text);
        }

        return table.ToString();
    }

    public static string Table(ListAutoRenewalsResponse found, TimeZoneInfo zone, Language language)
    {
        var table = new TextTable(
            language.Pick("AUTO-RENEWAL", "自动续费"), language.Pick("STATE", "状态"), language.Pick("CARD", "卡"),
            language.Pick("PLAN", "套餐"), language.Pick("RENEWS", "续费时间"), language.Pick(">MADE", ">已续"),
            language.Pick("LAST", "最近"));
        foreach (var known in found.AutoRenewals)
        {
            table.Add(
                known.Name, new StateStyle(language, colours: false).Of(known.State), CardText.Format(known.Card),
                known.Plan,
                TimeText.Format(known.RenewTime, zone),
                known.RenewalsMade.ToString(CultureInfo.InvariantCulture),
                known.LastStep is { } last ? EnumText.Of(last.Kind) : "");
        }

        return table + MoreText.Of(language, found.NextPageToken);
    }

    private static string YesOrNo(bool value, Language language) =>
        value ? language.Pick("yes", "是") : language.Pick("no", "否");

    private static string Moved(MoneyMoved moved, Language language) => moved switch
    {
        MoneyMoved.No => language.Pick("no", "否"),
        MoneyMoved.Yes => language.Pick("yes", "是"),
        MoneyMoved.Unknown => language.Pick("not known yet", "尚不确定"),
        _ => EnumText.Of(moved),
    };

    private static string Made(AutoRenewal known) => known.EndCase == AutoRenewal.EndOneofCase.Renewals
        ? $"{known.RenewalsMade} / {known.Renewals}"
        : $"{known.RenewalsMade}";
}
