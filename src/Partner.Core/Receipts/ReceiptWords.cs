using System.Globalization;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Projections;
using Partner.Core.Texts;
using Partner.Core.TopUps;

namespace Partner.Core.Receipts;

/// <summary>What receipts say, in both languages.</summary>
internal static class ReceiptWords
{
    private const string MinuteForm = "yyyy-MM-dd HH:mm";
    private const string SecondForm = "yyyy-MM-dd HH:mm:ss";

    public static string Title(ReceiptLanguage language) => language.Pick("TOP-UP RECEIPT", "充值凭证");

    /// <summary>"COPY 2", "副本 2"; null for the original.</summary>
    public static string? Copy(int copy, ReceiptLanguage language) => copy == 0
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{language.Pick("COPY", "副本")} {copy}");

    public static string Reversed(ReceiptLanguage language) =>
        language.Pick("REVERSED: NOT VALID ANY MORE", "已冲正，本凭证作废");

    public static string Refunded(ReceiptLanguage language) => language.Pick("REFUNDED IN PART", "已部分退款");

    public static string Of(Refund refund, ReceiptLanguage language) => refund.Points > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{refund.Points} {language.Pick("points", "积分")}")
        : refund.CustomerGets.ToString();

    public static string CardDiffers(ReceiptLanguage language) => language.Pick(
        "The card was found to be otherwise than promised: ask for its validity.",
        "卡片实际状态与承诺不符，请查询卡片有效期。");

    public static string Unsigned(ReceiptLanguage language) =>
        language.Pick("This receipt is not signed.", "本凭证未签名。");

    public static string Help(string helpLine, ReceiptLanguage language) => helpLine.Length > 0
        ? helpLine
        : language.Pick(
            "Keep this receipt. If anything is wrong, show it where you paid.",
            "请妥善保管本凭证。如有疑问，请凭此联系付款网点。");

    /// <summary>A card's type as customers know it.</summary>
    public static string Of(CardType type, ReceiptLanguage language) => type switch
    {
        CardType.KeepNumber => language.Pick("Keep-number card", "保号卡"),
        CardType.RegistrationEsim => language.Pick("Registration eSIM card", "注册卡"),
        CardType.Phone => language.Pick("Phone card", "电话卡"),
        CardType.Travel => language.Pick("Travel card", "旅游卡"),
        _ => "",
    };

    /// <summary>A line of the price.</summary>
    public static string Of(ReceiptItem item, ReceiptLanguage language) => item.Step switch
    {
        PriceStep.Face => language.Pick("Face value", "面额"),
        PriceStep.Fee => language.Pick("Handling fee", "手续费"),
        PriceStep.CardCashback => language.Pick(
            $"{item.Name.In(language)} (to the card)", $"{item.Name.In(language)}（返至卡内）"),
        _ => item.Name.In(language),
    };

    /// <summary>What a line comes to: "-5.00 CNY", "+100 points".</summary>
    public static string Value(ReceiptItem item, ReceiptLanguage language) => item.Step switch
    {
        PriceStep.Points => string.Create(
            CultureInfo.InvariantCulture, $"+{item.Amount.Minor} {language.Pick("points", "积分")}"),
        PriceStep.CardCashback => $"+{item.Amount}",
        PriceStep.Data => $"+{ByteSize.Of(item.Grant!.Bytes)} / {Period(item.Grant.Period, language)}",
        PriceStep.Validity => $"+{Period(item.Grant!.Period, language)}",
        _ => item.Amount.ToString(),
    };

    private static string Period(CalendarPeriod period, ReceiptLanguage language) =>
        language.Pick(period.ToString(), period.ToChinese());

    /// <summary>A time in a zone, to the second: "2026-11-26 18:00:05".</summary>
    public static string Time(DateTimeOffset instant, string zone) =>
        Local(instant, zone).ToString(SecondForm, CultureInfo.InvariantCulture);

    /// <summary>
    /// Until when a card is valid: a day where it is valid all of that day, else the minute. Midnight ends the day
    /// before it.
    /// </summary>
    public static string Until(ReceiptValidity validity)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(validity.Zone);
        var local = TimeZoneInfo.ConvertTime(validity.Until, zone);
        return local.TimeOfDay == TimeSpan.Zero
            ? CardCalendar.LastDay(validity.Until, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : local.ToString(MinuteForm, CultureInfo.InvariantCulture);
    }

    private static DateTimeOffset Local(DateTimeOffset instant, string zone) =>
        TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(zone));
}
