using Leb.Operator.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Output;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands.Operators;

/// <summary>Partners and floats in words.</summary>
internal static class OperatorText
{
    public static string Table(ListPartnersResponse found, Language language)
    {
        var table = new TextTable(
            language.Pick("NAME", "资源名"), language.Pick("CALLED", "名称"), language.Pick("STATUS", "状态"),
            language.Pick("CURRENCY", "币种"));
        foreach (var one in found.Partners)
        {
            table.Add(one.Name, one.DisplayName, Status(one.Status, language), one.CurrencyCode);
        }

        return table + MoreText.Of(language, found.NextPageToken, withAll: true);
    }

    public static string Of(PartnerAccount partner, Language language) => new FieldList()
        .Add(language.Pick("Partner", "合作伙伴"), partner.Name)
        .Add(language.Pick("Called", "名称"), partner.DisplayName)
        .Add(language.Pick("Status", "状态"), Status(partner.Status, language))
        .Add(language.Pick("Currency", "币种"), partner.CurrencyCode)
        .ToString();

    public static string Of(PartnerFloat money, Language language) => new FieldList()
        .Add(language.Pick("Posted", "账面余额"), MoneyText.Format(money.Posted))
        .Add(language.Pick("Reserved", "已冻结"), MoneyText.Format(money.Reserved))
        .Add(language.Pick("Credit limit", "授信额度"), MoneyText.Format(money.CreditLimit))
        .Add(language.Pick("Available", "可用额度"), MoneyText.Format(money.Available))
        .ToString();

    private static string Status(PartnerStatus status, Language language) => language.Pick(
        EnumText.Of(status),
        status switch
        {
            PartnerStatus.Active => "ACTIVE 启用",
            PartnerStatus.Suspended => "SUSPENDED 停用",
            PartnerStatus.Closed => "CLOSED 已关闭",
            _ => EnumText.Of(status),
        });
}
