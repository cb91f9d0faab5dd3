using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Contracts.Client;

namespace Partner.Cli.Output;

/// <summary>Cases in words, their times in UTC.</summary>
internal static class CaseText
{
    public static string Of(ArrivalCase known, Language language) => new FieldList()
        .Add(language.Pick("Case", "记录"), known.Name)
        .Add(language.Pick("State", "状态"), new StateStyle(language, colours: false).Of(known.State))
        .Add(language.Pick("Because", "原因"), EnumText.Of(known.Verdict))
        .Add(language.Pick("What to do", "处理"), known.ClerkText)
        .Add(language.Pick("Evidence", "依据"), known.Evidence?.Text ?? "")
        .Add(language.Pick("Card differs", "卡不符"), known.Evidence?.CardDeviation?.Text ?? "")
        .Add(language.Pick("Looked at", "核查时间"), TimeText.Format(known.Evidence?.LookTime, TimeZoneInfo.Utc))
        .Add(language.Pick("Card", "卡"), known.MaskedCard)
        .Add(language.Pick("Plan", "套餐"), known.Plan)
        .Add(language.Pick("Outlet", "网点"), known.Outlet)
        .Add(language.Pick("Reported", "登记时间"), TimeText.Format(known.ReportTime, TimeZoneInfo.Utc))
        .Add(
            known.CloseTime is null ? language.Pick("Clock ends", "限时") : "",
            known.CloseTime is null ? TimeText.Format(known.ClockEndTime, TimeZoneInfo.Utc) : "")
        .Add(language.Pick("Escalated", "转人工时间"), TimeText.Format(known.EscalateTime, TimeZoneInfo.Utc))
        .Add(language.Pick("Closed", "结束时间"), TimeText.Format(known.CloseTime, TimeZoneInfo.Utc))
        .Add(language.Pick("May be sold again from", "可重新办理时间"), TimeText.Format(
            known.SafeRetryTime, TimeZoneInfo.Utc))
        .Add(language.Pick("News in", "下次核查"), known.CheckAgainAfter is { } pause
            ? $"{pause.Seconds} s"
            : "")
        .Add(language.Pick("Sold again", "其后又售"), known.SoldAgain)
        .ToString();

    public static string Table(ListCasesResponse found, Language language)
    {
        var table = new TextTable(
            language.Pick("TOP-UP", "充值"), language.Pick("STATE", "状态"), language.Pick("BECAUSE", "原因"),
            language.Pick("CARD", "卡"), language.Pick("PLAN", "套餐"), language.Pick("OUTLET", "网点"),
            language.Pick("REPORTED", "登记时间"));
        foreach (var known in found.Cases)
        {
            table.Add(
                known.TopUp, new StateStyle(language, colours: false).Of(known.State), EnumText.Of(known.Verdict),
                known.MaskedCard, known.Plan, known.Outlet, TimeText.Format(known.ReportTime, TimeZoneInfo.Utc));
        }

        return table + MoreText.Of(language, found.NextPageToken);
    }
}
