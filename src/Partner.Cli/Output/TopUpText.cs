using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Contracts.Client;

namespace Partner.Cli.Output;

/// <summary>Top-ups, reversals, quotes and prices in words.</summary>
internal sealed class TopUpText(CliHost host, Language language)
{
    private readonly StateStyle _style = new(language, host.Colours);

    public string Of(TopUp topUp, bool replayed)
    {
        var note = replayed ? language.Pick(" (this request id was sent before)", "（此请求号此前已发送）") : "";
        var advice = Answers(topUp.Outcome, topUp.RequestId, topUp.State == TopUpState.Succeeded);
        return Of(topUp, note, advice.Prepend((language.Pick("What now", "提示"), topUp.Outcome?.ClerkText ?? "")));
    }

    /// <summary>A top-up for whoever neither stands at the till nor sends its request again.</summary>
    public string OfAnyPartner(TopUp topUp) => Of(topUp, "", []);

    private string Of(TopUp topUp, string note, IEnumerable<(string, string)> advice)
    {
        var zone = host.Clock.LocalTimeZone;
        return new FieldList()
            .Add(language.Pick("State", "状态"), _style.Of(topUp.State) + note)
            .AddRange(advice)
            .Add(language.Pick("Reason", "原因"), Reason(topUp.Outcome))
            .Add(language.Pick("Receipt", "凭证号"), topUp.ReceiptNumber)
            .Add(language.Pick("Card", "卡"), CardText.Format(topUp.Card))
            .Add(language.Pick("Plan", "套餐"), topUp.Plan)
            .Add(language.Pick("Coupon", "优惠券"), topUp.Coupon)
            .Add(language.Pick("Start", "生效"), Start(topUp.StartNow))
            .Add(language.Pick("Card differs", "卡状态不符"), topUp.CardDeviation?.Text)
            .AddRange(Price(topUp.Price))
            .Add(language.Pick("Gifts are", "赠品状态"), topUp.GiftText)
            .Add(language.Pick("Why not", "赠品原因"), GiftReason(topUp))
            .Add(language.Pick("Refunded", "已退"), HandBack(topUp.Refund))
            .Add(language.Pick("Why refunded", "退款说明"), topUp.Refund?.Text)
            .Add(language.Pick("Text message", "短信"), Notice(topUp.Notice))
            .Add(language.Pick("Identity checked", "证件核验"), IdCheckText.Checked(language, topUp.IdChecked))
            .Add(language.Pick("Channel", "渠道"), topUp.Channel == Channel.Unspecified ? "" : EnumText.Of(topUp.Channel))
            .Add(language.Pick("Outlet", "网点"), topUp.Outlet)
            .Add(language.Pick("Terminal", "终端"), topUp.Terminal)
            .Add(language.Pick("Cashier", "收银员"), topUp.Cashier)
            .Add(language.Pick("Reference", "参考号"), topUp.ClientReference)
            .Add(language.Pick("Business date", "营业日"), topUp.BusinessDate)
            .Add(language.Pick("Created", "创建时间"), TimeText.Format(topUp.CreateTime, zone))
            .Add(language.Pick("Accepted", "到账时间"), TimeText.Format(topUp.AcceptTime, zone))
            .Add(language.Pick("Final since", "终态时间"), TimeText.Format(topUp.FinalTime, zone))
            .Add(language.Pick("In doubt since", "存疑时间"), TimeText.Format(topUp.InDoubtSince, zone))
            .Add(language.Pick("Issuer reference", "发卡方流水号"), topUp.IssuerReference)
            .Add(language.Pick("Reversal", "冲正"), topUp.Reversal)
            .Add(language.Pick("Request id", "请求号"), topUp.RequestId)
            .Add(language.Pick("Name", "名称"), topUp.Name)
            .ToString();
    }

