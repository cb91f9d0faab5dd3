using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Contracts.Client;

namespace Partner.Cli.Output;

/// <summary>Certificates, codes and events in words.</summary>
internal static class CertificateText
{
    public static string Table(IEnumerable<Certificate> certificates, Language language)
    {
        var table = new TextTable(
            language.Pick("ENDS", "到期"), language.Pick(">DAYS", ">天数"), language.Pick("STATE", "状态"),
            language.Pick("FOR", "范围"), language.Pick("PERMISSIONS", "权限"), language.Pick("LAST USED", "最近使用"),
            language.Pick("LABEL", "备注"), language.Pick("NAME", "名称"));
        foreach (var one in certificates)
        {
            table.Add(
                Day(one.EndTime), $"{one.ExpiresIn.Seconds / 86_400}",
                EnumText.Of(one.State), Of(one.Scope, language), Of(one.Permissions),
                one.LastUsedTime is null ? "" : Day(one.LastUsedTime), one.Label, one.Name);
        }

        return table.ToString();
    }

    public static string Of(Certificate one, Language language) => Table([one], language);

    public static string Table(IEnumerable<EnrollmentCode> codes, Language language)
    {
        var table = new TextTable(
            language.Pick("STATE", "状态"), language.Pick("ENDS", "到期"), language.Pick("FOR", "范围"),
            language.Pick("PERMISSIONS", "权限"), language.Pick("LABEL", "备注"), language.Pick("NAME", "名称"),
            language.Pick("CERTIFICATE", "证书"));
        foreach (var one in codes)
        {
            table.Add(
                EnumText.Of(one.State), $"{one.EndTime.ToDateTimeOffset():yyyy-MM-dd HH:mm}Z", Of(one.Scope, language),
                Of(one.Permissions), one.Label, one.Name, one.Certificate);
        }

        return table.ToString();
    }

    public static string Line(WatchAccountResponse answer, Language language)
    {
        var one = answer.Event;
        var days = one.Days > 0 ? language.Pick($"  within {one.Days} days", $"  {one.Days} 天内到期") : "";
        return $"{answer.ResumeToken}  {one.Time.ToDateTimeOffset():yyyy-MM-dd HH:mm}Z  {EnumText.Of(one.Kind)}{days}  "
            + $"{Of(one.Certificate.Scope, language)}  {one.Certificate.Name}";
    }

    private static string Of(CertificateScope scope, Language language) => scope switch
    {
        { Outlet.Length: 0 } => language.Pick("whole partner", "全部"),
        { Terminal.Length: 0 } => scope.Outlet,
        _ => $"{scope.Outlet}/{scope.Terminal}",
    };

    /// <summary>Permissions as options take them: "sell,read".</summary>
    public static string Of(IEnumerable<CertificatePermission> permissions) =>
        string.Join(',', permissions.Select(one => EnumText.Of(one).ToLowerInvariant()));

    private static string Day(Google.Protobuf.WellKnownTypes.Timestamp time) =>
        $"{time.ToDateTimeOffset():yyyy-MM-dd}";
}
