using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Ledger;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.TopUps;

namespace Partner.Core.Tests.Support;

/// <summary>Good values to start from; a test changes what it is about. The Storage tests use them too.</summary>
internal static class Given
{
    public static readonly Currency Cny = Currency.Of("CNY");

    public static readonly DateTimeOffset Noon = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    public static readonly CardNumber Card = CardNumber.Phone("+8613800000001")!;

    public static readonly Seller Seller = new("outlet-1", "till-1", "cashier-1", "ref-1", new DateOnly(2026, 1, 15));

    public static Money Fen(long minor) => new(minor, Cny);

    public static Money Yuan(long units) => new(units * 100, Cny);

    public static CardNumber CardNumbered(int number) => CardNumber.Phone($"+861380{number:D7}")!;

    public static PriceBreakdown Price(Money face, int rateBasisPoints = 300)
    {
        var prices = new RuleIndex(new RulesInForce(
            new PlanCatalogue("plans@1", [], []),
            [Prices(Channel.Web, face)],
            [],
            [Schedule(rateBasisPoints, face.Currency)],
            [],
            [],
            null));
        var plan = Plan("phone-100", new PlanPrice.Fixed(face));
        var rules = prices.Resolve(
            [new Payee(new PartnerId("acme"), null, null, face.Currency)], plan, Channel.Pos, "");
        return Pricer.Price(rules, new PricingRequest(face, Noon, null, null), PricingFacts.None).Value;
    }

    public static TopUpOffer Offer(Money? face = null, CardNumber? card = null, string plan = "phone-100") => new(
        card ?? Card, CardType.Phone, new PlanCode(plan), Channel.Pos, Price(face ?? Yuan(100)),
        TimeSpan.FromMinutes(30));

    public static TopUpOrder Order(
        string requestId = "request-0000000001", CardNumber? card = null, string plan = "phone-100") => new(
        new RequestId(requestId), card ?? Card, new PlanCode(plan), null, null, null, false, Channel.Pos, Seller);

    public static FloatPosition Float(long posted, long reserved = 0, long limit = 0) =>
        new(Cny, posted, reserved, limit, 1, Noon);

    public static TopUpRecord TopUp(TopUpState state = TopUpState.Processing) => new()
    {
        PartnerId = new PartnerId("acme"),
        Id = new TopUpId("00000000000000000000000001"),
        RequestId = new RequestId("request-0000000001"),
        Offer = Offer(),
        Seller = Seller,
        CreatedAt = Noon,
        State = state,
        FinalAt = state == TopUpState.Processing ? null : Noon,
    };

    public static ReversalRecord Reversal(ReversalState state = ReversalState.Processing) => new()
    {
        PartnerId = new PartnerId("acme"),
        Id = new ReversalId("00000000000000000000000002"),
        TopUpId = new TopUpId("00000000000000000000000001"),
        RequestId = new RequestId("request-0000000002"),
        Amount = Yuan(100),
        Clawback = Yuan(3),
        Comment = "",
        Till = new Till("outlet-1", "till-1", "cashier-1", new DateOnly(2026, 1, 15)),
        CreatedAt = Noon,
        State = state,
        FinalAt = state == ReversalState.Processing ? null : Noon,
    };

    public static QuoteRecord Quote(string id = "00000000000000000000000009") => new(
        new PartnerId("acme"), new QuoteId(id), Offer(), null, Noon, Noon.AddMinutes(5), null)
    {
        Outlet = Seller.Outlet,
    };

    public static Plan Plan(string code, PlanPrice price, CardType cardType = CardType.Phone) => new(
        new PlanCode(code), "Plan", "套餐", cardType, "amount", "CN", price, PeriodUnit.None, 0, 0,
        TimeSpan.FromMinutes(30));

    public static SellingTerms Terms(params IEnumerable<Plan> plans) => new(new RulesInForce(
        new PlanCatalogue("plans@1", plans, [new NumberRange("+8613", CardType.Phone)]),
        [],
        [],
        [Schedule()],
        [],
        [],
        null));

    /// <summary>A schedule of one rate for all sales.</summary>
    public static CommissionSchedule Schedule(int rate = 300, Currency? currency = null, string rule = "flat") => new(
        "commissions",
        "commissions@1",
        currency ?? Cny,
        TimeZoneInfo.Utc,
        CommissionBase.Face,
        Tiering.Marginal,
        CommissionMode.Instant,
        TaxMoment.Credit,
        [new CommissionRule(rule, Selector.Everything, new BasisPoints(rate), 0, null, null, [], null)]);

    /// <summary>A price list with one fee, which the partner keeps, on one channel.</summary>
    public static PriceList Prices(Channel channel, Money fee) => new(
        "prices@1",
        fee.Currency,
        [],
        [new FeeEntry("fee", new Selector { Channel = channel }, fee, default, null, null, new BasisPoints(10_000))]);
}
