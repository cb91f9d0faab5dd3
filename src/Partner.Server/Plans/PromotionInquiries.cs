using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.TopUps;
using Partner.Server.Issuer;
using Partner.Server.Issuer.Wire;
using Partner.Server.Security;
using Partner.Storage;

namespace Partner.Server.Plans;

/// <summary>A sale that promotions are asked about. What is null is open, and then nothing is judged by it.</summary>
/// <param name="Amount">The amount; never without a plan.</param>
/// <param name="Coupon">The coupon named; null when none.</param>
internal sealed record PromotionInquiry(
    CardNumber? Card, PlanCode? PlanCode, Money? Amount, Channel? Channel, string? Coupon);

/// <summary>A promotion and whether it applies.</summary>
/// <param name="ValidUntil">When its version ends, exclusive; null when no end is published.</param>
/// <param name="Eligibility">Whether it applies, as far as the inquiry tells.</param>
internal sealed record JudgedPromotion(
    Promotion Promotion, DateTimeOffset? ValidUntil, PromotionEligibility Eligibility);

/// <summary>Tells which promotions a partner can sell with, and why one does not apply to a sale.</summary>
internal sealed class PromotionInquiries(
    TermsSource terms,
    SalePreparation preparation,
    PartnerDirectory partners,
    PartnerStore store,
    IIssuerGateway issuer,
    TimeProvider clock)
{
    private sealed record Known(
        SellingTerms Terms, IReadOnlyList<Payee> Chain, Plan? Plan, SaleRules? Rules, Money? Face);

    /// <summary>Judges the promotions in force, but for those that name other partners.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="inquiry">About which sale.</param>
    /// <returns>
    /// The promotions by group and id; or PLAN_NOT_FOUND, CARD_UNKNOWN, PLAN_CARD_MISMATCH or AMOUNT_NOT_ALLOWED.
    /// </returns>
    public async Task<Result<IReadOnlyList<JudgedPromotion>>> JudgeAsync(
        Caller caller, PromotionInquiry inquiry, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var prepared = await PrepareAsync(caller, inquiry, now, cancel);
        if (prepared.Refusal is { } refusal)
        {
            return refusal;
        }

        var facts = await FactsAsync(inquiry.Card, cancel);
        if (facts.Refusal is { } unknown)
        {
            return unknown;
        }

        if (prepared.Value is not { } known)
        {
            return Array.Empty<JudgedPromotion>();
        }

        List<Promotion> promotions = [.. known.Terms.Rules.Promotions
            .Where(promotion => promotion.IsFor(caller.PartnerId))
            .OrderBy(promotion => promotion.Group)
            .ThenBy(promotion => promotion.Id, StringComparer.Ordinal)];
        var counted = await store.TopUps
            .CountAsync(caller.PartnerId, inquiry.Card, Promotions.NeedsOf(promotions), cancel);
        var discounts = DiscountsOf(PriceOf(known, inquiry, facts.Value, counted, now), promotions);
        var sale = new PromotionSale(
            known.Chain[0], known.Plan, inquiry.Channel, now, inquiry.Coupon, facts.Value)
        {
            AnyCard = inquiry.Card is null,
        };
        var ends = terms.TimelineAt(now).InForce(now)
            .Where(version => version.Parsed.Promotions is not null)
            .ToDictionary(
                version => version.Parsed.Document.FullVersion, version => version.End, StringComparer.Ordinal);
        return promotions
            .Select(promotion => new JudgedPromotion(
                promotion,
                ends.GetValueOrDefault(promotion.Version),
                Promotions.Eligibility(
                    promotion, sale, counted, Running(promotion, known.Face?.Minor, discounts))))
            .ToList();
    }

    /// <summary>Checks plan, card and amount against each other, as far as they are given.</summary>
    /// <returns>Null in it while nothing is published.</returns>
    private async Task<Result<Known?>> PrepareAsync(
        Caller caller, PromotionInquiry inquiry, DateTimeOffset now, CancellationToken cancel)
    {
        var inForce = terms.At(now);
        var plan = inquiry.PlanCode is { } code ? inForce?.Catalogue.Find(code) : null;
        if (inquiry.PlanCode is not null && plan is null)
        {
            return new Refusal(Reason.PlanNotFound).With("plan", $"plans/{inquiry.PlanCode}");
        }

        var cardType = inquiry.Card is null ? null : inForce?.Catalogue.TypeOf(inquiry.Card);
        if (inquiry.Card is not null && cardType is null)
        {
            return new Refusal(Reason.CardUnknown);
        }

        if (cardType is not null && plan is not null && plan.CardType != cardType)
        {
            return new Refusal(Reason.PlanCardMismatch).With("plan", $"plans/{plan.Code}");
        }

        if (inForce is null)
        {
            return (Known?)null;
        }

        var seller = await partners.GetAsync(caller.PartnerId, cancel);
        var chain = await preparation.ChainAsync(seller, inForce, cancel);
        var rules = plan is not null && inquiry.Channel is { } channel
            ? inForce.Index.Resolve(chain, plan, channel, caller.Outlet ?? "")
            : null;
        var face = rules?.FixedFace ?? (rules is null ? (plan?.Price as PlanPrice.Fixed)?.Amount : null);
        var allowed = inquiry.Amount is not { } amount
            || (plan!.Price is PlanPrice.Fixed ? rules is null || amount == face : plan.Price.Allows(amount));
        return allowed
            ? new Known(inForce, chain, plan, rules, inquiry.Amount ?? face)
            : Refusal.Of(
                Reason.AmountNotAllowed,
                new FieldViolation(
                    "amount", "is not an amount that the plan is sold at", "不是该套餐可售的面额"));
    }

    /// <summary>
    /// What only the issuer knows of the card. When it does not answer, promotions that need it say so: NEEDS_QUOTE.
    /// </summary>
    private async Task<Result<CardFacts?>> FactsAsync(CardNumber? card, CancellationToken cancel)
    {
        if (card is null)
        {
            return (CardFacts?)null;
        }

        var answer = await issuer.GetCardAsync(card, cancel);
        return answer.Verdict == IssuerCardVerdict.UnknownCard
            ? new Refusal(Reason.CardUnknown)
            : answer.Card is { } found ? new CardFacts(found.ValidUntil) : (CardFacts?)null;
    }

    /// <summary>The price of the sale when all of it is given: then every group's running amount is known.</summary>
    private static PriceBreakdown? PriceOf(
        Known known, PromotionInquiry inquiry, CardFacts? facts, PricingFacts counted, DateTimeOffset now)
    {
        if (inquiry.Card is null || known is not { Rules: { } rules, Face: { } face })
        {
            return null;
        }

        var coupon = inquiry.Coupon is { } named && rules.Takes(named) ? named : null;
        var price = Pricer.Price(rules, new PricingRequest(face, now, coupon, facts), counted);
        return price.Refusal is null ? price.Value : null;
    }

    /// <summary>The discounts of a price by their groups; none where there is no price yet.</summary>
    private static List<(int Group, long Minor)> DiscountsOf(PriceBreakdown? price, List<Promotion> promotions) =>
    [
        .. (price?.Lines ?? [])
            .Where(line => line.Step == PriceStep.Discount)
            .Select(line => (promotions.First(one => one.Id == line.RuleId).Group, line.Amount.Minor)),
    ];

    /// <summary>What is left of the face when it is a promotion's turn; gifts come after all discounts.</summary>
    private static long? Running(Promotion promotion, long? face, List<(int Group, long Minor)> discounts) =>
        face + discounts
            .Where(one => promotion.Gift != PromotionGift.Discount || one.Group < promotion.Group)
            .Sum(one => one.Minor);
}
