using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Rules;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>
/// Limits and budgets of promotions hold exactly, whoever buys at the same time and through which process.
/// </summary>
public sealed class PromotionRaceTests
{
    private const int Buyers = 64;
    private static readonly PartnerId[] Acme = [StoreFixture.Acme];
    private static readonly PartnerId[] Elsewhere = [StoreFixture.Elsewhere];

    [Theory]
    [OnEveryDatabase(1)]
    [OnEveryDatabase(2)]
    public async Task A_total_limit_is_used_up_exactly_and_the_next_best_steps_in(StoreProvider on, int processes)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.DepositAsync(Given.Yuan(100_000), StoreFixture.Elsewhere);
        var sales = new PricedSales(
            fixture,
            [PricedSales.Off("best", 900, Limits(total: 20)), PricedSales.Off("next", 500, Limits(total: 30))]);

        var saved = await BuyAsync(
            fixture, processes, number => sales.Sale(number % 2 == 0 ? Acme : Elsewhere), sales);

        Assert.Equal(
            (20, 30, 14),
            (
                saved.Count(one => PricedSales.Has(one, "best")),
                saved.Count(one => PricedSales.Has(one, "next")),
                saved.Count(one => one!.Offer.Price.Discount.Minor == 0)));
        Assert.Equal((20, 0), sales.UsesOf("best"));
        Assert.Equal((30, 0), sales.UsesOf("next"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase(1)]
    [OnEveryDatabase(2)]
    public async Task A_partners_limit_is_each_partners_own(StoreProvider on, int processes)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.DepositAsync(Given.Yuan(100_000), StoreFixture.Elsewhere);
        var sales = new PricedSales(fixture, [PricedSales.Off("each", 500, Limits(perPartner: 7))]);

        var saved = await BuyAsync(
            fixture, processes, number => sales.Sale(number % 2 == 0 ? Acme : Elsewhere), sales);

        var used = saved.Where(one => PricedSales.Has(one, "each")).GroupBy(one => one!.PartnerId);
        Assert.Equal([7, 7], used.Select(partner => partner.Count()));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase(1)]
    [OnEveryDatabase(2)]
    public async Task A_cards_limit_is_each_cards_own_at_all_partners(StoreProvider on, int processes)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.DepositAsync(Given.Yuan(100_000), StoreFixture.Elsewhere);
        var sales = new PricedSales(fixture, [PricedSales.Off("each", 500, Limits(perCard: 2))]);

        var saved = await BuyAsync(
            fixture,
            processes,
            number => sales.Sale(number % 2 == 0 ? Acme : Elsewhere, Given.CardNumbered(number % 8 / 2)),
            sales);

