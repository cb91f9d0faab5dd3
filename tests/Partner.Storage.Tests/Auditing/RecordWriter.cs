using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Refunds;
using Partner.Core.Rules;
using Partner.Core.Settlements;
using Partner.Core.Shifts;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;

namespace Partner.Storage.Tests.Auditing;

/// <summary>Writes operations through the store's own door, with short ids and a clock that ticks on.</summary>
internal sealed class RecordWriter(PartnerStore store, DateTimeOffset from)
{
    private static readonly TopUpPolicy Policy = new();
    private DateTimeOffset _now = from;
    private int _sales;

    public static DateTimeOffset Start { get; } = new(2026, 3, 30, 8, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset End { get; } = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    public async Task PartnerAsync(string id, string currency, long deposit)
    {
        var money = new Money(deposit, Currency.Of(currency));
        await store.Partners.AddAsync(
            new PartnerAccount(new PartnerId(id), id, PartnerStatus.Active, money.Currency), Tick());
        var result = await store.Partners.DepositAsync(
            new PartnerId(id), new RequestId($"deposit-of-{id}-0001"), $"{id}-deposit", money, Tick());
        Assert.Null(result.Refusal);
    }

    public async Task<TopUpRecord> SellAsync(
        string partner, string id, string currency, long face, int rate = 250, bool sent = true, string? quote = null)
    {
        var now = Tick();
        var order = new TopUpOrder(
            new RequestId($"request-of-{id}"),
            null,
            null,
            null,
            QuoteId.Of(quote),
            null,
            true,
            Channel.Pos,
            new Seller("o1", "t1", "c1", "", new DateOnly(2026, 4, 1)));
        var offer = quote is null
            ? Offer(partner, currency, face, rate)
            : TopUpOffer.FromQuote(order,
                await store.Quotes.FindAsync(new PartnerId(partner), new QuoteId(quote), CancellationToken.None), now);
        return await SaveAsync(partner, id, order, new SaleProposal.AtQuotedPrice(offer.Value), currency, sent);
    }

    /// <summary>Sells by rules; the price is made in the transaction.</summary>
    public Task<TopUpRecord> SellAsync(string partner, string id, PreparedSale sale, string currency)
    {
        var order = new TopUpOrder(
            new RequestId($"request-of-{id}"), null, null, null, null, null, true, Channel.Pos,
            new Seller("", "", "", "", null));
        var dated = sale with { Request = sale.Request with { DecisionTime = Tick() } };
        return SaveAsync(partner, id, order, new SaleProposal.AtPresentPrice(dated), currency, sent: true);
    }

    /// <summary>Closes a period for all partners.</summary>
    public async Task CloseAsync(string period) => Assert.Equal(
        PeriodRefusal.None, (await store.Settlements.CloseAsync(period, ["UTC"], Tick())).Refusal);

    public async Task QuoteAsync(string partner, string id, string currency, long face)
    {
        var offer = Offer(partner, currency, face, 250);
        var now = Tick();
        await store.Quotes.SaveAsync(
            new QuoteRecord(new PartnerId(partner), new QuoteId(id), offer, null, now, now.AddDays(1), null)
            {
                Outlet = "o1",
            });
    }

    public Task<TopUpRecord> AnswerAsync(TopUpRecord topUp, IssuerVerdict verdict)
    {
        var now = Tick();
        var answer = new IssuerAnswer(verdict, verdict == IssuerVerdict.Accepted ? "ref-" + topUp.Id : null);
        return store.TopUps.SettleAsync(topUp, answer, now.AddMinutes(1), now);
    }

    public async Task<TopUpRecord> SucceedAsync(
        string partner, string id, string currency, long face, int rate = 250, string? quote = null) =>
        await AnswerAsync(
            await SellAsync(partner, id, currency, face, rate, quote: quote), IssuerVerdict.Accepted);

    public async Task CancelAsync(TopUpRecord topUp) =>
        Assert.Null((await store.TopUps.CancelAsync(topUp.PartnerId, topUp.Id, Tick())).Refusal);

    public async Task ResolveAsync(TopUpRecord topUp, bool succeeded) =>
        Assert.NotNull(await store.TopUps.ResolveAsync(
            topUp.PartnerId, topUp.Id, new OperatorWord(succeeded, "letter of the issuer", "it is a test"), Tick()));

    public Task ReverseAsync(TopUpRecord topUp, string id, params IssuerVerdict[] verdicts) =>
        RefundAsync(topUp, id, null, verdicts);

    /// <summary>Refunds what is left of a sale; all of it where that does not matter.</summary>
    public async Task RefundAsync(TopUpRecord topUp, string id, RefundUsage? usage, params IssuerVerdict[] verdicts)
    {
        var now = Tick();
        var saved = await store.Reversals.SaveAsync(new ReversalCandidate(
            topUp.PartnerId, new ReversalId(id), topUp.Id, new RequestId($"request-of-{id}"), "",
                new Till("o2", "t2", "c2", DateOnly.FromDateTime(now.UtcDateTime)), true, now,
                new Dispatch(null, null))
        {
            Usage = usage,
        });
        Assert.Null(saved.Refusal);
        foreach (var verdict in verdicts)
        {
            now = Tick();
            await store.Reversals.SettleAsync(
                topUp.PartnerId, new ReversalId(id),
                new IssuerAnswer(verdict, "ref", Reason.IssuerDeclined), now.AddMinutes(1), now);
        }
    }

    /// <summary>Closes a shift, and leaves it to others to add it up.</summary>
    public async Task<Shift> CloseShiftAsync(string partner, string id, string outlet, string terminal)
    {
        var now = Tick();
        var closed = await store.Shifts.CloseAsync(
            new PartnerId(partner), id,
            new ShiftOrder(new RequestId($"request-of-{id}"), outlet, terminal, "boss", null, false),
            DateOnly.FromDateTime(now.UtcDateTime), now);
        return closed.Value.Shift;
    }

    /// <summary>Adds a shift up.</summary>
    public Task<Shift> CompleteAsync(Shift shift) => store.Shifts.CompleteAsync(shift, CancellationToken.None);

    private async Task<TopUpRecord> SaveAsync(
        string partner, string id, TopUpOrder order, SaleProposal sale, string currency, bool sent)
    {
        var claim = sent ? new Lease("replica-1", _now.AddSeconds(15)) : null;
        var (_, saved) = await store.TopUps.SaveAsync(new TopUpCandidate(
            new PartnerId(partner), new TopUpId(id), order, sale, Currency.Of(currency), _now, true, Policy,
                new Dispatch(claim, null)));
        Assert.NotNull(saved);
        return saved;
    }

    /// <summary>Hours apart, so that the book spans many days of statements.</summary>
    private DateTimeOffset Tick() => _now = _now.AddHours(5);

    private TopUpOffer Offer(string partner, string currency, long face, int rate)
    {
        _sales++;
        var card = CardNumber.Phone($"+86130000{_sales:D5}")!;
        var money = Currency.Of(currency);
        var rules = new RuleIndex(new RulesInForce(
            new PlanCatalogue("plans@1", [], []),
            [Given.Prices(Channel.Pos, new Money(_sales, money))],
            [],
            [Given.Schedule(rate, money, "rate")],
            [],
            [],
            null));
        var plan = Given.Plan($"plan-{face}", new PlanPrice.Fixed(new Money(face, money)));
        var price = Pricer.Price(
            rules.Resolve([new Payee(new PartnerId(partner), null, null, money)], plan, Channel.Pos, ""),
            new PricingRequest(new Money(face, money), _now, null, null),
            PricingFacts.None).Value;
        return new TopUpOffer(
            card, CardType.Phone, new PlanCode($"plan-{face}"), Channel.Pos, price, TimeSpan.FromDays(90));
    }
}
