using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Pricing;

namespace Partner.Core.TopUps;

/// <summary>
/// What would be sold, to whom, for how much: the part of the decision that no concurrent sale can change.
/// </summary>
/// <param name="Card">The card.</param>
/// <param name="CardType">Its type.</param>
/// <param name="PlanCode">The plan.</param>
/// <param name="Channel">Where.</param>
/// <param name="Price">The price; the quote's where there is one.</param>
/// <param name="ReversalWindow">As the plan says.</param>
public sealed record TopUpOffer(
    CardNumber Card, CardType CardType, string PlanCode, Channel Channel, PriceBreakdown Price, TimeSpan ReversalWindow)
{
    /// <summary>Works the offer out. The order of the checks is the order of precedence: plan, card, amount.</summary>
    /// <param name="card">The card.</param>
    /// <param name="planCode">The plan.</param>
    /// <param name="amount">The chosen amount; null when not given.</param>
    /// <param name="channel">Where it is sold.</param>
    /// <param name="terms">The versions in force at the decision time.</param>
    /// <param name="floatCurrency">The currency of the partner's float.</param>
    public static Result<TopUpOffer> Make(
        CardNumber card, string planCode, Money? amount, Channel channel, SellingTerms terms, Currency floatCurrency)
    {
        if (terms.Catalogue.Find(planCode) is not { } plan)
        {
            return new Refusal(Reason.PlanNotFound).With("plan", $"plans/{planCode}");
        }

        if (terms.Catalogue.TypeOf(card) is not { } cardType)
        {
            return new Refusal(Reason.CardUnknown);
        }

        if (plan.CardType != cardType)
        {
            return new Refusal(Reason.PlanCardMismatch).With("plan", $"plans/{planCode}");
        }

        var face = FaceOf(plan, amount);
        if (face.Refusal is { } refusal)
        {
            return refusal;
        }

        if (plan.Price.Currency != floatCurrency)
        {
            return new Refusal(Reason.CurrencyNotSupported).With("currency", plan.Price.Currency.Code);
        }

        var price = Pricer.Price(face.Value, channel, terms.Book);
        return new TopUpOffer(card, cardType, planCode, channel, price, plan.ReversalWindow);
    }

    /// <summary>The offer that a quote holds, or why it does not hold for this order.</summary>
    /// <param name="order">The order; what it names beside the quote must agree with it.</param>
    /// <param name="quote">The quote; null when the partner has no such quote.</param>
    /// <param name="now">The decision time.</param>
    public static Result<TopUpOffer> FromQuote(TopUpOrder order, QuoteRecord? quote, DateTimeOffset now)
    {
        if (quote is null)
        {
            return new Refusal(Reason.QuoteNotFound);
        }

        var agrees = (order.Card is null || order.Card == quote.Card)
            && (order.PlanCode is null || order.PlanCode == quote.PlanCode)
            && (order.Amount is null || order.Amount == quote.Price.Face)
            && (order.Channel is null || order.Channel == quote.Channel);
        if (!agrees)
        {
            return new Refusal(Reason.QuoteMismatch);
        }

        return now >= quote.ExpiresAt
            ? new Refusal(Reason.QuoteExpired)
            : new TopUpOffer(
                quote.Card, quote.CardType, quote.PlanCode, quote.Channel, quote.Price, quote.ReversalWindow);
    }

    private static Result<Money> FaceOf(Plan plan, Money? amount) => (plan.Price, amount) switch
    {
        (PlanPrice.Fixed price, null) => price.Amount,
        (_, null) => Refused("is required: the plan leaves a choice of amounts", "必须填写：该套餐可选多种面额"),
        (_, { } chosen) when plan.Price.Allows(chosen) => chosen,
        _ => Refused("is not an amount that the plan is sold at", "不是该套餐可售的面额"),
    };

    private static Refusal Refused(string problem, string problemZh) =>
        Refusal.Of(Reason.AmountNotAllowed, new FieldViolation("amount", problem, problemZh));
}
