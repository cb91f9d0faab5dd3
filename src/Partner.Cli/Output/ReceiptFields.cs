using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Contracts.Client;

namespace Partner.Cli.Output;

/// <summary>A receipt in words, its times in its own zone.</summary>
internal static class ReceiptFields
{
    public static string Of(Receipt receipt, Language language)
    {
        var zone = Zone(receipt.TimeZone);
        return new FieldList()
            .Add(language.Pick("Receipt", "凭证号"), receipt.ReceiptNumber)
            .Add(language.Pick("Reversed", "冲正时间"), TimeText.Format(receipt.ReverseTime, zone))
            .Add(language.Pick("Sold", "办理时间"), TimeText.Format(receipt.SellTime, zone))
            .Add(language.Pick("Arrived", "到账时间"), TimeText.Format(receipt.ArriveTime, zone))
            .Add(language.Pick("Time zone", "时区"), receipt.TimeZone)
            .Add(language.Pick("Outlet", "网点"), receipt.Outlet)
            .Add(language.Pick("Terminal", "终端"), receipt.Terminal)
            .Add(language.Pick("Card", "卡"), receipt.MaskedCard)
            .Add(language.Pick("Card type", "卡类型"), EnumText.Of(receipt.CardType))
            .Add(language.Pick("Plan", "套餐"), $"{receipt.Plan}  {receipt.PlanName}".TrimEnd())
            .Add(
                receipt.ValidAtLeast
                    ? language.Pick("Valid at least until", "有效期至少至")
                    : language.Pick("Valid until", "有效期至"),
                TimeText.Format(receipt.ValidUntil, Zone(receipt.CardTimeZone)))
            .AddRange(receipt.Lines.Select(line => (line.Text, Value(line))))
            .Add(language.Pick("Customer paid", "顾客实付"), MoneyText.Format(receipt.CustomerPays))
            .Add(language.Pick("Prints", "打印次数"), $"{receipt.Prints}")
            .Add(language.Pick("Code", "验证码"), receipt.Code)
            .Add(language.Pick("Signed by key", "签名密钥"), receipt.KeyId)
            .Add(language.Pick("Top-up", "充值"), receipt.TopUp)
            .ToString();
    }

    private static string Value(ReceiptLine line) =>
        line.Amount is null ? $"{line.Points}" : MoneyText.Format(line.Amount);

    private static TimeZoneInfo Zone(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
}
