using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Rules;

namespace Partner.Core.Pricing;

/// <summary>
/// Whether a promotion applies to a sale, or the first condition that it does not meet: the members stand in the order
/// of the checks, their numbers are those of the contract.
/// </summary>
public enum PromotionEligibility
{
    /// <summary>It applies, unless a better one of its group does.</summary>
    Eligible = 0,

    /// <summary>The plan is in another currency.</summary>
    WrongCurrency = 16,

    /// <summary>Not for this plan or its category.</summary>
    NotThisPlan = 1,

    /// <summary>Not through this channel.</summary>
    NotThisChannel = 2,

    /// <summary>Not in the partner's region.</summary>
    NotThisRegion = 3,

    /// <summary>Not for this partner.</summary>
    NotThisPartner = 4,

    /// <summary>The sale has to name the promotion's coupon.</summary>
    CouponNeeded = 7,

    /// <summary>Not on this day of the week.</summary>
    NotThisDay = 6,

    /// <summary>Not at this time of the day.</summary>
    OutsideWindow = 5,

    /// <summary>Only for a card's first top-up.</summary>
    NotFirst = 8,

    /// <summary>Depends on the card's validity, which only a quote asks for.</summary>
    NeedsQuote = 9,

    /// <summary>The card's validity is over, has no end, or ends too late.</summary>
    NotBeforeExpiry = 10,

    /// <summary>This card has used it as often as it may.</summary>
    LimitPerCard = 11,

    /// <summary>This partner has used it as often as it may.</summary>
    LimitPerPartner = 12,

    /// <summary>It was used as often as it may be in all.</summary>
    LimitTotal = 13,

    /// <summary>The running amount does not reach the threshold.</summary>
    BelowThreshold = 15,

    /// <summary>It does not fit what is left of its budget.</summary>
    Budget = 14,
}

/// <summary>A sale as promotions see it; when they are only asked about, parts of it may be open.</summary>
/// <param name="Seller">The selling partner.</param>
/// <param name="Plan">The plan; null while it is open, and then its conditions are not judged.</param>
/// <param name="Channel">The channel; null while it is open, and then its conditions are not judged.</param>
/// <param name="DecisionTime">The decision time (UTC).</param>
/// <param name="Coupon">The coupon named; null when none.</param>
/// <param name="Card">Live facts of the card; null without a quote.</param>
public readonly record struct PromotionSale(
    Payee Seller, Plan? Plan, Channel? Channel, DateTimeOffset DecisionTime, string? Coupon, CardFacts? Card)
{
    /// <summary>Whether the card is open: then neither its first top-up nor its validity is judged.</summary>
    public bool AnyCard { get; init; }
}

/// <summary>Which promotions apply, what they are worth, and whether there is room for them.</summary>
public static class Promotions
{
    private const long PointsPerUnit = 10_000;

    /// <summary>Whether a promotion applies. See <see cref="PromotionEligibility"/> for the order.</summary>
    /// <param name="facts">What was counted.</param>
    /// <param name="running">
    /// The running amount in minor units; null when it is not known, and then threshold and budget are not judged
    /// but for a budget that is used up.
    /// </param>
    public static PromotionEligibility Eligibility(
        Promotion promotion, in PromotionSale sale, PricingFacts facts, long? running)
    {
        var eligibility = Static(promotion, sale.Seller, sale.Plan, sale.Channel);
        if (eligibility == PromotionEligibility.Eligible)
        {
            eligibility = Live(promotion, sale, facts);
        }

        return eligibility == PromotionEligibility.Eligible ? ByAmount(promotion, facts, running) : eligibility;
    }

    /// <summary>
    /// Whether the promotions of a price still have room: a quote reserves none, so the reservation asks again.
    /// </summary>
    /// <param name="price">The price, with its promotions' limits pinned in the lines.</param>
    /// <param name="facts">What was counted in the transaction that saves.</param>
    /// <returns>
    /// PROMOTION_EXHAUSTED, naming the promotion: it is used up, or was for the card's first top-up, which there has
    /// been by now; null when there is room for all.
    /// </returns>
    public static Refusal? CheckRoom(PriceBreakdown price, PricingFacts facts)
    {
        foreach (var line in price.Lines)
        {
            if ((line.FirstOnly && !facts.FirstTopUp)
                || (line.Limits is { } limits
                    && Room(limits, UseOf(facts.Uses, line.RuleId), line.Spends) != PromotionEligibility.Eligible))
            {
                return new Refusal(Reason.PromotionExhausted).With("promotion", $"promotions/{line.RuleId}");
            }
        }

        return null;
    }

