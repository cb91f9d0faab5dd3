using Partner.Core.Settlements;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Closing;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests.Closing;

/// <summary>Closing a month beside others who close it, and beside sales.</summary>
public sealed class CloseRaceTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    [Theory]
    [OnEveryDatabase]
    public async Task Of_many_who_close_a_month_at_once_one_does_and_the_others_are_told(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await January.SellAsync(fixture, 3);
        var stores = new[] { fixture.Store, fixture.OpenAnother(), fixture.OpenAnother() };
        var (seller, _) = await January.FloatsAsync(fixture);

        var closed = await Task.WhenAll(stores.Concat(stores).Select(
            store => store.Settlements.CloseAsync(January.Period, January.Utc, January.Over)));

        Assert.Single(closed, one => one.Refusal == PeriodRefusal.None);
        Assert.All(closed, one => Assert.True(
            one.Refusal == PeriodRefusal.BeingSettled || one.Statements.Count == 2, one.ToString()));

        // 15.00 less 6 % tax.
        Assert.Equal(1_410, (await January.FloatsAsync(fixture)).Seller - seller);
        Assert.Equal(1, fixture.Count("SELECT COUNT(*) FROM transfers WHERE kind = 10 AND partner_id = 'acme'"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Who_comes_while_a_month_is_being_closed_is_told_at_once(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await January.SellAsync(fixture, 1);
        using var planned = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var first = CloseAsync(fixture.Store, new ClosingOptions
        {
            Lease = Longest,
            Reached = step =>
            {
                if (step == ClosingStep.Planned)
                {
                    planned.Release();
                    Assert.True(goOn.Wait(Longest));
                }
            },
        });
        await planned.WaitAsync();

        var second = await CloseAsync(fixture.OpenAnother(), ClosingOptions.Usual);
        goOn.Release();

        Assert.Equal(PeriodRefusal.BeingSettled, second.Refusal);
        Assert.Equal(PeriodRefusal.None, (await first).Refusal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Sales_successes_and_reversals_of_the_same_payees_go_on_meanwhile(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var other = fixture.OpenAnother();
        var sold = await January.SellAsync(fixture, 60);
        var stores = new[] { fixture.Store, other };
        using var closed = new CancellationTokenSource();
        var selling = stores.Select(store => Task.Run(async () =>
        {
            var count = 0;
            for (; !closed.IsCancellationRequested; count++)
            {
                var (_, saved) = await store.TopUps.SaveAsync(January.Candidate(fixture));
                var verdict = count % 4 == 0 ? IssuerVerdict.Declined : IssuerVerdict.Accepted;
                await fixture.CompleteAsync(saved!, verdict, store, January.Over);
            }

            return count;
        })).ToList();
        var reversing = Task.Run(async () =>
        {
            for (var i = 0; i < sold.Count; i += 2)
            {
                await January.ReverseAsync(fixture, sold[i], January.Over, stores[i / 2 % 2]);
            }
        });

        var first = await CloseAsync(other, new ClosingOptions { Payees = 1, Entries = 3 });
        await closed.CancelAsync();
        var sales = await Task.WhenAll(selling);
        await reversing;
        await fixture.AssertRightAsync();
        var second = await fixture.Store.Settlements.CloseAsync(
            January.Following, January.Utc, January.FollowingOver);

        Assert.Equal((PeriodRefusal.None, PeriodRefusal.None), (first.Refusal, second.Refusal));
        Assert.All(sales, count => Assert.True(count > 0));
        Assert.Equal(0, fixture.Store.Commit.Conflicts + other.Commit.Conflicts);
        Assert.Equal(30, first.Statements.Concat(second.Statements)
            .Where(statement => statement.PayeeId == StoreFixture.Acme).Sum(statement => statement.Lines[0].Reversals));
        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM commissions WHERE settlement IS NULL"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Entries_that_others_have_locked_are_passed_over_until_they_are_free(StoreProvider on)
    {
        if (on == StoreProvider.Sqlite)
        {
            // It has one lock, for all that is written.
            return;
        }

        await using var fixture = await StoreFixture.CreateAsync(on);
        await January.SellAsync(fixture, 3);
        await using var connection = Databases.Of(fixture.Options).Open();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        (command.Transaction, command.CommandText) =
            (transaction, "UPDATE commissions SET reversed_at = reversed_at WHERE partner_id = 'acme'");
        Assert.Equal(3, await command.ExecuteNonQueryAsync());

        var closing = CloseAsync(fixture.Store, ClosingOptions.Usual);
        while (fixture.Count("SELECT COUNT(*) FROM commissions WHERE settlement IS NULL") > 3)
        {
            Assert.False(closing.IsCompleted);
            await Task.Delay(10);
        }

        await transaction.RollbackAsync();
        Assert.Equal(PeriodRefusal.None, (await closing).Refusal);
        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM commissions WHERE settlement IS NULL"));
        Assert.Equal(0, fixture.Store.Commit.Conflicts);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_server_that_is_told_to_stop_leaves_the_rest_to_another_at_once(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await January.SellAsync(fixture, 2);
        using var stop = new CancellationTokenSource();
        var options = new ClosingOptions
        {
            Payees = 1,
            Reached = step =>
            {
                if (step == ClosingStep.Posted)
                {
                    stop.Cancel();
                }
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.Store.Settlements.CloseAsync(
            January.Period, January.Utc, January.Over, options, stop.Token));

        var closed = await CloseAsync(fixture.OpenAnother(), ClosingOptions.Usual);

        Assert.Equal(PeriodRefusal.None, closed.Refusal);
        Assert.Equal(2, fixture.Count("SELECT COUNT(*) FROM transfers WHERE kind = 10"));
        await fixture.AssertRightAsync();
    }

    private static Task<ClosedPeriod> CloseAsync(PartnerStore store, ClosingOptions options) =>
        store.Settlements.CloseAsync(January.Period, January.Utc, January.Over, options, CancellationToken.None);
}
