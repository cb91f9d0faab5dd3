using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;

namespace Partner.Storage.Tests.Support;

/// <summary>Sales of a plan of 100 yuan by rules, priced inside the transaction as those of the server are.</summary>
internal sealed class PricedSales
{
    private readonly StoreFixture _fixture;
    private readonly RuleIndex _index;

    /// <summary>Sells by these rules.</summary>
    /// <param name="fixture">The store.</param>
    /// <param name="promotions">The promotions in force.</param>
    /// <param name="schedules">The commission schedules in force.</param>
    public PricedSales(
        StoreFixture fixture, IReadOnlyList<Promotion> promotions, IReadOnlyList<CommissionSchedule>? schedules = null)
    {
        _fixture = fixture;
        _index = new RuleIndex(new RulesInForce(
            new PlanCatalogue("plans@1", [], []), [], promotions, schedules ?? [], [], [], null));
    }

    /// <summary>A promotion of the operator that takes an amount off.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="fen">The amount.</param>
    /// <param name="limits">Its limits.</param>
    /// <param name="first">Whether only for a card's first top-up.</param>
    public static Promotion Off(string id, long fen, PromotionLimits limits, bool first = false) => new(
        id,
        "promotions@1",
        id,
        id,
        Given.Cny,
        1,
        PromotionGift.Discount,
        new PromotionWorth.Amount(fen),
        Funder.Operator,
        TimeZoneInfo.Utc,
        new PromotionConditions { FirstTopUp = first },
        limits);

    /// <summary>A schedule of one payee, on the face.</summary>
    /// <param name="payee">The payee.</param>
    /// <param name="rate">Basis points below the first step.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="tiering">How they are read.</param>
    public static CommissionSchedule Schedule(
        string payee, int rate, IReadOnlyList<TierStep> steps, Tiering tiering = Tiering.Marginal) => new(
        "of-" + payee,
        "of-" + payee + "@1",
        Given.Cny,
        TimeZoneInfo.Utc,
        CommissionBase.Face,
        tiering,
        CommissionMode.Instant,
        TaxMoment.Credit,
        [new CommissionRule(
            "all", new Selector(new PartnerId(payee)), new BasisPoints(rate), 0, null, null, steps, null)]);

    /// <summary>What is sold: to a card of its own unless one is given.</summary>
    /// <param name="chain">The seller, its parent and so on.</param>
    /// <param name="card">The card.</param>
    /// <param name="face">The face; 100 yuan unless given.</param>
    public PreparedSale Sale(PartnerId[] chain, CardNumber? card = null, Money? face = null)
    {
        var amount = face ?? Given.Yuan(100);
        var plan = Given.Plan("phone-100", new PlanPrice.Fixed(Given.Yuan(100)));
        var rules = _index.Resolve(
            [.. chain.Select(id => new Payee(id, null, null, Given.Cny))], plan, Channel.Pos, "");
        return new PreparedSale(
            card ?? Given.CardNumbered(int.Parse(_fixture.NewId(), System.Globalization.CultureInfo.InvariantCulture)),
            CardType.Phone,
            rules,
            new PricingRequest(amount, Given.Noon, null, null));
    }

    /// <summary>Saves a top-up, or is refused.</summary>
    /// <param name="sale">What is sold.</param>
    /// <param name="store">Through which store; the fixture's unless given.</param>
    public Task<(TopUpDecision Decision, TopUpRecord? Saved)> SaveAsync(
        PreparedSale sale, PartnerStore? store = null) =>
        SaveAsync(sale.Rules.Seller.PartnerId, new SaleProposal.AtPresentPrice(sale), null, store);

    /// <summary>Saves a top-up at a quote's price, or is refused.</summary>
    /// <param name="quote">The quote.</param>
    /// <param name="store">Through which store; the fixture's unless given.</param>
    public Task<(TopUpDecision Decision, TopUpRecord? Saved)> SaveAsync(
        QuoteRecord quote, PartnerStore? store = null) =>
        SaveAsync(quote, null, store);

    /// <summary>Saves a top-up at the price of a quote whose plan is limited by now.</summary>
    /// <param name="quote">The quote.</param>
    /// <param name="limit">How often its plan may go onto the card; null: any number of times.</param>
    /// <param name="store">Through which store; the fixture's unless given.</param>
    public Task<(TopUpDecision Decision, TopUpRecord? Saved)> SaveAsync(
        QuoteRecord quote, CardStretch? limit, PartnerStore? store = null) =>
        SaveAsync(quote.PartnerId, new SaleProposal.AtQuotedPrice(quote.Offer, limit), quote.Id.Value, store);

    /// <summary>Saves a quote of a sale at this moment's price.</summary>
    /// <param name="sale">What is quoted.</param>
    public async Task<QuoteRecord> QuoteAsync(PreparedSale sale)
    {
        var partner = sale.Rules.Seller.PartnerId;
        var (offer, _, _) = await _fixture.Store.TopUps.OfferAsync(
            partner, new SaleProposal.AtPresentPrice(sale), Given.Noon, null, CancellationToken.None);
        var quote = new QuoteRecord(
            partner, new QuoteId(_fixture.NewId()), offer.Value, null, Given.Noon, Given.Noon.AddMinutes(5), null);
        await _fixture.Store.Quotes.SaveAsync(quote);
        return quote;
    }

    /// <summary>The uses of a promotion in all, and what they spent.</summary>
    /// <param name="promotion">Its id.</param>
    public (long Uses, long Spent) UsesOf(string promotion) => _fixture.Query(
        $"SELECT uses, spent FROM usages WHERE scope = 2 AND promotion = '{promotion}'",
        row => (row.GetInt64(0), row.GetInt64(1))).SingleOrDefault();

    /// <summary>Whether a sale's price has a promotion.</summary>
    /// <param name="saved">The sale; null counts as without.</param>
    /// <param name="promotion">Its id.</param>
    public static bool Has(TopUpRecord? saved, string promotion) =>
        saved is not null && saved.Offer.Price.Lines.Any(line => line.RuleId == promotion);

    private Task<(TopUpDecision Decision, TopUpRecord? Saved)> SaveAsync(
        PartnerId partner, SaleProposal proposal, string? quote, PartnerStore? store)
    {
        var id = _fixture.NewId();
        var order = Given.Order("request-" + id, proposal.Card) with
        {
            QuoteId = QuoteId.Of(quote),
            AllowDuplicate = true,
        };
        return (store ?? _fixture.Store).TopUps.SaveAsync(new TopUpCandidate(
            partner, new TopUpId(id), order, proposal, Given.Cny, Given.Noon, true, new TopUpPolicy(),
            new Dispatch(null, null)));
    }
}
