using Partner.Core.Amounts;
using Partner.Core.Ledger;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>Opening balance + entries = closing balance, whatever the period and the pages.</summary>
public sealed class AccountStatementTests
{
    [Theory]
    [OnEveryDatabase(3)]
    [OnEveryDatabase(20260115)]
    public async Task Opening_plus_entries_is_closing_for_any_period_and_any_pages(StoreProvider on, int seed)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 10_000);
        var random = new Random(seed);
        await TradeAsync(fixture, random, 40);
        var all = (await ReadAsync(fixture, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 1000)).Entries;

        for (var round = 0; round < 60; round++)
        {
            var from = Given.Noon.AddSeconds(random.Next(-20, 90));
            var to = from.AddSeconds(random.Next(1, 60));
            var statement = await ReadAsync(fixture, from, to, random.Next(1, 12));

            Assert.Equal(all.Where(entry => entry.PostedAt >= from && entry.PostedAt < to), statement.Entries);
            Assert.Equal(Sum(all.Where(entry => entry.PostedAt < from)), statement.Opening);
            Assert.Equal(statement.Closing, statement.Opening + Sum(statement.Entries));
        }

        Assert.Equal((await fixture.FloatAsync()).Posted, Sum(all).Minor);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_periods_of_a_month_add_up_to_the_month(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 10_000);
        await TradeAsync(fixture, new Random(5), 40);
        DateTimeOffset[] bounds =
        [
            DateTimeOffset.MinValue,
            Given.Noon,
            Given.Noon.AddSeconds(10),
            Given.Noon.AddSeconds(11),
            DateTimeOffset.MaxValue,
        ];

        var balance = Given.Fen(0);
        foreach (var (from, to) in bounds.Zip(bounds.Skip(1)))
        {
            var statement = await ReadAsync(fixture, from, to, 1000);
            Assert.Equal(balance, statement.Opening);
            balance = statement.Closing;
        }

        Assert.Equal((await fixture.FloatAsync()).Posted, balance.Minor);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_statement_adds_up_while_entries_are_posted(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        using var done = new CancellationTokenSource();
        var posting = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                await fixture.DepositAsync(Given.Fen(1));
            }
        });

        var statements = new List<AccountStatementPage>();
        for (var round = 0; round < 250; round++)
        {
            statements.Add(await fixture.StatementAsync(StoreFixture.Acme));
        }

        await done.CancelAsync();
        await posting;
        Assert.All(
            statements, statement => Assert.Equal(statement.Closing, statement.Opening + Sum(statement.Entries)));
        Assert.True(statements[^1].Entries.Count > statements[0].Entries.Count);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Clocks_that_step_back_leave_numbers_without_gaps_and_times_in_order(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 10_000);
        var other = fixture.OpenAnother();
        int[] seconds = [50, -3600, 10, 10, -1, 60, 0, 55, 61, -86_400];
        foreach (var (second, number) in seconds.Select((second, number) => (second, number)))
        {
            var topUp = await fixture.SellAsync();
            await fixture.CompleteAsync(
                topUp, IssuerVerdict.Accepted, number % 2 == 0 ? fixture.Store : other, Given.Noon.AddSeconds(second));
        }

        var entries = (await ReadAsync(fixture, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 7)).Entries;

        Assert.Equal(Enumerable.Range(1, 21).Select(number => (long)number), entries.Select(entry => entry.Sequence));
        Assert.Equal(entries.Select(entry => entry.PostedAt).Order(), entries.Select(entry => entry.PostedAt));
        Assert.Equal(Given.Noon.AddSeconds(61), entries[^1].PostedAt);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_entry_tells_what_it_was_for(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var sold = await fixture.SellAndSucceedAsync();
        var id = sold.Id;

        var entries = (await fixture.StatementAsync(StoreFixture.Acme)).Entries;

        Assert.Null(entries[0].TopUpId);
        Assert.Equal(
            [
                new AccountStatementEntry(
                    2, Given.Noon, TransferKind.TopUp, Given.Yuan(-100), Given.Yuan(900), id, id + ".sale", null,
                    "outlet-1", "till-1", "outlet-1", "till-1", sold.RequestId.Value),
                new AccountStatementEntry(
                    3,
                    Given.Noon,
                    TransferKind.Commission,
                    Given.Yuan(3),
                    Given.Yuan(903),
                    id,
                    id + ".commission",
                    null,
                    "outlet-1",
                    "till-1",
                    "outlet-1",
                    "till-1",
                    sold.RequestId.Value),
            ],
            entries.Skip(1));
        Assert.Equal((null, "", ""), (entries[0].SaleOutlet, entries[0].Outlet, entries[0].RequestId));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_takes_a_sale_back_tells_where_that_was_and_by_which_request(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var sold = await fixture.SellAndSucceedAsync();
        var till = new Till("outlet-9", "till-9", "cashier-9", new DateOnly(2026, 1, 16));
        var reversal = fixture.ReversalOf(sold, till: till);
        await fixture.Store.Reversals.SaveAsync(reversal);
        await fixture.Store.Reversals.SettleAsync(
            StoreFixture.Acme, reversal.Id, StoreFixture.Answer(IssuerVerdict.Accepted), Given.Noon, Given.Noon);

        var entries = (await fixture.StatementAsync(StoreFixture.Acme)).Entries.Skip(3);

        Assert.Equal(
            [
                (TransferKind.Reversal, "outlet-1", "outlet-9", reversal.RequestId.Value),
                (TransferKind.Clawback, "outlet-1", "outlet-9", reversal.RequestId.Value),
            ],
            entries.Select(entry => (entry.Kind, entry.SaleOutlet, entry.Outlet, entry.RequestId)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_ends_of_a_period_are_inclusive_and_exclusive(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1);
        var tick = TimeSpan.FromTicks(1);

        Assert.Single((await ReadAsync(fixture, Given.Noon, Given.Noon + tick, 10)).Entries);
        Assert.Empty((await ReadAsync(fixture, Given.Noon - tick, Given.Noon, 10)).Entries);
        var after = await ReadAsync(fixture, Given.Noon + tick, DateTimeOffset.MaxValue, 10);
        Assert.Equal((Given.Yuan(1), Given.Yuan(1), 0), (after.Opening, after.Closing, after.Entries.Count));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_partner_has_only_its_own_statement_and_only_its_own_currency(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);

        var elsewhere = await fixture.StatementAsync(StoreFixture.Elsewhere);

        Assert.Equal((Given.Fen(0), Given.Fen(0), 0), (elsewhere.Opening, elsewhere.Closing, elsewhere.Entries.Count));
        Assert.Null(await fixture.Store.AccountStatements.BalanceAsync(
            StoreFixture.Acme, Currency.Of("USD"), CancellationToken.None));
    }

    // Sales that end in different ways, with a clock that goes forward and now and then back.
    private static async Task TradeAsync(StoreFixture fixture, Random random, int rounds)
    {
        var open = new List<TopUpRecord>();
        for (var round = 0; round < rounds; round++)
        {
            var now = Given.Noon.AddSeconds(round + random.Next(-3, 3));
            var verdict = random.Next(4) == 0 ? IssuerVerdict.Declined : IssuerVerdict.Accepted;
            open.Add(await fixture.SellAsync(fixture.Candidate(face: Given.Fen(random.Next(1, 10_000)))));
            var settled = open[random.Next(open.Count)];
            open.Remove(settled);
            settled = await fixture.CompleteAsync(settled, verdict, now: now);
            if (settled.State == TopUpState.Succeeded && random.Next(3) == 0)
            {
                var reversal = (await fixture.Store.Reversals.SaveAsync(fixture.ReversalOf(settled))).Value.Reversal;
                await fixture.Store.Reversals.SettleAsync(
                    StoreFixture.Acme, reversal.Id, StoreFixture.Answer(IssuerVerdict.Accepted), now, now);
            }
        }
    }

    private static Money Sum(IEnumerable<AccountStatementEntry> entries) =>
        entries.Aggregate(Given.Fen(0), (sum, entry) => sum + entry.Amount);

    // Walks all pages; every page must tell the same balances.
    private static async Task<AccountStatementPage> ReadAsync(
        StoreFixture fixture, DateTimeOffset from, DateTimeOffset to, int size)
    {
        var entries = new List<AccountStatementEntry>();
        while (true)
        {
            var after = entries.Count == 0 ? 0 : entries[^1].Sequence;
            var page = await fixture.Store.AccountStatements.ReadAsync(
                StoreFixture.Acme, Given.Cny, from, to, after, size, CancellationToken.None);
            entries.AddRange(page.Entries);
            Assert.True(page.Entries.Count <= size);
            if (page.Entries.Count < size)
            {
                return page with { Entries = entries };
            }
        }
    }
}
