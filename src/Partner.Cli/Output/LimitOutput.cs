using System.Globalization;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Contracts.Client;

namespace Partner.Cli.Output;

/// <summary>Limits in words.</summary>
internal static class LimitOutput
{
    public static string Table(ListLimitsResponse found, Language language) =>
        Table(found.Limits, language) + MoreText.Of(language, found.NextPageToken, withAll: true);

    public static string Table(IEnumerable<Limit> limits, Language language)
    {
        var table = new TextTable(
            language.Pick("FOR", "对象"), language.Pick("OUTLET", "网点"), language.Pick("HOLDER", "持有者"),
            language.Pick("KIND", "类型"), language.Pick(">HOLDS", ">生效值"), language.Pick(">OWN", ">本公司设定"),
            language.Pick(">USED", ">已用"), language.Pick("RESETS", "重新计算时间"));
        foreach (var limit in limits)
        {
            table.Add(
                EnumText.Of(limit.Scope.Subject),
                limit.Scope.Outlet,
                limit.Scope.Each ? language.Pick("each", "逐一") : limit.Scope.Holder,
                EnumText.Of(limit.Kind),
                Text(limit.Holds),
                Text(limit.Own),
                Text(limit.Used),
                limit.ResetTime?.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)
                    ?? "");
        }

        return table.ToString();
    }

    /// <summary>A value in words; empty where there is none.</summary>
    public static string Text(LimitValue? value) => value?.ValueCase switch
    {
        LimitValue.ValueOneofCase.Amount => MoneyText.Format(value.Amount),
        LimitValue.ValueOneofCase.Count => value.Count.ToString(CultureInfo.InvariantCulture),
        _ => "",
    };
}
