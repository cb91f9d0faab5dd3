using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Server.Errors;

namespace Partner.Server.Plans;

/// <summary>Every step of a price in words, for clerks and bookkeepers, in zh-CN and en.</summary>
internal static class PriceWords
{
    private const long RateOne = 100_000_000;

    /// <summary>A line: face, discount, fee or gift.</summary>
    public static string Of(PriceLine line, Language language) => Step(line, language) + (
        !line.Rounded ? ""
        : line.Step == PriceStep.Points ? language.Pick(", rounded down", "，向下取整")
        : HalfEven(language));

    private static string Step(PriceLine line, Language language) => line.Step switch
    {
        PriceStep.Face => line.RuleId == ImplicitRules.PlanPrice
            ? language.Pick("Face value", "面额")
            : language.Pick("Price by the price list", "价目表价格"),
        PriceStep.Fee => language.Pick("Handling fee", "手续费"),
        PriceStep.Discount => Promotion(line, language, "", ""),
        PriceStep.PartnerCashback => Promotion(
            line, language, ", credited to the partner's float after success", "，成功后返现至合作方预存款"),
        PriceStep.CardCashback => Promotion(
            line, language, ", credited to the card after success", "，成功后返现至卡内"),
        PriceStep.Data or PriceStep.Validity => Promotion(
            line,
            language,
            $", {GiftWords.Of(line.Grant!, language)} for the card after success",
            $"，成功后赠送该卡{GiftWords.Of(line.Grant!, language)}"),
        _ => Promotion(line, language, ", added to the card after success", "，成功后积分计入该卡"),
    };

    /// <summary>Face − discounts + fee.</summary>
    public static string CustomerPays(Language language) =>
        language.Pick("To collect from the customer: face − discounts + handling fee", "应向顾客收取：面额 − 优惠 + 手续费");

    /// <summary>The partner's part of the fee.</summary>
    /// <param name="shared">Whether it is a true part, which is rounded down.</param>
    /// <param name="language">The language.</param>
    public static string PartnerFee(bool shared, Language language) =>
        language.Pick("Part of the handling fee that the partner keeps", "手续费中归合作方的部分")
        + (shared ? language.Pick(", rounded down", "，向下取整") : "");

    /// <summary>The debit in the plan's currency.</summary>
    public static string PlanDebit(Language language) => language.Pick(
        "Charged to the float: face − discounts paid by operator or issuer + the operator's part of the fee",
        "从预存款扣除：面额 − 运营方或发卡方承担的优惠 + 手续费中归运营方的部分");

    /// <summary>The debit in the float's currency.</summary>
    public static string Conversion(FxTerms fx, Currency plan, Currency account, Language language) => language.Pick(
        $"Converted at {Rate(fx)} {account} for 1 {plan} and a margin of {Percent(fx.Margin)}, rounded up",
        $"按 1 {plan} = {Rate(fx)} {account}、加价 {Percent(fx.Margin)} 换算，向上取整");

    /// <summary>The seller's commission.</summary>
    public static string Commission(CommissionAmount commission, CommissionTerms? terms, Language language)
    {
        if (terms is null)
        {
            return language.Pick("No commission rule applies", "无适用的佣金规则");
        }

        var rates = string.Join(
            " + ",
            commission.Parts.Select(part => $"{Percent(part.Rate)} × {commission.Base with { Minor = part.Base }}"));
        var rest = terms.Rule.Fixed == 0 ? "" : $" + {commission.Base with { Minor = terms.Rule.Fixed }}";
        var paid = terms.Mode == CommissionMode.Instant
            ? language.Pick("credited when the top-up succeeds", "充值成功时入账")
            : language.Pick("paid at the month's settlement", "月度结算时支付");
        var product = commission.Parts.Aggregate(
            Int128.Zero, (sum, part) => sum + ((Int128)part.Base * part.Rate.Value));
        var rounded = BasisPoints.IsExact(product) ? "" : HalfEven(language);
        return language.Pick($"Commission: {rates}{rest}{rounded}, {paid}", $"佣金：{rates}{rest}{rounded}，{paid}");
    }

    /// <summary>The withholding tax at credit.</summary>
    public static string Tax(TaxTerms tax, Money credit, Language language) => language.Pick(
        $"Withholding tax of {Percent(tax.Rate)} on the commission", $"代扣佣金税 {Percent(tax.Rate)}")
        + (tax.Rate.IsExactOf(credit.Minor) ? "" : HalfEven(language));

    /// <summary>A rate as "7.12345678", without zeros at its end.</summary>
    public static string Rate(FxTerms fx)
    {
        var (whole, rest) = Math.DivRem(fx.RateE8, RateOne);
        var places = rest.ToString("D8", CultureInfo.InvariantCulture).TrimEnd('0');
        var units = whole.ToString(CultureInfo.InvariantCulture);
        return places.Length == 0 ? units : $"{units}.{places}";
    }

    /// <summary>Basis points as "2.5%".</summary>
    public static string Percent(BasisPoints rate)
    {
        var (whole, rest) = Math.DivRem(rate.Value, 100);
        var places = rest.ToString("D2", CultureInfo.InvariantCulture).TrimEnd('0');
        var units = whole.ToString(CultureInfo.InvariantCulture);
        return places.Length == 0 ? $"{units}%" : $"{units}.{places}%";
    }

    // Half a minor unit goes to the even neighbour: 2.5 % of 11.00 is 0.275, which is 0.28, and of 13.00 0.32.
    private static string HalfEven(Language language) =>
        language.Pick(", rounded half to even", "，四舍六入五取偶");

    private static string Promotion(PriceLine line, Language language, string thenEnglish, string thenChinese)
    {
        var funder = line.Funder switch
        {
            Funder.Operator => language.Pick("paid by the operator", "运营方承担"),
            Funder.Issuer => language.Pick("paid by the issuer", "发卡方承担"),
            _ => language.Pick("paid by the partner", "合作方承担"),
        };
        return language.Pick(
            $"{line.NameEn ?? line.RuleId} ({funder}){thenEnglish}",
            $"{line.NameZh ?? line.RuleId}（{funder}）{thenChinese}");
    }
}
