using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

public sealed class CancelTests
{
    private static readonly Lease Lease = new("other", Given.Noon.AddSeconds(15));

    [Theory]
    [OnEveryDatabase(7)]
    [OnEveryDatabase(20260115)]
    public async Task What_was_cancelled_was_never_claimed_and_what_was_claimed_is_never_cancelled(
        StoreProvider on, int seed)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var other = fixture.OpenAnother();
        var random = new Random(seed);
        var cancelled = 0;
        for (var round = 0; round < 25; round++)
        {
            var topUp = await fixture.SellAsync();
            var claimer = random.Next(2) == 0 ? other : fixture.Store;
            using var start = new Barrier(2);
            var cancel = Task.Run(() =>
            {
                start.SignalAndWait();
                return fixture.Store.TopUps.CancelAsync(StoreFixture.Acme, topUp.Id, Given.Noon);
            });
            var claim = Task.Run(() =>
            {
                start.SignalAndWait();
                return claimer.Jobs.ClaimAsync(Lease, Given.Noon, 10);
            });

            var answer = await cancel;
            var claimed = (await claim).Any(job => job.OperationId == topUp.Id.Value);

            Assert.Equal(claimed ? Reason.TooLateToCancel : null, answer.Refusal?.Reason);
            cancelled += claimed ? 0 : 1;
            if (claimed)
            {
                await fixture.CompleteAsync(topUp, IssuerVerdict.Declined);
            }
        }

        Assert.Equal(cancelled, fixture.Count("SELECT COUNT(*) FROM top_ups WHERE state = 4"));
        Assert.Equal(10_000_000, (await fixture.FloatAsync()).Available);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_queued_top_up_is_cancelled_once_and_the_money_is_back(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 100);
        var topUp = await fixture.SellAsync();

        var first = (await CancelAsync(fixture, topUp)).Value;
        var second = (await CancelAsync(fixture, topUp)).Value;

        Assert.Equal((TopUpState.Cancelled, Reason.CancelledByPartner, 2), (first.State, first.Reason, first.Version));
        Assert.Equal((first.Version, first.EventNumber), (second.Version, second.EventNumber));
        Assert.Equal(10_000, (await fixture.FloatAsync()).Available);
        Assert.Empty(await fixture.Store.Jobs.ClaimAsync(Lease, Given.Noon.AddYears(1), 10));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_top_up_that_its_saver_dispatches_at_once_cannot_be_cancelled(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var topUp = await fixture.SellAsync(fixture.Candidate() with { Dispatch = new Dispatch(Lease, null) });

        var refusal = (await CancelAsync(fixture, topUp)).Refusal!;

        Assert.Equal((Reason.TooLateToCancel, "PROCESSING"), (refusal.Reason, refusal.Metadata["top_up_state"]));
        Assert.Equal(10_000, (await fixture.FloatAsync()).Reserved);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_top_up_in_doubt_cannot_be_cancelled(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var topUp = await fixture.SellAsync(fixture.Candidate() with { Dispatch = new Dispatch(Lease, null) });
        await fixture.CompleteAsync(topUp, IssuerVerdict.Unknown);

        Assert.Equal(Reason.TooLateToCancel, (await CancelAsync(fixture, topUp)).Refusal?.Reason);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_top_up_that_was_put_back_unsent_can_be_cancelled_again(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var topUp = await fixture.SellAsync();
        var job = Assert.Single(await fixture.Store.Jobs.ClaimAsync(Lease, Given.Noon, 10));
        Assert.Equal(Reason.TooLateToCancel, (await CancelAsync(fixture, topUp)).Refusal?.Reason);

        await fixture.Store.Jobs.RequeueAsync(job, new JobClaim(Lease.Owner, job.Attempts), Given.Noon);

        Assert.Null((await CancelAsync(fixture, topUp)).Refusal);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase(IssuerVerdict.Accepted, "SUCCEEDED")]
    [OnEveryDatabase(IssuerVerdict.Declined, "FAILED")]
    public async Task What_is_final_cannot_be_cancelled(StoreProvider on, IssuerVerdict verdict, string state)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var topUp = await fixture.CompleteAsync(await fixture.SellAsync(), verdict);

        var refusal = (await CancelAsync(fixture, topUp)).Refusal!;

        Assert.Equal((Reason.TooLateToCancel, state), (refusal.Reason, refusal.Metadata["top_up_state"]));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Another_partners_top_up_is_not_there_to_cancel(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var topUp = await fixture.SellAsync();

        var answer = await fixture.Store.TopUps.CancelAsync(StoreFixture.Elsewhere, topUp.Id, Given.Noon);

        Assert.Equal(Reason.TopUpNotFound, answer.Refusal?.Reason);
    }

    private static Task<Result<TopUpRecord>> CancelAsync(StoreFixture fixture, TopUpRecord topUp) =>
        fixture.Store.TopUps.CancelAsync(StoreFixture.Acme, topUp.Id, Given.Noon);
}
