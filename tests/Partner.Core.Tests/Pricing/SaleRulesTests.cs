using Partner.Core.Amounts;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Pricing;

/// <summary>The rules of one kind of sale serve many: none leaves a trace in the price of the next.</summary>
public sealed class SaleRulesTests
{
    [Fact]
    public void Sales_of_one_plan_with_different_discounts_earn_on_their_own_amounts()
    {
        var rules = RuleBook.Of(
            RuleBook.With(RuleBook.OnlyFirst(RuleBook.Off("welcome", 1_000))) with
            {
                Schedules = [Given.Schedule() with { Base = CommissionBase.FaceLessDiscount }],
            },
            RuleBook.Hundred);

        PricingFacts[] cards = [RuleBook.FirstTopUp, PricingFacts.None, PricingFacts.None, RuleBook.FirstTopUp];
        var bases = cards.Select(card => rules.Price(Given.Yuan(100), card).Levels[0].Terms.Base);

        Assert.Equal([Given.Yuan(90), Given.Yuan(100), Given.Yuan(100), Given.Yuan(90)], bases);
    }

    [Fact]
    public void A_coupon_applies_in_the_order_of_its_group_and_is_pinned()
    {
        var half = RuleBook.Promotion("half", new PromotionWorth.Percent(new BasisPoints(5_000), null), group: 2);
        var spring = RuleBook.WithCoupon(RuleBook.Off("spring", 1_000), "SPRING");
        var rules = RuleBook.Of(RuleBook.With(half, spring));

        var price = rules.Price(Given.Yuan(100), coupon: "SPRING");

        Assert.Equal([("spring", -1_000L), ("half", -4_500L)], price.Discounts());
        Assert.Equal("SPRING", price.Coupon);
        Assert.Null(rules.Price(Given.Yuan(100)).Coupon);
    }

    [Fact]
    public void Of_equal_promotions_the_lowest_id_wins_wherever_they_stand()
    {
        var (a, b) = (RuleBook.Off("a", 100), RuleBook.Off("b", 100));

        foreach (var promotions in new Promotion[][] { [a, b], [b, a] })
        {
            var coupons = promotions.Select(promotion => RuleBook.WithCoupon(promotion, "SPRING")).ToArray();

            Assert.Equal([("a", -100L)], RuleBook.Of(RuleBook.With(promotions)).Price(Given.Yuan(100)).Discounts());
            Assert.Equal(
                [("a", -100L)],
                RuleBook.Of(RuleBook.With(coupons)).Price(Given.Yuan(100), coupon: "SPRING").Discounts());
        }
    }

    [Fact]
    public void Each_of_many_groups_gives_its_discount()
    {
        var promotions = Enumerable.Range(1, 20).Select(group => RuleBook.Off($"p{group}", group, group)).ToArray();

        var price = RuleBook.Of(RuleBook.With(promotions)).Price(Given.Yuan(100));

        Assert.Equal(promotions.Select(one => (one.Id, -(long)one.Group)), price.Discounts());
    }

    [Fact]
    public void Without_a_fee_no_document_gave_it() => Assert.Equal("", RuleBook.Of(RuleBook.Empty).FeeVersion);
}
