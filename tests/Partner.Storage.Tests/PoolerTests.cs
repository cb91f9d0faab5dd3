using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>
/// Behind PgBouncer in transaction mode, where each transaction of a connection may run in another session of the
/// server: nothing may be left in a session, and nothing expected there.
/// </summary>
public sealed class PoolerTests
{
    [PoolerFact]
    public async Task An_empty_database_is_migrated_and_opened()
    {
        await using var database = TestDatabase.CreateEmpty(StoreProvider.Postgres);
        var pooled = Pooler.Before(database.Options);

        Assert.NotEqual("", PartnerStore.MigrationScript(pooled));
        Assert.NotEmpty(PartnerStore.Migrate(pooled));
        Assert.Empty(PartnerStore.Migrate(pooled));

        await using var store = PartnerStore.Open(pooled);
        Assert.Null(await store.Measurements.WriteProblemAsync(Given.Noon, CancellationToken.None));
    }

    [PoolerFact]
    public async Task Two_stores_sell_settle_reverse_and_read_as_they_do_without_it()
    {
        await using var fixture = await StoreFixture.CreateAsync(StoreProvider.Postgres);
        await using var first = PartnerStore.Open(Pooler.Before(fixture.Options));
        await using var second = PartnerStore.Open(Pooler.Before(fixture.Options));

        await Task.WhenAll(Enumerable.Range(0, 60).Select(async number =>
        {
            var store = number % 2 == 0 ? first : second;
            var (decision, saved) = await store.TopUps.SaveAsync(fixture.Candidate());
            Assert.IsType<TopUpDecision.Reserve>(decision);
            var settled = await fixture.CompleteAsync(
                saved!, number % 3 == 0 ? IssuerVerdict.Declined : IssuerVerdict.Accepted, store);
            Assert.NotEqual(TopUpState.Processing, settled.State);
            Assert.NotNull(await store.TopUps.FindAsync(StoreFixture.Acme, saved!.Id, CancellationToken.None));
            Assert.NotNull(
                await store.AccountStatements.BalanceAsync(StoreFixture.Acme, Given.Cny, CancellationToken.None));
        }));

        var filter = new SalesFilter();
        Assert.Equal(60, (await first.Sales.ListAsync(
            StoreFixture.Acme, filter, null, 100, CancellationToken.None)).TopUps.Count);
        Assert.Equal(40, fixture.Count("SELECT COUNT(*) FROM top_ups WHERE state = 2"));
        await fixture.AssertRightAsync();
    }

    [PoolerFact]
    public async Task A_transaction_brings_its_own_limit_of_idleness_and_leaves_none_behind()
    {
        await using var fixture = await StoreFixture.CreateAsync(StoreProvider.Postgres, deposit: 0);
        var database = Databases.Of(Pooler.Before(fixture.Options));
        using var connection = database.Open();
        string Limit(System.Data.Common.DbTransaction? transaction)
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "SHOW idle_in_transaction_session_timeout";
            return (string)command.ExecuteScalar()!;
        }

        using (var transaction = database.BeginWrite(connection))
        {
            Assert.Equal("15s", Limit(transaction));
        }

        Assert.Equal("0", Limit(null));
    }

    [PoolerFact]
    public async Task A_connection_string_that_does_not_tell_of_it_is_refused_with_what_to_do()
    {
        await using var fixture = await StoreFixture.CreateAsync(StoreProvider.Postgres, deposit: 0);
        var untold = Pooler.Before(fixture.Options, asDocumented: false);

        var fault = Assert.Throws<StoreNotReadyException>(() => PartnerStore.Open(untold));

        Assert.Contains("Max Auto Prepare=0", fault.Message, StringComparison.Ordinal);
        Assert.Throws<StoreNotReadyException>(() => PartnerStore.Migrate(untold));
    }

    [PostgresFact]
    public async Task A_direct_connection_has_the_limit_from_its_start()
    {
        await using var fixture = await StoreFixture.CreateAsync(StoreProvider.Postgres, deposit: 0);

        Assert.Equal(["15s"], fixture.Query("SHOW idle_in_transaction_session_timeout", row => row.GetString(0)));
    }
}
