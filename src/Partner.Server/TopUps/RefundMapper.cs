using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Refunds;
using Partner.Core.TopUps;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Projections;
using Wire = Leb.Partner.V1;

namespace Partner.Server.TopUps;

/// <summary>Turns refunds into messages of the contract, and says them in words.</summary>
internal static class RefundMapper
{
    /// <summary>A refund of this moment.</summary>
    /// <param name="quoted">The refund.</param>
    /// <param name="language">The caller's language.</param>
    public static Wire.Refund ToWire(this QuotedRefund quoted, Language language)
    {
        var message = quoted.Refund.ToWire(language);
        message.ExpireTime = quoted.HoldsUntil.ToWire();
        return message;
    }

    /// <summary>A refund.</summary>
    /// <param name="refund">The refund.</param>
    /// <param name="language">The caller's language.</param>
    public static Wire.Refund ToWire(this Refund refund, Language language)
    {
        var (decision, part) = (refund.Decision, refund.Part);
        var message = new Wire.Refund
        {
            Ground = (Wire.RefundGround)decision.Ground,
            Part = decision.Share.Part,
            Whole = decision.Share.Whole,
            Means = decision.Means == RefundMeans.Points ? Wire.RefundMeans.Points : Wire.RefundMeans.Money,
            CustomerGets = refund.CustomerGets.ToWire(),
            Points = refund.Points,
            Face = part.Face.ToWire(),
            Discount = part.Discount.ToWire(),
            HandlingFee = part.HandlingFee.ToWire(),
            NetCredit = part.NetDebit.ToWire(),
            Commission = part.Commission.Credit.ToWire(),
            Tax = TaxOf(part).ToWire(),
            Text = Text(refund, language),
            CardGiftsTakenBack = part.Lines.Any(line => line.Grant is not null),
        };
        if (decision.Means == RefundMeans.Money)
        {
            message.Promotions.AddRange(part.Lines.Where(line => line.IsPromotion).Select(line => Of(line, decision)));
        }

        return message;
    }

    /// <summary>What was refunded of a sale that stands; null where nothing was.</summary>
    /// <param name="topUp">The sale.</param>
    /// <param name="language">The caller's language.</param>
    public static Wire.Refund? RefundOf(TopUpRecord topUp, Language language) => topUp.Refunded is { } partial
        ? Refund.Of(topUp.Offer.Price, partial.Decision).ToWire(language)
        : null;

    /// <summary>What a reversal gives back.</summary>
    /// <param name="reversal">The reversal.</param>
    /// <param name="topUp">Its sale.</param>
    public static Refund Of(ReversalRecord reversal, TopUpRecord topUp) =>
        Refund.Of(topUp.Offer.Price, reversal.Partial?.Decision ?? RefundDecision.InFull);

    /// <summary>What a clerk is told once a refund is carried out.</summary>
    public static string Done(Refund refund, Language language) => refund.Decision.Means == RefundMeans.Points
        ? language.Pick(
            $"The card got {refund.Points} points. Hand out no money.",
            $"卡片已获得 {refund.Points} 积分。请勿退还现金。")
        : language.Pick(
            $"Hand {refund.CustomerGets} back to the customer, not more: only a part was unused.",
            $"请退还顾客 {refund.CustomerGets}，不要多退：仅部分未使用。");

    /// <summary>What a clerk is told of a sale that was refunded in part.</summary>
    public static string Stands(TopUpRecord topUp, Language language)
    {
        var refund = Refund.Of(topUp.Offer.Price, topUp.Refunded!.Decision);
        var what = refund.Decision.Means == RefundMeans.Points
            ? language.Pick($"{refund.Points} points", $"{refund.Points} 积分")
            : refund.CustomerGets.ToString();
        return language.Pick(
            $"Refunded in part: {what}. What was used stays paid. Do not refund again.",
            $"已部分退款：{what}。已使用部分不退。请勿再次退款。");
    }

    private static string Text(Refund refund, Language language)
    {
        var share = refund.Decision.Share;
        var why = refund.Decision.Ground switch
        {
            RefundGround.UnusedData => language.Pick(
                $"{ProjectionWords.Size(share.Part)} of {ProjectionWords.Size(share.Whole)} are unused.",
                $"流量 {ProjectionWords.Size(share.Whole)}，未使用 {ProjectionWords.Size(share.Part)}。"),
            RefundGround.UnusedDays => language.Pick(
                $"{share.Part} of {share.Whole} days are still to come.",
                $"共 {share.Whole} 天，剩余 {share.Part} 天。"),
            _ => language.Pick("All of it is taken back.", "全额退回。"),
        };
        var what = refund.Decision.Means == RefundMeans.Points
            ? language.Pick(
                $"The card gets {refund.Points} points, and the customer no money.",
                $"退为卡内 {refund.Points} 积分，不退现金。")
            : language.Pick(
                $"The customer gets {refund.CustomerGets} back.", $"应退还顾客 {refund.CustomerGets}。");
        return why + language.Pick(" ", "") + what;
    }

    private static Money TaxOf(PriceBreakdown part) =>
        part.Levels.FirstOrDefault(level => level.Number == 0) is { } own
            ? CommissionAccrual.TaxAtCredit(own, part.Commission.Credit)
            : Money.Zero(part.Commission.Credit.Currency);

    private static Wire.RefundedPromotion Of(PriceLine line, RefundDecision decision) => new()
    {
        RuleId = line.RuleId,
        Amount = line.Step == PriceStep.Points || line.Grant is not null
            ? null
            : (line.Amount with { Minor = line.Spends }).ToWire(),
        Points = line.Step == PriceStep.Points ? line.Amount.Minor : 0,
        UseGivenBack = decision.IsInFull,
    };
}
