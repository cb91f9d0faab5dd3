using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

public sealed class SalesTests
{
    private static readonly SalesFilter All = new SalesFilter();

    [Theory]
    [OnEveryDatabase]
    public async Task A_walk_through_the_pages_is_complete_and_repeats_nothing_while_sales_go_on(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000_000);
        var before = (await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => fixture.SellAsync())))
            .Select(topUp => topUp.Id.Value).ToList();

        var walked = await WalkAsync(fixture, All, 7, betweenPages: () => fixture.SellAsync());

        Assert.Equal(walked.Count, walked.Distinct().Count());
        Assert.Empty(before.Except(walked));
        Assert.Equal(walked.OrderDescending(StringComparer.Ordinal), walked);
        Assert.True(fixture.Count("SELECT COUNT(*) FROM top_ups") > 110);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Totals_are_the_sums_of_the_list_for_every_filter(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var random = new Random(11);
        for (var number = 0; number < 60; number++)
        {
            await SellAsync(fixture, random);
        }

        foreach (var filter in Filters())
        {
            var list = (await fixture.Store.Sales.ListAsync(
                StoreFixture.Acme, filter, null, 1000, CancellationToken.None)).TopUps;
            var states = list.GroupBy(topUp => topUp.State).OrderBy(state => state.Key);
            var expected = states.Select(state => new SalesTotal(
                state.Key,
                state.Count(),
                Given.Fen(state.Sum(topUp => topUp.Offer.Price.Face.Minor)),
                Given.Fen(state.Sum(topUp => topUp.Offer.Price.CustomerPays.Minor)),
                Given.Fen(state.Sum(topUp => topUp.Offer.Price.NetDebit.Minor)),
                Given.Fen(state.Sum(topUp => topUp.Offer.Price.Commission.Amount.Minor))));

            Assert.NotEmpty(list);
            var totals = await fixture.Store.Sales.TotalsAsync(StoreFixture.Acme, filter, CancellationToken.None);
            Assert.Equal(expected, totals.Lines);
            Assert.Equal(0, totals.UnfinishedReversals);
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Each_filter_selects_what_it_says_and_all_together_select_their_meeting(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var random = new Random(12);
        for (var number = 0; number < 40; number++)
        {
            await SellAsync(fixture, random);
        }

        var all = (await fixture.Store.Sales.ListAsync(
            StoreFixture.Acme, All, null, 1000, CancellationToken.None)).TopUps;
        foreach (var filter in Filters())
        {
            var expected = all.Where(topUp =>
                (filter.Outlet is null || filter.Outlet == topUp.Seller.Outlet)
                && (filter.Terminal is null || filter.Terminal == topUp.Seller.Terminal)
                && (filter.BusinessDate is null || filter.BusinessDate == topUp.Seller.BusinessDate)
                && (filter.Cashier is null || filter.Cashier == topUp.Seller.Cashier)
                && (filter.ClientReference is null || filter.ClientReference == topUp.Seller.ClientReference)
                && (filter.ReceiptCounter is null || filter.ReceiptCounter == topUp.ReceiptCounter)
                && (filter.IssuerReference is null || filter.IssuerReference == topUp.IssuerReference)
                && (filter.State is null || filter.State == topUp.State)
                && (filter.Card is null || filter.Card == topUp.Offer.Card));

            Assert.Equal(expected.Select(topUp => topUp.Id.Value), await WalkAsync(fixture, filter, 9));
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_request_id_finds_its_top_up_and_not_the_reversal_of_one(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.SellAsync();
        var topUp = await fixture.SellAndSucceedAsync();
        var reversal = fixture.ReversalOf(topUp);
        await fixture.Store.Reversals.SaveAsync(reversal);

        Assert.Equal([topUp.Id.Value], await WalkAsync(fixture, All with { RequestId = topUp.RequestId }, 5));
        Assert.Empty(await WalkAsync(fixture, All with { RequestId = reversal.RequestId }, 5));
        Assert.Empty(await WalkAsync(
            fixture, All with { RequestId = new RequestId(topUp.RequestId.Value.ToUpperInvariant()) }, 5));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_partner_sees_only_its_own_sales(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.SellAsync();

        var sales = fixture.Store.Sales;
        Assert.Empty((await sales.ListAsync(StoreFixture.Elsewhere, All, null, 10, CancellationToken.None)).TopUps);
        Assert.Empty((await sales.TotalsAsync(StoreFixture.Elsewhere, All, CancellationToken.None)).Lines);
    }

    private static IEnumerable<SalesFilter> Filters() =>
    [
        All,
        All with { Outlet = "outlet-1" },
        All with { Outlet = "outlet-2", Terminal = "till-1" },
        All with { BusinessDate = new DateOnly(2026, 1, 16) },
        All with { State = TopUpState.Succeeded },
        All with { State = TopUpState.Processing },
        All with { State = TopUpState.Processing, Cashier = "anna" },
        All with { State = TopUpState.Failed, Outlet = "outlet-1" },
        All with { Card = Given.CardNumbered(900_001) },
        All with { Cashier = "anna" },
        All with { Cashier = "bo", BusinessDate = new DateOnly(2026, 1, 15), Outlet = "outlet-2" },
        All with { ClientReference = "order 2" },
        All with { ReceiptCounter = 7 },
        All with { IssuerReference = "issuer-1" },
    ];

    private static async Task SellAsync(StoreFixture fixture, Random random)
    {
        var card = Given.CardNumbered(900_000 + random.Next(3));
        var candidate = fixture.Candidate(card, Given.Fen(random.Next(1, 20_000)));
        var seller = Given.Seller with
        {
            Outlet = $"outlet-{random.Next(1, 3)}",
            Terminal = $"till-{random.Next(1, 3)}",
            Cashier = random.Next(3) == 0 ? "" : random.Next(2) == 0 ? "anna" : "bo",
            ClientReference = random.Next(2) == 0 ? "" : $"order {random.Next(1, 4)}",
            BusinessDate = random.Next(3) == 0 ? null : new DateOnly(2026, 1, random.Next(15, 17)),
        };
        var order = candidate.Order with { Seller = seller, AllowDuplicate = true };
        var topUp = await fixture.SellAsync(candidate with { Order = order });
        var verdict = (IssuerVerdict[])[IssuerVerdict.Accepted, IssuerVerdict.Declined, IssuerVerdict.Unknown];
        await fixture.CompleteAsync(topUp, verdict[random.Next(3)]);
    }

    private static async Task<List<string>> WalkAsync(
        StoreFixture fixture, SalesFilter filter, int size, Func<Task>? betweenPages = null)
    {
        var ids = new List<string>();
        string? before = null;
        do
        {
            var page = await fixture.Store.Sales.ListAsync(
                StoreFixture.Acme, filter, before, size, CancellationToken.None);
            ids.AddRange(page.TopUps.Select(topUp => topUp.Id.Value));
            before = page.Next;
            await (betweenPages?.Invoke() ?? Task.CompletedTask);
        }
        while (before is not null);

        return ids;
    }
}
