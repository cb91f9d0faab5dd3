using Partner.Core.Amounts;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Pricing;

/// <summary>What the lines of a price say about how they came about.</summary>
public sealed class PriceLineTests
{
    /// <remarks>The cap cuts off what would have had to be rounded, so that nothing is.</remarks>
    [Theory]
    [InlineData(PromotionGift.Discount, 250, null, 10_000, false)]
    [InlineData(PromotionGift.Discount, 250, null, 101, true)]
    [InlineData(PromotionGift.Discount, 250, 3L, 101, true)]
    [InlineData(PromotionGift.Discount, 250, 2L, 101, false)]
    [InlineData(PromotionGift.PartnerCashback, 250, null, 101, true)]
    [InlineData(PromotionGift.Points, 10_000, null, 100, false)]
    [InlineData(PromotionGift.Points, 10_000, null, 150, true)]
    [InlineData(PromotionGift.Points, 10_000, 1L, 150, true)]
    [InlineData(PromotionGift.Points, 10_000, 1L, 250, false)]
    public void A_percentage_says_whether_it_was_rounded(
        PromotionGift gift, int rate, long? cap, long face, bool rounded)
    {
        var promotion = RuleBook.Promotion("some", new PromotionWorth.Percent(new BasisPoints(rate), cap), gift);

        var price = RuleBook.Of(RuleBook.With(promotion)).Price(Given.Fen(face));

        Assert.Equal(rounded, Assert.Single(price.Lines, line => line.RuleId == "some").Rounded);
    }

    [Theory]
    [InlineData(250, null, null, 10_000, 250, false)]
    [InlineData(250, null, null, 101, 3, true)]
    [InlineData(250, 3L, 3L, 101, 3, true)]
    [InlineData(250, 50L, null, 101, 50, false)]
    [InlineData(250, null, 2L, 101, 2, false)]
    public void The_rate_of_a_fee_says_whether_it_was_rounded(
        int rate, long? least, long? most, long face, long fee, bool rounded)
    {
        var entry = RuleBook.Fee("fee", Selector.Everything) with
        {
            Fixed = null,
            Rate = new BasisPoints(rate),
            Minimum = least is { } minimum ? Given.Fen(minimum) : null,
            Maximum = most is { } maximum ? Given.Fen(maximum) : null,
        };

        var line = RuleBook.Of(RuleBook.With(entry)).Price(Given.Fen(face)).Lines[1];

        Assert.Equal((PriceStep.Fee, fee, rounded), (line.Step, line.Amount.Minor, line.Rounded));
    }

    [Fact]
    public void The_fee_of_one_sale_says_nothing_about_that_of_the_next()
    {
        var rules = RuleBook.Of(RuleBook.With(RuleBook.Fee("fee", Selector.Everything) with
        {
            Fixed = null,
            Rate = new BasisPoints(250),
        }));

        var lines = new long[] { 101, 120, 200, 101 }.Select(face => rules.Price(Given.Fen(face)).Lines[1]);

        Assert.Equal(
            [(3L, true), (3L, false), (5L, false), (3L, true)],
            lines.Select(line => (line.Amount.Minor, line.Rounded)));
    }

    [Fact]
    public void Every_line_but_face_and_fee_is_a_promotions()
    {
        var others = Enum.GetValues<PriceStep>().Where(step => !Line(step, 0).IsPromotion);

        Assert.Equal([PriceStep.Face, PriceStep.Fee], others);
    }

    [Fact]
    public void Discounts_spend_what_they_lower_the_price_by_and_gifts_what_they_give()
    {
        Assert.Equal(500, Line(PriceStep.Discount, -500).Spends);
        Assert.Equal(500, Line(PriceStep.CardCashback, 500).Spends);
    }

    private static PriceLine Line(PriceStep step, long minor) => new(step, "rule", "rules@1", Given.Fen(minor));
}
