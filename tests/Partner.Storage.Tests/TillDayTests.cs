using Partner.Core.Auditing;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>
/// A till's day that is closed stays as it is: what is taken back counts on its own day, at its own till.
/// </summary>
public sealed class TillDayTests
{
    private static readonly DateOnly Day = new(2026, 1, 15);
    private static readonly Till Next = new("outlet-2", "till-7", "cashier-7", new DateOnly(2026, 1, 16));

    [Theory]
    [OnEveryDatabase]
    public async Task A_reversal_leaves_the_day_of_its_sale_as_it_was_and_counts_on_its_own(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = await fixture.SellAndSucceedAsync();
        await fixture.SellAndSucceedAsync();
        await fixture.CompleteAsync(await fixture.SellAsync(), IssuerVerdict.Declined);
        var closed = await TotalsAsync(fixture, OfDay(Day));

        await ReverseAsync(fixture, sold, Next);

        Assert.Equal(closed.Lines, (await TotalsAsync(fixture, OfDay(Day))).Lines);
        Assert.Equal(
            [(TopUpState.Succeeded, 2, 20_000), (TopUpState.Failed, 1, 10_000)], Shown(closed));
        Assert.Equal([(TopUpState.Reversed, 1, 10_000)], await SeenAsync(fixture, OfDay(Next.BusinessDate)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_reversal_counts_at_its_own_outlet_terminal_and_cashier_and_nowhere_else(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = await fixture.SellAndSucceedAsync();
        await ReverseAsync(fixture, sold, Next);

        (TopUpState, long, long)[] sale = [(TopUpState.Succeeded, 1, 10_000)];
        (TopUpState, long, long)[] back = [(TopUpState.Reversed, 1, 10_000)];
        var all = new SalesFilter();
        Assert.Equal(sale, await SeenAsync(fixture, all with { Outlet = "outlet-1" }));
        Assert.Equal(sale, await SeenAsync(fixture, all with { Terminal = "till-1" }));
        Assert.Equal(sale, await SeenAsync(fixture, all with { Cashier = "cashier-1" }));
        Assert.Equal(back, await SeenAsync(fixture, all with { Outlet = "outlet-2" }));
        Assert.Equal(back, await SeenAsync(fixture, all with { Terminal = "till-7" }));
        Assert.Equal(back, await SeenAsync(fixture, all with { Cashier = "cashier-7" }));
        Assert.Equal(sale, await SeenAsync(fixture, all with { State = TopUpState.Succeeded }));
        Assert.Equal(back, await SeenAsync(fixture, all with { State = TopUpState.Reversed }));
        Assert.Empty(await SeenAsync(fixture, all with { State = TopUpState.Failed }));
        (TopUpState, long, long)[] both = [.. sale, .. back];
        Assert.Equal(both, await SeenAsync(fixture, all));
        Assert.Equal(both, await SeenAsync(fixture, all with { Card = sold.Offer.Card }));
        Assert.Equal(both, await SeenAsync(fixture, all with { RequestId = sold.RequestId }));
        Assert.Equal(both, await SeenAsync(fixture, all with { ReceiptCounter = sold.ReceiptCounter }));
        Assert.Equal(both, await SeenAsync(fixture, all with { ClientReference = "ref-1" }));
        Assert.Equal(both, await SeenAsync(fixture, all with { IssuerReference = "issuer-1" }));
        Assert.Empty(await SeenAsync(fixture, all with { IssuerReference = "issuer-2" }));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_under_way_shows_that_a_day_is_not_final_and_a_failed_reversal_leaves_no_trace(
        StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = await fixture.SellAndSucceedAsync();
        var reversal = fixture.ReversalOf(sold, till: Next);
        await fixture.Store.Reversals.SaveAsync(reversal);

        var during = await TotalsAsync(fixture, OfDay(Next.BusinessDate));
        await SettleAsync(fixture, reversal, IssuerVerdict.Declined);
        var after = await TotalsAsync(fixture, OfDay(Next.BusinessDate));

        Assert.Equal((0, 1L), (during.Lines.Count, during.UnfinishedReversals));
        Assert.Equal((0, 0L), (after.Lines.Count, after.UnfinishedReversals));
        Assert.Equal([(TopUpState.Succeeded, 1, 10_000)], await SeenAsync(fixture, OfDay(Day)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_success_that_is_known_late_belongs_to_the_day_on_which_it_was_sold(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = await fixture.SellAsync();
        var open = await SeenAsync(fixture, OfDay(Day));

        await fixture.CompleteAsync(sold, IssuerVerdict.Accepted, now: Given.Noon.AddDays(1));

        Assert.Equal([(TopUpState.Processing, 1, 10_000)], open);
        Assert.Equal([(TopUpState.Succeeded, 1, 10_000)], await SeenAsync(fixture, OfDay(Day)));
        Assert.Empty(await SeenAsync(fixture, OfDay(Day.AddDays(1))));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_ledger_proves_the_totals_of_every_day_whatever_was_sold_and_taken_back(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000_000);
        var random = new Random(41);
        for (var number = 0; number < 40; number++)
        {
            await SellAsync(fixture, random);
        }

        var report = await fixture.Store.Audits.ReadAsync(
            source => Auditor.Run(source, null, Given.Noon.AddDays(9), CancellationToken.None), CancellationToken.None);

        Assert.Empty(report.Findings);
        Assert.True(report.Days.Count > 5);
        foreach (var day in report.Days)
        {
            var totals = await TotalsAsync(fixture, new SalesFilter() with { BusinessDate = day.BusinessDate });
            Assert.Equal((day.Sold, (long)day.Debited), Of(totals, TopUpState.Succeeded));
            Assert.Equal((day.Reversed, (long)day.Returned), Of(totals, TopUpState.Reversed));
        }

        var acme = Assert.Single(report.Floats, totals => totals.PartnerId == StoreFixture.Acme.Value);
        Assert.Equal(acme.Returned, report.Days.Aggregate(Int128.Zero, (sum, day) => sum + day.Returned));
        Assert.Equal(-acme.Debited, report.Days.Aggregate(Int128.Zero, (sum, day) => sum + day.Debited));
    }

    private static (long, long) Of(SalesTotals totals, TopUpState state) => totals.Lines
        .Where(line => line.State == state).Select(line => (line.Count, line.NetDebit.Minor)).SingleOrDefault();

    private static async Task SellAsync(StoreFixture fixture, Random random)
    {
        var candidate = fixture.Candidate(face: Given.Fen(random.Next(100, 20_000)));
        var day = Day.AddDays(random.Next(-3, 3));
        var topUp = await fixture.SellAsync(candidate with
        {
            Order = candidate.Order with { Seller = Given.Seller with { BusinessDate = day } },
        });
        topUp = await fixture.CompleteAsync(
            topUp, random.Next(4) == 0 ? IssuerVerdict.Declined : IssuerVerdict.Accepted);
        if (topUp.State == TopUpState.Succeeded && random.Next(2) == 0)
        {
            await ReverseAsync(fixture, topUp, Next with { BusinessDate = day.AddDays(random.Next(0, 3)) });
        }
    }

    private static SalesFilter OfDay(DateOnly day) => new SalesFilter() with { BusinessDate = day };

    private static Task<SalesTotals> TotalsAsync(StoreFixture fixture, SalesFilter filter) =>
        fixture.Store.Sales.TotalsAsync(StoreFixture.Acme, filter, CancellationToken.None);

    private static async Task<IEnumerable<(TopUpState State, long Count, long Fen)>> SeenAsync(
        StoreFixture fixture, SalesFilter filter) => Shown(await TotalsAsync(fixture, filter));

    private static IEnumerable<(TopUpState State, long Count, long Fen)> Shown(SalesTotals totals) =>
        [.. totals.Lines.Select(line => (line.State, line.Count, line.NetDebit.Minor))];

    private static async Task ReverseAsync(StoreFixture fixture, TopUpRecord topUp, Till till)
    {
        var reversal = fixture.ReversalOf(topUp, till: till);
        Assert.Null((await fixture.Store.Reversals.SaveAsync(reversal)).Refusal);
        await SettleAsync(fixture, reversal, IssuerVerdict.Accepted);
    }

    private static Task SettleAsync(StoreFixture fixture, ReversalCandidate reversal, IssuerVerdict verdict) =>
        fixture.Store.Reversals.SettleAsync(
            StoreFixture.Acme, reversal.Id, StoreFixture.Answer(verdict), Given.Noon, Given.Noon);
}
