using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>A plan goes onto a card as often as it may, whoever sells at once and through which process.</summary>
public sealed class CardLimitTests
{
    private const int Most = 3;
    private static readonly PartnerId[] Acme = [StoreFixture.Acme];
    private static readonly PartnerId[] Elsewhere = [StoreFixture.Elsewhere];

    [Theory]
    [OnEveryDatabase(1)]
    [OnEveryDatabase(2)]
    public async Task Of_many_sales_at_once_at_two_partners_as_many_are_made_as_each_card_may_have(
        StoreProvider on, int processes)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.DepositAsync(Given.Yuan(100_000), StoreFixture.Elsewhere);
        var sales = new PricedSales(fixture, []);
        var stores = Stores(fixture, processes);

        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(number => Task.Run(() => sales.SaveAsync(
            Limited(sales, number % 2 == 0 ? Acme : Elsewhere, Given.CardNumbered(number % 8 / 2)),
            stores[number / 8 % processes]))));

        var made = results.Where(result => result.Saved is not null).GroupBy(result => result.Saved!.Offer.Card);
        Assert.Equal([Most, Most, Most, Most], made.Select(card => card.Count()));
        Assert.All(Refusals(results), refusal => Assert.Equal(
            (Reason.CardLimitReached, "3", "3", "2026-02-15T12:00:00Z"),
            (refusal.Reason, refusal.Metadata["limit"], refusal.Metadata["used"], refusal.Metadata["room_from"])));
        Assert.Equal(0, fixture.Conflicts);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_quote_from_before_holds_the_price_and_not_the_room(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sales = new PricedSales(fixture, []);
        var card = Given.CardNumbered(1);
        var quotes = new List<QuoteRecord>();
        for (var number = 0; number < Most + 1; number++)
        {
            quotes.Add(await sales.QuoteAsync(Limited(sales, Acme, card)));
        }

        var results = await Task.WhenAll(quotes.Select(quote => Task.Run(
            () => sales.SaveAsync(quote, Limit(Given.Noon)))));

        Assert.Equal(Most, results.Count(result => result.Saved is not null));
        Assert.Equal(Reason.CardLimitReached, Assert.Single(Refusals(results)).Reason);
        var (offer, _, _) = await fixture.Store.TopUps.OfferAsync(
            StoreFixture.Acme,
            new SaleProposal.AtPresentPrice(Limited(sales, Acme, card)),
            Given.Noon,
            null,
            CancellationToken.None);
        Assert.Equal(Reason.CardLimitReached, offer.Refusal?.Reason);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_fails_is_cancelled_or_taken_back_makes_room_and_another_plan_takes_none(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sales = new PricedSales(fixture, []);
        var card = Given.CardNumbered(1);
        var (failed, cancelled) = (await SellAsync(sales, card), await SellAsync(sales, card));
        var reversed = await fixture.CompleteAsync((await SellAsync(sales, card))!, IssuerVerdict.Accepted);
        Assert.Null(await SellAsync(sales, card));

        await fixture.CompleteAsync(failed!, IssuerVerdict.Declined);
        Assert.NotNull(await SellAsync(sales, card));
        Assert.Null(await SellAsync(sales, card));
        Assert.Null((await fixture.Store.TopUps.CancelAsync(StoreFixture.Acme, cancelled!.Id, Given.Noon)).Refusal);
        Assert.NotNull(await SellAsync(sales, card));
        Assert.Null(await SellAsync(sales, card));
        var reversal = (await fixture.Store.Reversals.SaveAsync(fixture.ReversalOf(reversed))).Value.Reversal;
        Assert.Null(await SellAsync(sales, card));
        await fixture.Store.Reversals.SettleAsync(
            StoreFixture.Acme, reversal.Id, StoreFixture.Answer(IssuerVerdict.Accepted), Given.Noon, Given.Noon);
        Assert.NotNull(await SellAsync(sales, card));
        Assert.Null(await SellAsync(sales, card));

        var other = Limited(sales, Acme, card) with
        {
            Limit = Limit(Given.Noon) with { PlanCode = new PlanCode("another") },
        };
        Assert.NotNull((await sales.SaveAsync(other)).Saved);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_earlier_sale_counts_for_one_period_to_the_tick(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sales = new PricedSales(fixture, []);
        var card = Given.CardNumbered(1);
        for (var number = 0; number < Most; number++)
        {
            Assert.NotNull(await SellAsync(sales, card));
        }

        var month = Given.Noon.AddMonths(1);
        Assert.Null((await sales.SaveAsync(Limited(sales, Acme, card, month.AddTicks(-1)))).Saved);
        Assert.NotNull((await sales.SaveAsync(Limited(sales, Acme, card, month))).Saved);
    }

    private static CardStretch Limit(DateTimeOffset now) => new(
        new PlanCode("phone-100"),
        new CardLimit(Most, new CalendarPeriod(PeriodUnit.Month, 1)),
        TimeZoneInfo.Utc,
        now);

    private static PreparedSale Limited(
        PricedSales sales, PartnerId[] chain, CardNumber card, DateTimeOffset? now = null) =>
        sales.Sale(chain, card) with { Limit = Limit(now ?? Given.Noon) };

    private static async Task<TopUpRecord?> SellAsync(PricedSales sales, CardNumber card) =>
        (await sales.SaveAsync(Limited(sales, Acme, card))).Saved;

    private static IEnumerable<Refusal> Refusals(IEnumerable<(TopUpDecision Decision, TopUpRecord? Saved)> results) =>
        results.Select(result => result.Decision).OfType<TopUpDecision.Refuse>().Select(refuse => refuse.Refusal);

    private static PartnerStore[] Stores(StoreFixture fixture, int processes) =>
        [.. Enumerable.Range(0, processes).Select(number => number == 0 ? fixture.Store : fixture.OpenAnother())];
}
