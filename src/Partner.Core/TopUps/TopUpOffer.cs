using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Refunds;

namespace Partner.Core.TopUps;

/// <summary>
/// What is sold, to which card, for how much. The same value all along: a quote holds it, a sale is decided on it, and
/// the top-up keeps it.
/// </summary>
/// <param name="CardType">Its type.</param>
/// <param name="Channel">Where.</param>
/// <param name="Price">The price; the quote's where there is one.</param>
/// <param name="ReversalWindow">How long after success it can be taken back, as the plan says.</param>
public sealed record TopUpOffer(
    CardNumber Card,
    CardType CardType,
    PlanCode PlanCode,
    Channel Channel,
    PriceBreakdown Price,
    TimeSpan ReversalWindow)
{
    /// <summary>What its plan says of refunds; null: taken back as a whole while the window is open.</summary>
    public RefundTerms? Refund { get; init; }

    /// <summary>Whether a pack that would wait for its turn begins at once instead.</summary>
    public bool StartNow { get; init; }

    /// <summary>
    /// Whether its sale demands that the customer's identity document is checked, by the catalogue in force. It is not
    /// stored: of a quote it is worked out anew, and of a top-up what was checked is stored.
    /// </summary>
    public bool DemandsIdCheck { get; init; }

    /// <summary>The offer that a quote holds, or why it does not hold for this order.</summary>
    /// <param name="order">
    /// The order; what it names beside the quote must agree with it, and it must be of the quote's outlet.
    /// </param>
    /// <param name="quote">The quote; null when the partner has no such quote.</param>
    public static Result<TopUpOffer> FromQuote(TopUpOrder order, QuoteRecord? quote, DateTimeOffset now)
    {
        if (quote is null)
        {
            return new Refusal(Reason.QuoteNotFound);
        }

        var held = quote.Offer;
        var agrees = (order.Card is null || order.Card == held.Card)
            && (order.PlanCode is null || order.PlanCode == held.PlanCode)
            && (order.Amount is null || order.Amount == held.Price.Face)
            && (order.Channel is null || order.Channel == held.Channel)
            && (order.Coupon is null || order.Coupon == held.Price.Coupon)
            && (!order.StartNow || held.StartNow)
            && order.Seller.Outlet == quote.Outlet;
        if (!agrees)
        {
            return new Refusal(Reason.QuoteMismatch);
        }

        return now >= quote.ExpiresAt ? new Refusal(Reason.QuoteExpired) : held;
    }
}
