using System.Data.Common;
using Partner.Core.Ledger;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Tests;

/// <summary>What the ledger refuses by itself, should the code above it ever ask twice.</summary>
public sealed class LedgerGuardTests
{
    [Theory]
    [OnEveryDatabase(TransferPhase.Posted)]
    [OnEveryDatabase(TransferPhase.Voided)]
    public async Task A_pending_transfer_is_resolved_once(StoreProvider on, TransferPhase phase)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var topUp = await fixture.SellAndSucceedAsync();
        await using var writer = new GroupCommit(Databases.Of(fixture.Options));

        await AssertRefusedAsync(() => writer.RunAsync(
            StoreFixture.Acme,
            footprint => footprint.AddReservation(topUp),
            set =>
            {
                LedgerTable.Resolve(
                    set, new ResourceKey(StoreFixture.Acme, Postings.SaleId(topUp.Id)), phase, Given.Noon);
                return 0;
            }));

        Assert.Equal(90_300, (await fixture.FloatAsync()).Available);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_quote_is_consumed_once(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var quote = Given.Quote(fixture.NewId());
        await fixture.Store.Quotes.SaveAsync(quote);
        await using var writer = new GroupCommit(Databases.Of(fixture.Options));
        await UseAsync("t1");

        await AssertRefusedAsync(() => UseAsync("t2"));

        var read = await fixture.Store.Quotes.FindAsync(StoreFixture.Acme, quote.Id, CancellationToken.None);
        Assert.Equal("t1", read?.UsedBy?.Value);

        Task<int> UseAsync(string topUpId) => writer.RunAsync(
            StoreFixture.Acme,
            footprint => footprint.Add(StoreFixture.Acme),
            set =>
            {
                set.UseQuote(StoreFixture.Acme, quote.Id, new TopUpId(topUpId));
                return 0;
            });
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_change_is_stored_only_over_the_version_before_it(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var topUp = await fixture.SellAsync();
        await fixture.CompleteAsync(topUp, IssuerVerdict.Unknown);
        await using var writer = new GroupCommit(Databases.Of(fixture.Options));
        var wrong = topUp with { Version = 1 };

        // The footprint claims that the stored version is the known one, as a fault in the code above might.
        await AssertRefusedAsync(() => writer.RunAsync(
            StoreFixture.Acme,
            footprint => footprint.Add(topUp.PartnerId),
            set =>
            {
                TopUpTable.Store(set.Changes, new TrackedRow<TopUpRecord>(wrong, true)
                {
                    Now = wrong with { State = TopUpState.Failed, FinalAt = Given.Noon, Version = 2 },
                });
                return 0;
            }));

        await fixture.AssertRightAsync();
    }

    /// <summary>The database stops it, or the program where the database is within it.</summary>
    private static async Task AssertRefusedAsync(Func<Task> work)
    {
        var fault = await Assert.ThrowsAnyAsync<Exception>(work);
        Assert.True(fault is DbException or InvalidOperationException, fault.ToString());
    }
}
