using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.Tests.Support;
using Partner.Core.TopUps;

namespace Partner.Core.Tests.TopUps;

/// <summary>A quote reserves nothing: its sale counts again what its price and its plan depend on.</summary>
public sealed class QuotedSaleTests
{
    private static readonly PromotionLimits Once = new(1, null, null, null);

    private static readonly CardStretch OnceAMonth = new(
        new PlanCode("phone-100"), new CardLimit(1, new CalendarPeriod(PeriodUnit.Month, 1)), TimeZoneInfo.Utc,
        Given.Noon);

    private static readonly PricingFacts Unused = new(true, new Dictionary<string, PromotionUse>(), 0);

    private static readonly PricingFacts UsedUp = Unused with
    {
        Uses = new Dictionary<string, PromotionUse> { ["once"] = new(1, 1, 1, 0) },
    };

    [Fact]
    public void The_promotions_with_limits_and_the_first_top_up_are_counted_again_where_the_price_has_them()
    {
        var all = new SaleProposal.AtQuotedPrice(Quoted(Line("once", Once), Line("first", null, true), Line("any")));
        var none = new SaleProposal.AtQuotedPrice(Quoted(Line("any")), OnceAMonth);

        Assert.True(all.Needs.First);
        Assert.Equal(["once"], all.Needs.Promotions);
        Assert.Null(all.Needs.Stretch);
        Assert.False(none.Needs.First);
        Assert.Empty(none.Needs.Promotions);
        Assert.Equal(OnceAMonth, none.Needs.Stretch);
    }

    [Fact]
    public void It_is_sold_as_quoted_while_there_is_room_with_the_identity_check_that_is_demanded_now()
    {
        var quoted = Quoted(Line("once", Once));

        Assert.Equal(quoted, new SaleProposal.AtQuotedPrice(quoted, OnceAMonth).Offer(Unused).Value);
        Assert.Equal(
            quoted with { DemandsIdCheck = true },
            new SaleProposal.AtQuotedPrice(quoted) { DemandsIdCheck = true }.Offer(Unused).Value);
    }

    [Fact]
    public void A_card_at_its_limit_is_told_before_a_promotion_that_is_used_up()
    {
        var quoted = Quoted(Line("once", Once));
        var sold = UsedUp with { Sold = [Given.Noon.AddDays(-1)] };

        Assert.Equal(Reason.CardLimitReached, Refusal(OnceAMonth, sold)?.Reason);
        Assert.Equal(Reason.CardLimitReached, Refusal(OnceAMonth, sold with { Uses = Unused.Uses })?.Reason);
        Assert.Equal(Reason.PromotionExhausted, Refusal(OnceAMonth, UsedUp)?.Reason);
        Assert.Equal("promotions/once", Refusal(null, sold)?.Metadata["promotion"]);

        Refusal? Refusal(CardStretch? limit, PricingFacts facts) =>
            new SaleProposal.AtQuotedPrice(quoted, limit).Offer(facts).Refusal;
    }

    private static TopUpOffer Quoted(params PriceLine[] lines)
    {
        var offer = Given.Offer();
        return offer with { Price = offer.Price with { Lines = [.. offer.Price.Lines, .. lines] } };
    }

    private static PriceLine Line(string id, PromotionLimits? limits = null, bool firstOnly = false) =>
        new(PriceStep.Discount, id, "promotions@1", Given.Fen(-1), Funder.Partner)
        {
            Limits = limits,
            FirstOnly = firstOnly,
        };
}
