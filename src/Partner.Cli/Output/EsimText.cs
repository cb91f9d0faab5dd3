using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Contracts.Client;

namespace Partner.Cli.Output;

/// <summary>eSIMs in words.</summary>
internal static class EsimText
{
    public static string Of(Language language, Installation installation) => new FieldList()
        .Add(language.Pick("Card", "卡"), CardText.Format(installation.Card))
        .Add(language.Pick("eSIM profile", "eSIM 状态"), CardFields.Profile(language, installation.ProfileState))
        .Add(language.Pick("What now", "提示"), installation.Text)
        .Add(language.Pick("Activation code", "激活码"), installation.ActivationCode)
        .AddRange(installation.ManualEntries.Select(entry =>
            ($"{Platform(entry.Platform)}{language.Pick(": ", "：")}{entry.Label}", entry.Value)))
        .Add(
            language.Pick("Confirmation code", "确认码"),
            installation.ConfirmationCodeRequired
                ? language.Pick("asked for: the customer has it from the issuer", "需要：由发卡方提供给顾客")
                : "")
        .ToString();

    public static string Of(Language language, TimeZoneInfo zone, EsimReissue reissue) => new FieldList()
        .Add(language.Pick("State", "状态"), State(language, reissue.State))
        .Add(language.Pick("What now", "提示"), reissue.Outcome?.ClerkText)
        .Add(
            language.Pick("Reason", "原因"),
            reissue.Outcome is null or { Reason: ErrorReason.Unspecified } ? "" : EnumText.Of(reissue.Outcome.Reason))
        .Add(language.Pick("Card", "卡"), CardText.Format(reissue.Card))
        .Add(language.Pick("Identity checked", "证件核验"), IdCheckText.Checked(language, reissue.IdChecked))
        .Add(language.Pick("Outlet", "网点"), reissue.Outlet)
        .Add(language.Pick("Terminal", "终端"), reissue.Terminal)
        .Add(language.Pick("Cashier", "收银员"), reissue.Cashier)
        .Add(language.Pick("Comment", "备注"), reissue.Comment)
        .Add(language.Pick("Created", "创建时间"), TimeText.Format(reissue.CreateTime, zone))
        .Add(language.Pick("Final since", "终态时间"), TimeText.Format(reissue.FinalTime, zone))
        .Add(language.Pick("In doubt since", "存疑时间"), TimeText.Format(reissue.InDoubtSince, zone))
        .Add(language.Pick("Issuer reference", "发卡方流水号"), reissue.IssuerReference)
        .Add(language.Pick("Request id", "请求号"), reissue.RequestId)
        .Add(language.Pick("Name", "名称"), reissue.Name)
        .ToString();

    private static string Platform(DevicePlatform platform) => platform switch
    {
        DevicePlatform.Ios => "iOS",
        DevicePlatform.Android => "Android",
        _ => EnumText.Of(platform),
    };

    private static string State(Language language, EsimReissueState state) => state switch
    {
        EsimReissueState.Processing => language.Pick("PROCESSING", "处理中"),
        EsimReissueState.Succeeded => language.Pick("SUCCEEDED", "成功"),
        EsimReissueState.Failed => language.Pick("FAILED", "失败"),
        _ => EnumText.Of(state),
    };
}