        var used = saved.Where(one => PricedSales.Has(one, "each")).GroupBy(one => one!.Offer.Card);
        Assert.Equal([2, 2, 2, 2], used.Select(card => card.Count()));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase(1)]
    [OnEveryDatabase(2)]
    public async Task A_budget_is_all_or_nothing_and_never_overspent(StoreProvider on, int processes)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sales = new PricedSales(
            fixture,
            [
                PricedSales.Off("large", 700, Limits(budget: 10_000)),
                PricedSales.Off("small", 150, Limits(budget: 1_000)),
            ]);

        var saved = await BuyAsync(fixture, processes, _ => sales.Sale(Acme), sales);

        // What is left of each, 200 and 100, is too little for one more.
        Assert.Equal((0, 9_800), sales.UsesOf("large"));
        Assert.Equal((0, 900), sales.UsesOf("small"));
        Assert.Equal(Buyers - 14 - 6, saved.Count(one => one!.Offer.Price.Discount.Minor == 0));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase(1)]
    [OnEveryDatabase(2)]
    public async Task Of_many_quotes_as_many_are_honoured_as_the_limit_allows_and_none_at_another_price(
        StoreProvider on, int processes)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sales = new PricedSales(
            fixture, [PricedSales.Off("best", 900, Limits(total: 9)), PricedSales.Off("next", 500, Limits())]);
        var stores = Stores(fixture, processes);
        var quotes = new List<QuoteRecord>();
        for (var number = 0; number < Buyers; number++)
        {
            quotes.Add(await sales.QuoteAsync(sales.Sale(Acme)));
        }

        var results = await Task.WhenAll(quotes.Select((quote, number) => Task.Run(
            () => sales.SaveAsync(quote, stores[number % processes]))));

        Assert.Equal(9, results.Count(result => PricedSales.Has(result.Saved, "best")));
        Assert.Equal(9, results.Count(result => result.Saved is not null));
        Assert.All(
            results.Select(result => result.Decision).OfType<TopUpDecision.Refuse>(),
            refuse => Assert.Equal(Reason.PromotionExhausted, refuse.Refusal.Reason));
        Assert.Equal((9, 0), sales.UsesOf("best"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase(1)]
    [OnEveryDatabase(2)]
    public async Task A_cards_first_top_up_at_two_partners_at_once_is_the_first_at_one_of_them(
        StoreProvider on, int processes)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.DepositAsync(Given.Yuan(100_000), StoreFixture.Elsewhere);
        var sales = new PricedSales(fixture, [PricedSales.Off("welcome", 1_000, Limits(), first: true)]);

        var saved = await BuyAsync(
            fixture,
            processes,
            number => sales.Sale(number % 2 == 0 ? Acme : Elsewhere, Given.CardNumbered(number / 2)),
            sales);

        var firsts = saved.Where(one => PricedSales.Has(one, "welcome")).GroupBy(one => one!.Offer.Card).ToList();
        Assert.Equal(Buyers / 2, firsts.Count);
        Assert.All(firsts, card => Assert.Single(card));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase(1)]
    [OnEveryDatabase(2)]
    public async Task Of_many_quotes_for_a_cards_first_top_up_one_is_honoured(StoreProvider on, int processes)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.DepositAsync(Given.Yuan(100_000), StoreFixture.Elsewhere);
        var sales = new PricedSales(fixture, [PricedSales.Off("welcome", 1_000, Limits(), first: true)]);
        var stores = Stores(fixture, processes);
        var quotes = new List<QuoteRecord>();
        for (var number = 0; number < 16; number++)
        {
            quotes.Add(await sales.QuoteAsync(
                sales.Sale(number % 2 == 0 ? Acme : Elsewhere, Given.CardNumbered(number / 4))));
        }

        var results = await Task.WhenAll(quotes.Select((quote, number) => Task.Run(
            () => sales.SaveAsync(quote, stores[number % processes]))));

        Assert.All(quotes, quote => Assert.Contains(quote.Offer.Price.Lines, line => line.RuleId == "welcome"));
        var saved = results.Where(result => result.Saved is not null);
        Assert.Equal(4, saved.DistinctBy(one => one.Saved!.Offer.Card).Count());
        Assert.Equal(4, results.Count(result => result.Saved is not null));
        Assert.All(
            results.Select(result => result.Decision).OfType<TopUpDecision.Refuse>(),
            refuse => Assert.Equal(Reason.PromotionExhausted, refuse.Refusal.Reason));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_fails_is_cancelled_or_reversed_gives_its_use_back_for_others(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sales = new PricedSales(fixture, [PricedSales.Off("best", 900, new PromotionLimits(3, 3, 3, 2_700))]);
        var card = Given.CardNumbered(1);
        var (failed, cancelled) = (await SellAsync(sales, card), await SellAsync(sales, card));
        var reversed = await fixture.CompleteAsync(await SellAsync(sales, card), IssuerVerdict.Accepted);
        Assert.False(PricedSales.Has(await SellAsync(sales, card), "best"));

        await fixture.CompleteAsync(failed, IssuerVerdict.Declined);
        Assert.Equal((2, 1_800), sales.UsesOf("best"));
        Assert.Null((await fixture.Store.TopUps.CancelAsync(StoreFixture.Acme, cancelled.Id, Given.Noon)).Refusal);
        Assert.Equal((1, 900), sales.UsesOf("best"));
        var reversal = (await fixture.Store.Reversals.SaveAsync(fixture.ReversalOf(reversed))).Value.Reversal;
        Assert.Equal((1, 900), sales.UsesOf("best"));
        await fixture.Store.Reversals.SettleAsync(
            StoreFixture.Acme, reversal.Id, StoreFixture.Answer(IssuerVerdict.Accepted), Given.Noon, Given.Noon);
        Assert.Equal((0, 0), sales.UsesOf("best"));

        var saved = await BuyAsync(fixture, 2, _ => sales.Sale(Acme, card), sales);

        Assert.Equal(3, saved.Count(one => PricedSales.Has(one, "best")));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_limit_or_budget_that_a_later_version_adds_counts_from_that_version_on(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var free = new PricedSales(fixture, [PricedSales.Off("best", 900, Limits())]);
        var perCard = new PricedSales(fixture, [PricedSales.Off("best", 900, Limits(perCard: 9))]);
        var total = new PricedSales(fixture, [PricedSales.Off("best", 900, Limits(perCard: 9, total: 3))]);
        var budget = new PricedSales(
            fixture, [PricedSales.Off("best", 900, Limits(perCard: 9, total: 9, budget: 1_800))]);
        var card = Given.CardNumbered(1);

        foreach (var (version, discounted) in new[]
        {
            (free, true), (free, true), (perCard, true), (perCard, true), (total, true), (total, true), (total, true),
            (total, false), (budget, true), (budget, true), (budget, false),
        })
        {
            Assert.Equal(discounted, PricedSales.Has(await SellAsync(version, card), "best"));
        }

        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase(1)]
    [OnEveryDatabase(20260115)]
    public async Task Uses_stay_within_the_limits_while_sales_end_in_every_way(StoreProvider on, int seed)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sales = new PricedSales(
            fixture,
            [PricedSales.Off("best", 900, new PromotionLimits(2, 9, 9, 8_100)), PricedSales.Off("next", 500, Limits())],
            [PricedSales.Schedule(StoreFixture.Acme.Value, 300, [new TierStep(150_000, new BasisPoints(400))])]);
        var stores = Stores(fixture, 2);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var random = new Random(seed + worker);
            for (var round = 0; round < 12; round++)
            {
                var card = Given.CardNumbered(random.Next(12));
                await EndAsync(fixture, stores[worker % 2], sales.Sale(Acme, card), sales, random);
            }
        })));

        Assert.InRange(sales.UsesOf("best").Uses, 0, 9);
        await fixture.AssertRightAsync();
    }

    private static PromotionLimits Limits(
        int? perCard = null, int? perPartner = null, int? total = null, long? budget = null) =>
        new(perCard, perPartner, total, budget);

    private static PartnerStore[] Stores(StoreFixture fixture, int processes) =>
        [.. Enumerable.Range(0, processes).Select(number => number == 0 ? fixture.Store : fixture.OpenAnother())];

    private static async Task<TopUpRecord?[]> BuyAsync(
        StoreFixture fixture, int processes, Func<int, PreparedSale> sale, PricedSales sales)
    {
        var stores = Stores(fixture, processes);
        var saved = await Task.WhenAll(Enumerable.Range(0, Buyers).Select(number => Task.Run(async () =>
            (await sales.SaveAsync(sale(number), stores[number % processes])).Saved)));
        Assert.All(saved, Assert.NotNull);
        return saved;
    }

    private static async Task<TopUpRecord> SellAsync(PricedSales sales, Core.Cards.CardNumber card)
    {
        var (_, saved) = await sales.SaveAsync(sales.Sale(Acme, card));
        return saved!;
    }

    private static async Task EndAsync(
        StoreFixture fixture, PartnerStore store, PreparedSale sale, PricedSales sales, Random random)
    {
        var saved = (await sales.SaveAsync(sale, store)).Saved!;
        switch (random.Next(4))
        {
            case 0:
                await store.TopUps.CancelAsync(StoreFixture.Acme, saved.Id, Given.Noon);
                break;
            case 1:
                await fixture.CompleteAsync(saved, IssuerVerdict.Declined, store);
                break;
            case 2:
                await fixture.CompleteAsync(saved, IssuerVerdict.Accepted, store);
                break;
            default:
                var sold = await fixture.CompleteAsync(saved, IssuerVerdict.Accepted, store);
                var reversal = (await store.Reversals.SaveAsync(fixture.ReversalOf(sold))).Value.Reversal;
                await store.Reversals.SettleAsync(
                    StoreFixture.Acme,
                    reversal.Id,
                    StoreFixture.Answer(random.Next(2) == 0 ? IssuerVerdict.Accepted : IssuerVerdict.Declined),
                    Given.Noon,
                    Given.Noon);
                break;
        }
    }
}
