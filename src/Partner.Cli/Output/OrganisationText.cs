using System.Globalization;
using Google.Protobuf;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Contracts.Client;
using Timestamp = Google.Protobuf.WellKnownTypes.Timestamp;

namespace Partner.Cli.Output;

/// <summary>Outlets, terminals and cashiers in words, their times in UTC.</summary>
internal static class OrganisationText
{
    public static string Table(IMessage answer, Language language)
    {
        var (rows, next) = answer switch
        {
            ListOutletsResponse found => (found.Outlets.Select(RowOf), found.NextPageToken),
            ListTerminalsResponse found => (found.Terminals.Select(RowOf), found.NextPageToken),
            ListCashiersResponse found => (found.Cashiers.Select(RowOf), found.NextPageToken),
            _ => throw new ArgumentException($"{answer.Descriptor.Name} is no list of them.", nameof(answer)),
        };
        var table = new TextTable(
            language.Pick("OUTLET", "网点"), language.Pick("REFERENCE", "编号"), language.Pick("NAME", "名称"),
            language.Pick("STATUS", "状态"), language.Pick("SINCE", "登记时间"), language.Pick("CLOSED", "关闭时间"));
        foreach (var row in rows)
        {
            table.Add(
                row.Outlet, row.Reference, row.Name, Status(row.Status, language),
                TimeText.Format(row.Since, TimeZoneInfo.Utc), TimeText.Format(row.Closed, TimeZoneInfo.Utc));
        }

        return table + MoreText.Of(language, next);
    }

    public static string Of(IMessage answer, Language language)
    {
        var (row, replayed) = answer switch
        {
            CreateOutletResponse done => (RowOf(done.Outlet), done.Replayed),
            UpdateOutletResponse done => (RowOf(done.Outlet), false),
            CloseOutletResponse done => (RowOf(done.Outlet), false),
            CreateTerminalResponse done => (RowOf(done.Terminal), done.Replayed),
            UpdateTerminalResponse done => (RowOf(done.Terminal), false),
            CloseTerminalResponse done => (RowOf(done.Terminal), false),
            CreateCashierResponse done => (RowOf(done.Cashier), done.Replayed),
            UpdateCashierResponse done => (RowOf(done.Cashier), false),
            CloseCashierResponse done => (RowOf(done.Cashier), false),
            _ => throw new ArgumentException($"{answer.Descriptor.Name} has none of them.", nameof(answer)),
        };
        return new FieldList()
            .Add(language.Pick("Outlet", "网点"), row.Outlet)
            .Add(language.Pick("Reference", "编号"), row.Reference)
            .Add(language.Pick("Name", "名称"), row.Name)
            .Add(language.Pick("Status", "状态"), Status(row.Status, language))
            .Add(language.Pick("Registered", "登记时间"), TimeText.Format(row.Since, TimeZoneInfo.Utc))
            .Add(language.Pick("Closed", "关闭时间"), TimeText.Format(row.Closed, TimeZoneInfo.Utc))
            .Add(
                language.Pick("Note", "说明"),
                replayed ? language.Pick("it was registered already", "此前已登记") : "")
            .ToString();
    }

    public static string Of(Organisation rule, Language language) => new FieldList()
        .Add(
            language.Pick("Registered only", "仅限已登记"),
            rule.RegisteredOnly ? language.Pick("yes", "是") : language.Pick("no", "否"))
        .Add(language.Pick("Outlets", "网点"), rule.Outlets.ToString(CultureInfo.InvariantCulture))
        .Add(language.Pick("Terminals", "终端"), rule.Terminals.ToString(CultureInfo.InvariantCulture))
        .Add(language.Pick("Cashiers", "收银员"), rule.Cashiers.ToString(CultureInfo.InvariantCulture))
        .ToString();

    private static string Status(OrganisationStatus status, Language language) => language.Pick(
        EnumText.Of(status),
        status switch
        {
            OrganisationStatus.Active => "ACTIVE 启用",
            OrganisationStatus.Suspended => "SUSPENDED 停用",
            OrganisationStatus.Closed => "CLOSED 已关闭",
            _ => EnumText.Of(status),
        });

    private static Row RowOf(Outlet one) =>
        new("", one.Reference, one.Name, one.Status, one.CreateTime, one.CloseTime);

    private static Row RowOf(Terminal one) =>
        new(one.Outlet, one.Reference, one.Name, one.Status, one.CreateTime, one.CloseTime);

    private static Row RowOf(Cashier one) =>
        new(one.Outlet, one.Reference, one.Name, one.Status, one.CreateTime, one.CloseTime);

    private sealed record Row(
        string Outlet, string Reference, string Name, OrganisationStatus Status, Timestamp? Since, Timestamp? Closed);
}
