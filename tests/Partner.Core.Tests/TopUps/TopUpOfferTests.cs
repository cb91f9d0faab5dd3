using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Tests.Support;
using Partner.Core.TopUps;

namespace Partner.Core.Tests.TopUps;

public sealed class TopUpOfferTests
{
    private const string Foreign = "+8713800000001";
    private const string Phone = "+8613800000001";

    private static readonly SellingTerms Terms = Given.Terms(
        Given.Plan("fixed", new PlanPrice.Fixed(Given.Yuan(100))),
        Given.Plan("choice", new PlanPrice.Denominations([Given.Yuan(50), Given.Yuan(100)])),
        Given.Plan("range", new PlanPrice.Range(Given.Yuan(10), Given.Yuan(500), Given.Yuan(10))),
        Given.Plan("yen", new PlanPrice.Fixed(new Money(500, Currency.Of("JPY")))),
        Given.Plan("travel", new PlanPrice.Fixed(Given.Yuan(100)), CardType.Travel));

    [Theory]
    [InlineData("fixed", null, 10_000)]
    [InlineData("fixed", "100.00 CNY", 10_000)]
    [InlineData("choice", "50.00 CNY", 5_000)]
    [InlineData("range", "500.00 CNY", 50_000)]
    public void The_face_is_the_plans_price_or_the_chosen_amount(string plan, string? amount, long face)
    {
        var offer = Make(Phone, plan, amount).Value;

        Assert.Equal(Given.Fen(face), offer.Price.Face);
        Assert.Equal(Given.Fen(face), offer.Price.NetDebit);
        Assert.Equal(
            (plan, CardType.Phone, Channel.Pos, TimeSpan.FromMinutes(30)),
            (offer.PlanCode.Value, offer.CardType, offer.Channel, offer.ReversalWindow));
    }

    // Each line has its own reason and, where they can meet, those of the lines below it.
    [Theory]
    [InlineData(Foreign, "none", "1.00 CNY", Reason.PlanNotFound)]
    [InlineData(Phone, "FIXED", null, Reason.PlanNotFound)]
    [InlineData(Foreign, "travel", "1.00 CNY", Reason.CardUnknown)]
    [InlineData(Foreign, "yen", "1.00 CNY", Reason.CardUnknown)]
    [InlineData(Phone, "travel", "1.00 CNY", Reason.PlanCardMismatch)]
    [InlineData(Phone, "yen", "1.00 CNY", Reason.AmountNotAllowed)]
    [InlineData(Phone, "fixed", "99.99 CNY", Reason.AmountNotAllowed)]
    [InlineData(Phone, "fixed", "100.00 USD", Reason.AmountNotAllowed)]
    [InlineData(Phone, "choice", null, Reason.AmountNotAllowed)]
    [InlineData(Phone, "choice", "75.00 CNY", Reason.AmountNotAllowed)]
    [InlineData(Phone, "range", null, Reason.AmountNotAllowed)]
    [InlineData(Phone, "range", "15.00 CNY", Reason.AmountNotAllowed)]
    [InlineData(Phone, "range", "510.00 CNY", Reason.AmountNotAllowed)]
    [InlineData(Phone, "yen", null, Reason.FxRateMissing)]
    [InlineData(Phone, "yen", "500 JPY", Reason.FxRateMissing)]
    public void What_cannot_be_sold_is_refused_plan_before_card_before_amount(
        string card, string plan, string? amount, Reason reason)
    {
        var refusal = Make(card, plan, amount).Refusal;

        Assert.Equal(reason, refusal?.Reason);
        Assert.Equal(
            reason == Reason.AmountNotAllowed, refusal!.Violations.Any(violation => violation.Field == "amount"));
    }

    [Theory]
    [InlineData(Phone, "none", "plans/none")]
    [InlineData(Phone, "travel", "plans/travel")]
    public void A_plan_that_is_not_there_or_not_for_the_card_is_named(string card, string plan, string named) =>
        Assert.Equal(named, Make(card, plan, null).Refusal?.Metadata["plan"]);

    [Theory]
    [InlineData("choice", null, "is required: the plan leaves a choice of amounts", "必须填写：该套餐可选多种面额")]
    [InlineData("choice", "75.00 CNY", "is not an amount that the plan is sold at", "不是该套餐可售的面额")]
    public void A_missing_amount_and_a_wrong_one_are_told_apart(
        string plan, string? amount, string problem, string problemZh) => Assert.Equal(
        new FieldViolation("amount", problem, problemZh),
        Assert.Single(Make(Phone, plan, amount).Refusal!.Violations));