    /// <summary>
    /// What a promotion is worth on an amount, before limits: minor units, points, or the rank of what goes onto the
    /// card; 0 or more.
    /// </summary>
    /// <param name="amount">The running amount; for gifts face less discounts.</param>
    public static long Worth(Promotion promotion, Money amount)
    {
        var worth = Promised(promotion, amount);
        return promotion.Gift == PromotionGift.Discount ? Math.Min(worth, amount.Minor) : worth;
    }

    /// <summary>What a promotion promises on an amount, also where a discount promises more than there is.</summary>
    internal static long Promised(Promotion promotion, Money amount) => promotion.Worth switch
    {
        PromotionWorth.Percent percent => Math.Min(
            promotion.Gift == PromotionGift.Points
                ? PointsOf(percent.Rate, amount)
                : percent.Rate.OfHalfEven(amount).Minor,
            percent.Cap ?? long.MaxValue),
        PromotionWorth.Amount fixedAmount => fixedAmount.Minor,
        PromotionWorth.Threshold threshold when amount.Minor < threshold.Reach => 0,
        PromotionWorth.Threshold { Repeats: true } threshold => amount.Minor / threshold.Reach * threshold.Minor,
        PromotionWorth.Threshold threshold => threshold.Minor,
        PromotionWorth.Grant grant => amount.Minor < (grant.Reach ?? 0) ? 0 : grant.What.Rank,
        _ => throw new InvalidOperationException($"Promotion {promotion.Id} has no known worth."),
    };

    /// <summary>The conditions that only the sale's kind decides on: the same for every sale of a rule set.</summary>
    internal static PromotionEligibility Static(Promotion promotion, Payee seller, Plan? plan, Channel? channel)
    {
        var conditions = promotion.Conditions;
        return plan is not null && promotion.Currency != plan.Price.Currency ? PromotionEligibility.WrongCurrency
            : plan is not null
                && !(Allows(conditions.Plans, plan.Code.Value) && Allows(conditions.Categories, plan.Category))
                ? PromotionEligibility.NotThisPlan
            : channel is { } known && conditions.Channels.Count > 0 && !conditions.Channels.Contains(known)
                ? PromotionEligibility.NotThisChannel
            : !Allows(conditions.Regions, seller.Region) ? PromotionEligibility.NotThisRegion
            : !Allows(conditions.Partners, seller.PartnerId.Value) ? PromotionEligibility.NotThisPartner
            : PromotionEligibility.Eligible;
    }

    /// <summary>The conditions that depend on the coupon, the time, the card and what was counted.</summary>
    internal static PromotionEligibility Live(Promotion promotion, in PromotionSale sale, PricingFacts facts)
    {
        var conditions = promotion.Conditions;
        if (conditions.Coupon is { } coupon && !string.Equals(coupon, sale.Coupon, StringComparison.Ordinal))
        {
            return PromotionEligibility.CouponNeeded;
        }

        var timely = Timely(promotion, sale.DecisionTime);
        if (timely != PromotionEligibility.Eligible)
        {
            return timely;
        }

        if (conditions.FirstTopUp && !sale.AnyCard && !facts.FirstTopUp)
        {
            return PromotionEligibility.NotFirst;
        }

        if (conditions.BeforeExpiry && !sale.AnyCard && sale.Card is null)
        {
            return PromotionEligibility.NeedsQuote;
        }

        if (conditions.BeforeExpiry && !sale.AnyCard && !BeforeExpiry(conditions, sale.Card!, sale.DecisionTime))
        {
            return PromotionEligibility.NotBeforeExpiry;
        }

        return IsCounted(promotion)
            ? Room(promotion.Limits, UseOf(facts.Uses, promotion.Id), 0)
            : PromotionEligibility.Eligible;
    }

    /// <summary>The promotions among several whose uses have to be counted before anybody is told about them.</summary>
    public static PricingNeeds NeedsOf(IEnumerable<Promotion> promotions)
    {
        var (first, counted) = (false, new List<string>());
        foreach (var promotion in promotions)
        {
            first |= promotion.Conditions.FirstTopUp;
            if (IsCounted(promotion))
            {
                counted.Add(promotion.Id);
            }
        }

        return first || counted.Count > 0 ? new PricingNeeds(first, counted) : PricingNeeds.None;
    }

