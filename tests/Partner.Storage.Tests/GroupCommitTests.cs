using System.Data.Common;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Sql;
using Partner.Storage.Tests.Support;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Tests;

public sealed class GroupCommitTests
{
    private static readonly RowSqlText AddPartner = RowSqlText.Insert(
        "partners", RowShape.Of("id text, name text, status int, currency text, created_at long"));

    [Theory]
    [OnEveryDatabase]
    public async Task A_member_whose_work_throws_fails_alone_and_the_others_are_durable_once(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        await using var writer = new GroupCommit(Databases.Of(fixture.Options));
        var members = await GatherAsync(writer, 50, number => set =>
        {
            set.SetFloat(StoreFixture.Acme, set.Float(StoreFixture.Acme, Given.Cny).Post(100, Given.Noon));
            InsertPartner(set, number);
            return number == 17 ? throw new InvalidOperationException("seventeen") : number;
        });

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => members[17]);
        Assert.Equal("seventeen", fault.Message);
        Assert.Equal(
            Enumerable.Range(0, 50).Where(number => number != 17),
            await Task.WhenAll(members.Where((_, number) => number != 17)));
        Assert.Equal(49, fixture.Count("SELECT COUNT(*) FROM partners WHERE id LIKE 'member-%'"));
        Assert.Equal(4_900, (await fixture.FloatAsync()).Posted);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_member_that_the_database_refuses_fails_alone(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        await using var writer = new GroupCommit(Databases.Of(fixture.Options));
        var members = await GatherAsync(writer, 20, number => set =>
        {
            InsertPartner(set, number == 5 ? 4 : number);
            return number;
        });

        await Assert.ThrowsAnyAsync<DbException>(() => members[5]);
        await Task.WhenAll(members.Where((_, number) => number != 5));
        Assert.Equal(19, fixture.Count("SELECT COUNT(*) FROM partners WHERE id LIKE 'member-%'"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_member_is_told_of_its_result_only_when_it_is_durable(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        for (var round = 0; round < 10; round++)
        {
            var saved = await fixture.Store.Partners.AddAsync(
                new PartnerAccount(
                    new PartnerId($"p-{round}"), "x", Core.Identity.PartnerStatus.Active, Given.Cny), Given.Noon);

            Assert.True(saved);
            Assert.Equal(1, fixture.Count($"SELECT COUNT(*) FROM partners WHERE id = 'p-{round}'"));
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Sales_beside_a_change_that_cannot_be_written_are_all_saved(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 10_000);
        var sales = new List<Task<(TopUpDecision Decision, TopUpRecord? Saved)>>();
        var bad = new List<Task>();
        for (var number = 0; number < 100; number++)
        {
            sales.Add(fixture.Store.TopUps.SaveAsync(fixture.Candidate()));
            if (number % 10 == 0)
            {
                bad.Add(fixture.Store.Partners.SetCreditLimitAsync(StoreFixture.Acme, Given.Yuan(-1), Given.Noon));
                bad.Add(fixture.DepositAsync(Given.Fen(long.MaxValue)));
            }
        }

        Assert.All(await Task.WhenAll(sales), sale => Assert.NotNull(sale.Saved));
        foreach (var change in bad)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => change);
        }

        Assert.Equal(0, (await fixture.FloatAsync()).Available);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Cancels_and_settlements_beside_a_change_that_cannot_be_written_are_all_carried_out_once(
        StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 10_000);
        var sold = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => fixture.SellAsync()));
        var ends = new List<Task<TopUpState>>();
        var bad = new List<Task>();
        foreach (var (topUp, number) in sold.Select((topUp, number) => (topUp, number)))
        {
            ends.Add(number % 2 == 0 ? CancelAsync(fixture, topUp) : SucceedAsync(fixture, topUp));
            bad.Add(fixture.Store.Partners.SetCreditLimitAsync(StoreFixture.Acme, Given.Yuan(-1), Given.Noon));
        }

        var states = await Task.WhenAll(ends);
        foreach (var change in bad)
        {
            await Assert.ThrowsAnyAsync<DbException>(() => change);
        }

        Assert.Equal(20, states.Count(state => state == TopUpState.Cancelled));
        Assert.Equal(20, states.Count(state => state == TopUpState.Succeeded));
        Assert.Equal(1_000_000 - (20 * 9_700), (await fixture.FloatAsync()).Available);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Closing_the_store_finishes_what_was_handed_over(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var closing = fixture.OpenAnother();
        var sales = Enumerable.Range(0, 100).Select(_ => closing.TopUps.SaveAsync(fixture.Candidate())).ToList();

        await closing.DisposeAsync();

        Assert.All(await Task.WhenAll(sales), sale => Assert.NotNull(sale.Saved));
        Assert.Equal(100, fixture.Count("SELECT COUNT(*) FROM top_ups"));
        await fixture.AssertRightAsync();
    }

    private static async Task<TopUpState> CancelAsync(StoreFixture fixture, TopUpRecord topUp) =>
        (await fixture.Store.TopUps.CancelAsync(StoreFixture.Acme, topUp.Id, Given.Noon)).Value.State;

    private static async Task<TopUpState> SucceedAsync(StoreFixture fixture, TopUpRecord topUp) =>
        (await fixture.CompleteAsync(topUp, IssuerVerdict.Accepted)).State;

    // Holds the writer until all members wait, so that they share a transaction.
    private static async Task<List<Task<int>>> GatherAsync(
        GroupCommit writer, int count, Func<int, Func<WorkingSet, int>> work)
    {
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var blocker = writer.RunAsync(
            StoreFixture.Acme,
            _ => { },
            _ =>
            {
                entered.Set();
                release.Wait();
                return 0;
            });
        entered.Wait();
        var members = Enumerable.Range(0, count).Select(number => writer.RunAsync(
            StoreFixture.Acme,
            footprint => footprint.AddFloat(StoreFixture.Acme, Given.Cny),
            work(number))).ToList();
        release.Set();
        await blocker;
        return members;
    }

    private static void InsertPartner(WorkingSet set, int number) =>
        set.Changes.Add(AddPartner, $"member-{number}", "x", 1, "CNY", 0L);
}
