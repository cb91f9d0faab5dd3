using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Refunds;

namespace Partner.Core.TopUps;

/// <summary>What is asked for, in normalised values.</summary>
/// <param name="Amount">The chosen amount; null when not given.</param>
/// <param name="Channel">Where it is sold.</param>
/// <param name="Outlet">The seller's outlet; empty when none.</param>
/// <param name="Coupon">The coupon named; null when none.</param>
/// <param name="Facts">Live facts of the card; null without a quote.</param>
public sealed record SaleInput(
    CardNumber Card,
    PlanCode PlanCode,
    Money? Amount,
    Channel Channel,
    string Outlet,
    string? Coupon,
    CardFacts? Facts)
{
    /// <summary>Whether a pack that would wait for its turn begins at once instead.</summary>
    public bool StartNow { get; init; }
}

/// <summary>
/// A sale whose plan, card and amount are in order and whose rules are found. Only what was counted is missing, which
/// the transaction that saves reads anew; so the offer is made there, and may be made again.
/// </summary>
/// <param name="CardType">Its type.</param>
/// <param name="Rules">The rules for such sales.</param>
/// <param name="Request">What the pricer is asked.</param>
public sealed record PreparedSale(CardNumber Card, CardType CardType, SaleRules Rules, PricingRequest Request)
{
    /// <summary>Whether a pack that would wait for its turn begins at once instead.</summary>
    public bool StartNow { get; init; }

    /// <summary>How often the plan may go onto the card; null where nothing limits it.</summary>
    public CardStretch? Limit { get; init; }

    /// <summary>Whether it demands that the customer's identity document is checked.</summary>
    public bool DemandsIdCheck { get; init; }

    /// <summary>What has to be counted before the offer can be made.</summary>
    public PricingNeeds Needs => Limit is null
        ? Rules.Needs(Request.Coupon)
        : Rules.Needs(Request.Coupon) with { Stretch = Limit };

    /// <summary>Checks the sale. The order of the checks is the order of precedence: plan, card, amount.</summary>
    /// <param name="sale">What is asked for.</param>
    /// <param name="chain">The seller, its parent and so on.</param>
    /// <param name="terms">The versions in force at the decision time.</param>
    public static Result<PreparedSale> Of(
        SaleInput sale, IReadOnlyList<Payee> chain, SellingTerms terms, DateTimeOffset now)
    {
        if (terms.Catalogue.Find(sale.PlanCode) is not { } plan)
        {
            return new Refusal(Reason.PlanNotFound).With("plan", $"plans/{sale.PlanCode}");
        }

        if (terms.Catalogue.TypeOf(sale.Card) is not { } cardType)
        {
            return new Refusal(Reason.CardUnknown);
        }

        if (plan.CardType != cardType)
        {
            return new Refusal(Reason.PlanCardMismatch).With("plan", $"plans/{sale.PlanCode}");
        }

        var rules = terms.Index.Resolve(chain, plan, sale.Channel, sale.Outlet);
        var face = FaceOf(rules, sale.Amount);
        return face.Refusal is { } refusal
            ? refusal
            : new PreparedSale(
                sale.Card, cardType, rules, new PricingRequest(face.Value, now, sale.Coupon, sale.Facts))
            {
                StartNow = sale.StartNow,
                Limit = CardStretch.Of(plan, terms.Catalogue, now),
                DemandsIdCheck = terms.Catalogue.DemandsIdCheck(plan, sale.Channel),
            };
    }

    /// <summary>The offer at what was counted.</summary>
    /// <param name="facts">What was counted.</param>
    /// <returns>The offer, or CARD_LIMIT_REACHED, or why the pricer refused.</returns>
    public Result<TopUpOffer> Offer(PricingFacts facts)
    {
        if (Limit?.Check(facts.Sold) is { } reached)
        {
            return reached;
        }

        var price = Pricer.Price(Rules, Request, facts);
        return price.Refusal is { } refusal
            ? refusal
            : new TopUpOffer(
                Card, CardType, Rules.Plan.Code, Rules.Channel, price.Value, Rules.Plan.ReversibleFor)
            {
                StartNow = StartNow,
                Refund = RefundTerms.Of(Rules.Plan, Request.Face),
                DemandsIdCheck = DemandsIdCheck,
            };
    }

    /// <summary>A fixed plan is sold at its price, which may be the price list's; another amount is refused.</summary>
    private static Result<Money> FaceOf(SaleRules rules, Money? amount) => (rules.FixedFace, amount) switch
    {
        ({ } price, null) => price,
        ({ } price, { } given) when given == price => price,
        (null, null) => Refused("is required: the plan leaves a choice of amounts", "必须填写：该套餐可选多种面额"),
        (null, { } chosen) when rules.Plan.Price.Allows(chosen) => chosen,
        _ => Refused("is not an amount that the plan is sold at", "不是该套餐可售的面额"),
    };

    private static Refusal Refused(string problem, string problemZh) =>
        Refusal.Of(Reason.AmountNotAllowed, new FieldViolation("amount", problem, problemZh));
}