    public string Of(Reversal reversal, bool replayed)
    {
        var zone = host.Clock.LocalTimeZone;
        var note = replayed ? language.Pick(" (this request id was sent before)", "（此请求号此前已发送）") : "";
        return new FieldList()
            .Add(language.Pick("Reversal", "冲正"), _style.Of(reversal.State) + note)
            .Add(language.Pick("What now", "提示"), reversal.Outcome?.ClerkText)
            .AddRange(Answers(reversal.Outcome, reversal.RequestId, reversal.State == ReversalState.Succeeded))
            .Add(language.Pick("Reason", "原因"), Reason(reversal.Outcome))
            .Add(language.Pick("Hand back", "退还顾客"), HandBack(reversal.Refund))
            .Add(language.Pick("Why", "原因说明"), reversal.Refund?.Text)
            .Add(language.Pick("Amount", "退回金额"), MoneyText.Format(reversal.Amount))
            .Add(language.Pick("Commission back", "收回佣金"), MoneyText.Format(reversal.Clawback))
            .Add(language.Pick("Comment", "备注"), reversal.Comment)
            .Add(language.Pick("Business date", "营业日"), reversal.BusinessDate)
            .Add(language.Pick("Outlet", "网点"), reversal.Outlet)
            .Add(language.Pick("Terminal", "终端"), reversal.Terminal)
            .Add(language.Pick("Cashier", "收银员"), reversal.Cashier)
            .Add(language.Pick("Created", "创建时间"), TimeText.Format(reversal.CreateTime, zone))
            .Add(language.Pick("Final since", "终态时间"), TimeText.Format(reversal.FinalTime, zone))
            .Add(language.Pick("In doubt since", "存疑时间"), TimeText.Format(reversal.InDoubtSince, zone))
            .Add(language.Pick("Top-up", "充值"), reversal.TopUp)
            .Add(language.Pick("Request id", "请求号"), reversal.RequestId)
            .Add(language.Pick("Name", "名称"), reversal.Name)
            .ToString();
    }

    public string Of(Refund refund, string topUp) => new FieldList()
        .Add(language.Pick("Hand back", "退还顾客"), HandBack(refund))
        .Add(language.Pick("Why", "原因说明"), refund.Text)
        .Add(language.Pick("At the latest", "最晚至"), TimeText.Format(refund.ExpireTime, host.Clock.LocalTimeZone))
        .Add(language.Pick("Face value back", "退回面额"), MoneyText.Format(refund.Face))
        .Add(language.Pick("Discount back", "收回优惠"), MoneyText.Format(refund.Discount))
        .Add(language.Pick("Handling fee back", "退回手续费"), MoneyText.Format(refund.HandlingFee))
        .Add(language.Pick("Float credit", "退回预付款"), MoneyText.Format(refund.NetCredit))
        .Add(language.Pick("Commission back", "收回佣金"), MoneyText.Format(refund.Commission))
        .Add(language.Pick("Tax back", "退回税款"), MoneyText.Format(refund.Tax))
        .AddRange(refund.Promotions.Select(one => (
            $"  {one.RuleId}",
            one.Amount is null
                ? language.Pick($"{one.Points} points", $"{one.Points} 积分")
                : MoneyText.Format(one.Amount))))
        .Add(language.Pick("Gifts", "赠品"), !refund.CardGiftsTakenBack ? "" : language.Pick(
            "The data and validity of the gifts are taken off the card.", "赠送的流量和有效期将从卡内收回。"))
        .Add(language.Pick("Then", "办理"), Next(refund, topUp))
        .ToString();

    public string Of(Quote quote)
    {
        var zone = host.Clock.LocalTimeZone;
        return new FieldList()
            .Add(language.Pick("Quote", "报价"), quote.Name)
            .Add(language.Pick("Valid until", "有效期至"), TimeText.Format(quote.ExpireTime, zone))
            .Add(language.Pick("Card", "卡"), CardText.Format(quote.Card))
            .Add(language.Pick("Card valid until", "卡有效期至"), TimeText.Format(quote.CardValidUntil, zone))
            .Add(language.Pick("Plan", "套餐"), quote.Plan)
            .Add(language.Pick("Coupon", "优惠券"), quote.Coupon)
            .Add(language.Pick("Start", "生效"), Start(quote.StartNow))
            .Add(language.Pick("Identity check", "证件核验"), IdCheckText.Needed(language, quote.IdCheckRequired))
            .AddRange(Price(quote.Price))
            .Add(language.Pick("Channel", "渠道"), EnumText.Of(quote.Channel))
            .AddRange(new CardFields(language, zone).Of(quote.Projection))
            .ToString();
    }

    public string Of(PreviewTopUpResponse preview) => new FieldList()
        .Add(language.Pick("Card", "卡"), CardText.Format(preview.Projection?.Before?.Card_))
        .AddRange(Price(preview.Price))
        .AddRange(new CardFields(language, host.Clock.LocalTimeZone).Of(preview.Projection))
        .ToString();