    /// <summary>Whether what a promotion is worth on an amount was rounded; what a cap cuts off was not.</summary>
    internal static bool IsRounded(Promotion promotion, Money amount) =>
        promotion.Worth is PromotionWorth.Percent percent
        && (promotion.Gift == PromotionGift.Points
            ? (Int128)amount.Minor * percent.Rate.Value % (PointsPerUnit * amount.Currency.MinorPerUnit) != 0
                && PointsOf(percent.Rate, amount) <= (percent.Cap ?? long.MaxValue)
            : !percent.Rate.IsExactOf(amount.Minor)
                && percent.Rate.OfHalfEven(amount).Minor <= (percent.Cap ?? long.MaxValue));

    /// <summary>Whether an amount fits what is left of a promotion's budget.</summary>
    internal static bool Fits(Promotion promotion, PricingFacts facts, long worth) =>
        promotion.Limits.Budget is not { } budget || worth <= budget - UseOf(facts.Uses, promotion.Id).Spent;

    /// <summary>Whether a promotion has a limit, so that its uses have to be counted.</summary>
    internal static bool IsCounted(Promotion promotion) =>
        promotion.Limits is not { PerCard: null, PerPartner: null, Total: null, Budget: null };

    private static PromotionEligibility ByAmount(Promotion promotion, PricingFacts facts, long? running)
    {
        if (running is not { } amount)
        {
            return Fits(promotion, facts, 1) ? PromotionEligibility.Eligible : PromotionEligibility.Budget;
        }

        if (amount < ReachOf(promotion.Worth))
        {
            return PromotionEligibility.BelowThreshold;
        }

        return Fits(promotion, facts, Worth(promotion, new Money(amount, promotion.Currency)))
            ? PromotionEligibility.Eligible
            : PromotionEligibility.Budget;
    }

    /// <summary>The amount from which on a promotion gives anything; null for any.</summary>
    private static long? ReachOf(PromotionWorth worth) => worth switch
    {
        PromotionWorth.Threshold threshold => threshold.Reach,
        PromotionWorth.Grant grant => grant.Reach,
        _ => null,
    };

    private static PromotionEligibility Room(PromotionLimits limits, PromotionUse use, long spends) =>
        use.ByCard >= (limits.PerCard ?? long.MaxValue) ? PromotionEligibility.LimitPerCard
        : use.ByPartner >= (limits.PerPartner ?? long.MaxValue) ? PromotionEligibility.LimitPerPartner
        : use.InAll >= (limits.Total ?? long.MaxValue) ? PromotionEligibility.LimitTotal
        : spends > (limits.Budget ?? long.MaxValue) - use.Spent ? PromotionEligibility.Budget
        : PromotionEligibility.Eligible;

    /// <summary>After midnight a window over midnight still is of the day before, on which it opened.</summary>
    private static PromotionEligibility Timely(Promotion promotion, DateTimeOffset decision)
    {
        var conditions = promotion.Conditions;
        if (conditions.Days.Count == 0 && conditions.From is null && conditions.To is null)
        {
            return PromotionEligibility.Eligible;
        }

        var local = TimeZoneInfo.ConvertTime(decision, promotion.Zone).DateTime;
        var (time, from) = (TimeOnly.FromDateTime(local), conditions.From ?? TimeOnly.MinValue);
        var opened = conditions.IsOvernight && time < conditions.To ? local.AddDays(-1) : local;
        if (conditions.Days.Count > 0 && !conditions.Days.Contains(opened.DayOfWeek))
        {
            return PromotionEligibility.NotThisDay;
        }

        var inside = conditions.To is not { } to || to == TimeOnly.MinValue
            ? time >= from
            : from <= to
                ? time >= from && time < to
                : time >= from || time < to;
        return inside ? PromotionEligibility.Eligible : PromotionEligibility.OutsideWindow;
    }

    private static bool BeforeExpiry(PromotionConditions conditions, CardFacts card, DateTimeOffset decision) =>
        card.ValidUntil is { } end
        && decision < end
        && (conditions.WithinDays is not { } days || end - decision <= TimeSpan.FromDays(days));

    /// <summary>10,000 basis points are one point for each whole unit of the currency, rounded down.</summary>
    private static long PointsOf(BasisPoints rate, Money amount) =>
        checked((long)((Int128)amount.Minor * rate.Value / (PointsPerUnit * amount.Currency.MinorPerUnit)));

    private static bool Allows(IReadOnlyList<string> list, string? value)
    {
        if (list.Count == 0)
        {
            return true;
        }

        for (var i = 0; i < list.Count; i++)
        {
            if (string.Equals(list[i], value, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static PromotionUse UseOf(IReadOnlyDictionary<string, PromotionUse> uses, string promotionId) =>
        uses.TryGetValue(promotionId, out var use) ? use : PromotionUse.None;
}
