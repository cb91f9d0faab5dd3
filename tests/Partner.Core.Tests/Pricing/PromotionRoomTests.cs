using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Pricing;

/// <summary>What has to be counted for promotions, and who is told that there is no room left.</summary>
public sealed class PromotionRoomTests
{
    private static readonly Promotion Welcome = RuleBook.OnlyFirst(RuleBook.Off("welcome", 900));

    [Fact]
    public void A_price_for_the_first_top_up_has_room_until_the_card_had_one()
    {
        var price = RuleBook.Of(RuleBook.With(Welcome)).Price(Given.Yuan(100), RuleBook.FirstTopUp);

        Assert.Null(Promotions.CheckRoom(price, RuleBook.FirstTopUp));
        var refusal = Promotions.CheckRoom(price, PricingFacts.None)!;
        Assert.Equal(
            (Reason.PromotionExhausted, "promotions/welcome"), (refusal.Reason, refusal.Metadata["promotion"]));
    }

    [Fact]
    public void Any_other_price_has_room_whether_or_not_the_card_had_a_top_up()
    {
        var price = RuleBook.Of(RuleBook.With(RuleBook.Off("always", 200))).Price(Given.Yuan(100));

        Assert.Null(Promotions.CheckRoom(price, PricingFacts.None));
        Assert.Null(Promotions.CheckRoom(price, RuleBook.FirstTopUp));
    }

    [Fact]
    public void Where_nothing_was_counted_no_promotion_for_the_first_top_up_applies()
    {
        var rules = RuleBook.Of(RuleBook.With(Welcome));

        Assert.Empty(rules.Price(Given.Yuan(100), PricingFacts.None).Discounts());
        Assert.Equal([("welcome", -900L)], rules.Price(Given.Yuan(100), RuleBook.FirstTopUp).Discounts());
    }

    [Fact]
    public void The_first_top_up_matters_however_many_promotions_are_for_it()
    {
        var always = RuleBook.Off("always", 200);

        Assert.True(Promotions.NeedsOf([Welcome, always]).First);
        Assert.True(Promotions.NeedsOf([Welcome, RuleBook.OnlyFirst(always)]).First);
        Assert.False(Promotions.NeedsOf([always]).First);
    }

    [Fact]
    public void Only_the_limits_of_a_promotion_that_has_some_are_pinned()
    {
        var twice = new PromotionLimits(2, null, null, null);
        var rules = RuleBook.Of(RuleBook.With(
            RuleBook.Off("always", 100), RuleBook.Off("twice", 100, group: 2) with { Limits = twice }));

        var pinned = rules.Price(Given.Yuan(100)).Lines.Where(line => line.IsPromotion)
            .Select(line => (line.RuleId, line.Limits));

        Assert.Equal([("always", null), ("twice", twice)], pinned);
    }

    [Fact]
    public void A_gift_of_points_takes_from_its_budget_what_it_gives()
    {
        var points = RuleBook.Promotion("points", new PromotionWorth.Amount(20), PromotionGift.Points) with
        {
            Limits = new PromotionLimits(null, null, null, 100),
        };
        var price = RuleBook.Of(RuleBook.With(points)).Price(Given.Yuan(100));

        Assert.Null(Promotions.CheckRoom(price, Spent("points", 80)));
        Assert.NotNull(Promotions.CheckRoom(price, Spent("points", 81)));
    }

    [Fact]
    public void While_the_amount_is_open_only_a_budget_that_is_used_up_excludes_a_promotion()
    {
        var promotion = RuleBook.Off("spring", 100) with { Limits = new PromotionLimits(null, null, null, 500) };

        Assert.Equal(PromotionEligibility.Eligible, Eligibility(promotion, null, Spent("spring", 499)));
        Assert.Equal(PromotionEligibility.Budget, Eligibility(promotion, null, Spent("spring", 500)));
        Assert.Equal(PromotionEligibility.Budget, Eligibility(promotion, 1_000, Spent("spring", 499)));
    }

    [Fact]
    public void A_threshold_is_reached_by_exactly_its_amount()
    {
        var promotion = RuleBook.Promotion("off", new PromotionWorth.Threshold(5_000, 100, Repeats: false));

        Assert.Equal(PromotionEligibility.BelowThreshold, Eligibility(promotion, 4_999, PricingFacts.None));
        Assert.Equal(PromotionEligibility.Eligible, Eligibility(promotion, 5_000, PricingFacts.None));
    }

    private static PromotionEligibility Eligibility(Promotion promotion, long? running, PricingFacts facts) =>
        Promotions.Eligibility(
            promotion,
            new PromotionSale(RuleBook.Acme, RuleBook.Any, Channel.Pos, Given.Noon, null, null),
            facts,
            running);

    private static PricingFacts Spent(string promotion, long spent) => PricingFacts.None with
    {
        Uses = new Dictionary<string, PromotionUse> { [promotion] = new(1, 1, 1, spent) },
    };
}