    public string Table(IEnumerable<TopUp> topUps)
    {
        var table = new TextTable(
            language.Pick("Created", "创建时间"),
            language.Pick("State", "状态"),
            language.Pick("Receipt", "凭证号"),
            language.Pick("Card", "卡"),
            language.Pick("Plan", "套餐"),
            language.Pick(">Customer pays", ">顾客支付"),
            language.Pick(">Debit", ">扣款"),
            language.Pick(">Refunded", ">已退"),
            language.Pick("Outlet", "网点"),
            language.Pick("Name", "名称"))
        { Paint = _style.Paint };
        foreach (var topUp in topUps)
        {
            table.Add(
                TimeText.Format(topUp.CreateTime, host.Clock.LocalTimeZone),
                _style.Of(topUp.State),
                topUp.ReceiptNumber,
                CardText.Format(topUp.Card),
                topUp.Plan,
                MoneyText.Format(topUp.Price?.CustomerPays),
                MoneyText.Format(topUp.Price?.NetDebit),
                Refunded(topUp),
                topUp.Outlet,
                topUp.Name);
        }

        return table.ToString();
    }

    private static string GiftReason(TopUp topUp) =>
        topUp.GiftReason == ErrorReason.Unspecified ? "" : EnumText.Of(topUp.GiftReason);

    private static string Notice(CustomerNotice? notice) => notice is null
        ? ""
        : notice.MaskedPhone.Length > 0 ? $"{notice.MaskedPhone}: {notice.Text}" : notice.Text;

    private IEnumerable<(string Name, string Value)> Answers(Outcome? outcome, string requestId, bool succeeded) =>
        outcome is null || succeeded ? [] : ClerkAnswers.Of(outcome, requestId).InWords(language);

    /// <summary>What went back of a sale; empty where it stands as it was sold.</summary>
    private string Refunded(TopUp topUp) => topUp switch
    {
        { State: TopUpState.Reversed } => MoneyText.Format(topUp.Price?.CustomerPays),
        { Refund.Means: RefundMeans.Points } =>
            language.Pick($"{topUp.Refund.Points} points", $"{topUp.Refund.Points} 积分"),
        _ => MoneyText.Format(topUp.Refund?.CustomerGets),
    };

    /// <summary>What the clerk hands over, in one line.</summary>
    private string HandBack(Refund? refund) => refund switch
    {
        null => "",
        { Means: RefundMeans.Points } => language.Pick(
            $"no money: the card gets {refund.Points} points", $"不退现金：卡片获得 {refund.Points} 积分"),
        _ => MoneyText.Format(refund.CustomerGets),
    };

    /// <summary>The command that carries it out and nothing else.</summary>
    private static string Next(Refund refund, string topUp) => refund.Means == RefundMeans.Points
        ? $"partner reverse {topUp} --expect-points {refund.Points}"
        : $"partner reverse {topUp} --expect \"{MoneyText.Format(refund.CustomerGets)}\"";

    private string Start(bool now) => now ? language.Pick("at once", "立即") : "";

    private static string Reason(Outcome? outcome) =>
        outcome is null or { Reason: ErrorReason.Unspecified } ? "" : EnumText.Of(outcome.Reason);

    private IEnumerable<(string Name, string Value)> Price(PriceBreakdown? price)
    {
        if (price is null)
        {
            yield break;
        }

        yield return (language.Pick("Face value", "面额"), MoneyText.Format(price.Face));
        foreach (var line in price.Lines.Where(line => line.RuleId != "face" && price.Steps.Count == 0))
        {
            yield return ($"  {line.RuleId}", $"{MoneyText.Format(line.Amount)}  {line.Text}".TrimEnd());
        }

        yield return (language.Pick("Handling fee", "手续费"), MoneyText.Format(price.HandlingFee));
        yield return (language.Pick("Customer pays", "顾客支付"), MoneyText.Format(price.CustomerPays));
        yield return (language.Pick("Float debit", "预付款扣款"), MoneyText.Format(price.NetDebit));
        if (price.Commission is { } commission)
        {
            var note = commission.Indicative ? language.Pick(" (indicative)", "（预估）") : "";
            yield return (language.Pick("Commission", "佣金"), MoneyText.Format(commission.Amount) + note);
        }

        yield return (language.Pick("Gifts to the card", "赠送到卡"), price.CardGifts?.Text ?? "");

        // How the sums above came about: every step with its rule and version.
        foreach (var step in price.Steps)
        {
            var amount = step.Amount is not null ? MoneyText.Format(step.Amount)
                : step.Kind == PriceStepKind.Points ? $"{step.Points}"
                : "";
            var rule = step.RuleId.Length == 0 ? "" : $" [{step.RuleId}, {step.Version}]";
            yield return ($"  {EnumText.Of(step.Kind)}", $"{amount}  {step.Text}{rule}".TrimStart());
        }
    }
}