    [Fact]
    public void A_quote_holds_its_price_whatever_the_terms_are_now()
    {
        var offer = TopUpOffer.FromQuote(QuoteOnly(), Given.Quote(), Given.Noon).Value;

        Assert.Equal(Given.Offer().Price.NetDebit, offer.Price.NetDebit);
        Assert.Equal(
            (Given.Card, CardType.Phone, "phone-100", Channel.Pos, TimeSpan.FromMinutes(30)),
            (offer.Card, offer.CardType, offer.PlanCode.Value, offer.Channel, offer.ReversalWindow));
    }

    [Fact]
    public void An_order_may_repeat_what_the_quote_says()
    {
        var order = QuoteOnly() with
        {
            Card = Given.Card,
            PlanCode = new PlanCode("phone-100"),
            Amount = Given.Yuan(100),
            Channel = Channel.Pos,
        };

        Assert.Null(TopUpOffer.FromQuote(order, Given.Quote(), Given.Noon).Refusal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("SPRING")]
    public void An_order_need_not_repeat_its_quotes_coupon_and_may(string? coupon)
    {
        var quote = Given.Quote();
        quote = quote with
        {
            Offer = quote.Offer with { Price = quote.Offer.Price with { Coupon = "SPRING" } },
        };

        Assert.Null(TopUpOffer.FromQuote(QuoteOnly() with { Coupon = coupon }, quote, Given.Noon).Refusal);
    }

    [Fact]
    public void An_order_without_an_outlet_is_of_its_quotes_outlet()
    {
        var silent = QuoteOnly() with { Seller = Given.Seller with { Outlet = "" } };

        Assert.Equal(Given.Seller, silent.Beside(Given.Quote()).Seller);
        Assert.Equal("store-2", (silent with { Seller = Given.Seller with { Outlet = "store-2" } })
            .Beside(Given.Quote()).Seller.Outlet);
        Assert.Equal("", silent.Beside(null).Seller.Outlet);
    }

    public static TheoryData<string, Func<TopUpOrder, TopUpOrder>> Disagreements => new()
    {
        { "card", order => order with { Card = Given.CardNumbered(2) } },
        { "plan", order => order with { PlanCode = new PlanCode("phone-50") } },
        { "amount", order => order with { Amount = Given.Fen(9_999) } },
        { "currency", order => order with { Amount = new Money(10_000, Currency.Of("USD")) } },
        { "channel", order => order with { Channel = Channel.Web } },
        { "coupon", order => order with { Coupon = "SPRING" } },
        { "start now", order => order with { StartNow = true } },
        { "outlet", order => order with { Seller = order.Seller with { Outlet = "store-2" } } },
        { "no outlet", order => order with { Seller = order.Seller with { Outlet = "" } } },
    };

    [Theory]
    [MemberData(nameof(Disagreements))]
    public void An_order_that_disagrees_with_its_quote_is_refused_also_once_it_expired(
        string field, Func<TopUpOrder, TopUpOrder> disagree)
    {
        foreach (var now in new[] { Given.Noon, Given.Noon.AddHours(1) })
        {
            var refusal = TopUpOffer.FromQuote(disagree(QuoteOnly()), Given.Quote(), now).Refusal;

            Assert.True(refusal?.Reason == Reason.QuoteMismatch, field);
        }
    }

    [Fact]
    public void A_quote_ends_exactly_at_its_expiry()
    {
        var expiry = Given.Quote().ExpiresAt;

        Assert.Null(TopUpOffer.FromQuote(QuoteOnly(), Given.Quote(), expiry.AddTicks(-1)).Refusal);
        Assert.Equal(
            Reason.QuoteExpired, TopUpOffer.FromQuote(QuoteOnly(), Given.Quote(), expiry).Refusal?.Reason);
    }

    [Fact]
    public void A_quote_that_is_not_there_is_not_found() =>
        Assert.Equal(Reason.QuoteNotFound, TopUpOffer.FromQuote(QuoteOnly(), null, Given.Noon).Refusal?.Reason);

    private static TopUpOrder QuoteOnly() => Given.Order() with
    {
        Card = null,
        PlanCode = null,
        Amount = null,
        Channel = null,
        QuoteId = Given.Quote().Id,
    };

    private static Result<TopUpOffer> Make(string card, string plan, string? amount)
    {
        var chosen = amount is null ? null : Money.Parse(amount);
        var prepared = PreparedSale.Of(
            new SaleInput(CardNumber.Phone(card)!, new PlanCode(plan), chosen, Channel.Pos, "", null, null),
            [new Payee(new PartnerId("acme"), null, null, Given.Cny)],
            Terms,
            Given.Noon);
        return prepared.Refusal is { } refusal ? refusal : prepared.Value.Offer(PricingFacts.None);
    }
}
