using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Refunds;
using Partner.Core.Rules;
using Partner.Core.Tests.Support;
using Partner.Core.TopUps;

namespace Partner.Core.Tests.TopUps;

/// <summary>What the plan and the order say beside the price reaches the offer, and what has to be counted.</summary>
public sealed class PreparedSaleTests
{
    private static readonly CardLimit OnceAMonth = new(1, new CalendarPeriod(PeriodUnit.Month, 1));

    private static readonly PlanConditions Strict = new()
    {
        IdCheck = true,
        MaximumPerCard = OnceAMonth,
        Refund = new RefundPolicy(RefundScope.Unused, null, RefundMeans.Points),
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_said_of_start_identity_and_refunds_is_the_offers(bool startNow)
    {
        var strict = Prepare(Strict, startNow).Offer(PricingFacts.None).Value;
        var plain = Prepare(PlanConditions.None, startNow).Offer(PricingFacts.None).Value;

        Assert.Equal((startNow, startNow), (strict.StartNow, plain.StartNow));
        Assert.Equal((true, false), (strict.DemandsIdCheck, plain.DemandsIdCheck));
        Assert.Equal(new RefundTerms(RefundScope.Unused, RefundMeans.Points), strict.Refund);
        Assert.Null(plain.Refund);
    }

    [Fact]
    public void Earlier_sales_to_the_card_are_counted_where_the_plan_limits_them_beside_what_promotions_need()
    {
        var (limited, free) = (Prepare(Strict, false, First), Prepare(PlanConditions.None, false, First));

        Assert.Equal((true, limited.Limit), (limited.Needs.First, limited.Needs.Stretch));
        Assert.Equal(OnceAMonth, limited.Needs.Stretch?.Limit);
        Assert.True(free.Needs.First);
        Assert.Null(free.Needs.Stretch);
        Assert.Equal(PricingNeeds.None, Prepare(PlanConditions.None, false).Needs);
    }

    [Fact]
    public void A_card_that_has_the_plan_as_often_as_it_may_gets_no_offer()
    {
        var facts = PricingFacts.None with { Sold = [Given.Noon.AddDays(-1)] };

        var refusal = Prepare(Strict, false).Offer(facts).Refusal;

        Assert.Equal((Reason.CardLimitReached, "plans/pack"), (refusal?.Reason, refusal?.Metadata["plan"]));
        Assert.Null(Prepare(PlanConditions.None, false).Offer(facts).Refusal);
    }

    private static Promotion First => RuleBook.OnlyFirst(RuleBook.Off("welcome", 1));

    private static PreparedSale Prepare(PlanConditions conditions, bool startNow, params Promotion[] promotions)
    {
        var plan = Given.Plan("pack", new PlanPrice.Fixed(Given.Yuan(100))) with { Conditions = conditions };
        var rules = Given.Terms(plan).Rules with { Promotions = promotions };
        return PreparedSale.Of(
            new SaleInput(Given.Card, plan.Code, null, Channel.Pos, "", null, null) { StartNow = startNow },
            [RuleBook.Acme],
            new SellingTerms(rules),
            Given.Noon).Value;
    }
}
