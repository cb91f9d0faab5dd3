using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

public sealed class JobTests
{
    private static readonly Lease First = new("first", Given.Noon.AddSeconds(15));
    private static readonly Lease Second = new("second", Given.Noon.AddSeconds(40));

    [Theory]
    [OnEveryDatabase]
    public async Task The_longest_due_are_claimed_first_and_no_more_than_asked_for(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = new List<string>();
        foreach (var seconds in new[] { 3, 1, 2, 4 })
        {
            sold.Add((await fixture.SellAsync(
                fixture.Candidate() with { Now = Given.Noon.AddSeconds(seconds) })).Id.Value);
        }

        var jobs = fixture.Store.Jobs;

        Assert.Equal([sold[1], sold[2]], await ClaimAsync(jobs, First, Given.Noon.AddSeconds(3), 2));
        Assert.Equal([sold[0]], await ClaimAsync(jobs, First, Given.Noon.AddSeconds(3), 2));
        Assert.Equal([sold[3]], await ClaimAsync(jobs, First, Given.Noon.AddSeconds(4), 2));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_claim_keeps_others_away_exactly_until_its_lease_ends(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var other = fixture.OpenAnother();
        var topUp = await fixture.SellAsync();
        Assert.Equal([topUp.Id.Value], await ClaimAsync(fixture.Store.Jobs, First, Given.Noon, 10));

        Assert.Empty(await ClaimAsync(other.Jobs, Second, First.Until.AddTicks(-1), 10));
        Assert.False(await other.Jobs.AnyDueAsync(First.Until.AddTicks(-1), CancellationToken.None));
        Assert.True(await other.Jobs.AnyDueAsync(First.Until, CancellationToken.None));

        var taken = Assert.Single(await other.Jobs.ClaimAsync(Second, First.Until, 10));
        Assert.Equal((topUp.Id.Value, 2, true), (taken.OperationId, taken.Attempts, taken.PossiblySent));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task No_job_is_claimed_by_two_at_once(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => Task.Run(() => fixture.SellAsync())));

        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() =>
            ClaimAsync(stores[number % 2].Jobs, First with { Owner = $"owner-{number}" }, Given.Noon, 7))));

        var claimed = claims.SelectMany(ids => ids).ToList();
        Assert.Equal(60, claimed.Count);
        Assert.Equal(60, claimed.Distinct().Count());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_first_claim_says_that_nothing_was_sent_and_carries_what_was_saved(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        const string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var topUp = await fixture.SellAsync(fixture.Candidate() with { Dispatch = new Dispatch(null, trace) });

        var job = Assert.Single(await fixture.Store.Jobs.ClaimAsync(First, Given.Noon, 10));

        Assert.Equal(
            new IssuerJob(StoreFixture.Acme, topUp.Id.Value, JobKind.TopUp, false, 1, Given.Noon, trace), job);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_claim_of_a_saver_is_taken_over_as_possibly_sent(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var dispatch = new Dispatch(First, null);
        var topUp = await fixture.SellAsync(fixture.Candidate() with { Dispatch = dispatch });
        var own = dispatch.ToJob(StoreFixture.Acme, topUp.Id.Value, JobKind.TopUp, Given.Noon);

        Assert.Empty(await ClaimAsync(fixture.Store.Jobs, Second, Given.Noon, 10));
        Assert.Equal(1, await fixture.Store.Jobs.RenewAsync(First with { Until = Second.Until }, [own]));
        Assert.Empty(await ClaimAsync(fixture.Store.Jobs, Second, First.Until, 10));

        var taken = Assert.Single(await fixture.Store.Jobs.ClaimAsync(Second, Second.Until, 10));
        Assert.Equal((true, 2), (taken.PossiblySent, taken.Attempts));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Only_the_owner_renews_and_only_while_the_job_is_its_own(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.SellAsync();
        var jobs = fixture.Store.Jobs;
        var mine = await jobs.ClaimAsync(First, Given.Noon, 10);

        Assert.Equal(0, await jobs.RenewAsync(Second, mine));
        Assert.Equal(1, await jobs.RenewAsync(First with { Until = First.Until.AddSeconds(1) }, mine));
        Assert.Empty(await ClaimAsync(jobs, Second, First.Until, 10));

        Assert.Single(await ClaimAsync(jobs, Second, First.Until.AddSeconds(1), 10));
        Assert.Equal(0, await jobs.RenewAsync(First with { Until = Given.Noon.AddHours(1) }, mine));
        Assert.True(await jobs.AnyDueAsync(Second.Until, CancellationToken.None));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Only_the_claim_that_holds_a_job_puts_it_back_or_renews_it(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.SellAsync();
        var jobs = fixture.Store.Jobs;
        var mine = Assert.Single(await jobs.ClaimAsync(First, Given.Noon, 10));

        Assert.Equal(0, await jobs.RequeueAsync(mine, new JobClaim(Second.Owner, mine.Attempts), Given.Noon));
        Assert.Single(await ClaimAsync(jobs, First, First.Until, 10)); // The same process, for a second time.
        Assert.Equal(0, await jobs.RequeueAsync(mine, new JobClaim(First.Owner, mine.Attempts), Given.Noon));
        Assert.Equal(0, await jobs.RenewAsync(First with { Until = Given.Noon.AddHours(1) }, [mine]));
        Assert.Equal(0, await jobs.CountQueuedAsync(CancellationToken.None));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_may_have_been_sent_before_is_never_put_back_as_unsent(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var topUp = await fixture.SellAsync();
        var jobs = fixture.Store.Jobs;
        await jobs.ClaimAsync(First, Given.Noon, 10);
        var second = Assert.Single(await jobs.ClaimAsync(Second, First.Until, 10));
        Assert.True(second.PossiblySent);

        Assert.Equal(0, await jobs.RequeueAsync(second, new JobClaim(Second.Owner, second.Attempts), Given.Noon));

        Assert.Equal(0, await jobs.CountQueuedAsync(CancellationToken.None));
        Assert.NotNull((await fixture.Store.TopUps.CancelAsync(StoreFixture.Acme, topUp.Id, Given.Noon)).Refusal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_was_put_back_is_due_when_it_was_told_and_counts_as_unsent(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.SellAsync();
        var jobs = fixture.Store.Jobs;
        var mine = Assert.Single(await jobs.ClaimAsync(First, Given.Noon, 10));
        var due = Given.Noon.AddSeconds(2);

        Assert.Equal(1, await jobs.RequeueAsync(mine, new JobClaim(First.Owner, mine.Attempts), due));

        Assert.Equal(1, await jobs.CountQueuedAsync(CancellationToken.None));
        Assert.Empty(await ClaimAsync(jobs, Second, due.AddTicks(-1), 10));
        var again = Assert.Single(await jobs.ClaimAsync(Second, due, 10));
        Assert.Equal((false, 2), (again.PossiblySent, again.Attempts));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Work_in_doubt_waits_for_its_time_as_possibly_sent_and_ends_with_the_top_up(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var topUp = await fixture.SellAsync();
        var jobs = fixture.Store.Jobs;
        var mine = Assert.Single(await jobs.ClaimAsync(First, Given.Noon, 10));
        await fixture.CompleteAsync(topUp, IssuerVerdict.Unknown); // Asks again after a minute.

        Assert.Equal(0, await jobs.RequeueAsync(mine, new JobClaim(First.Owner, mine.Attempts), Given.Noon));
        Assert.Equal(0, await jobs.RenewAsync(First, [mine]));
        Assert.Empty(await ClaimAsync(jobs, Second, Given.Noon.AddSeconds(59), 10));
        var again = Assert.Single(await jobs.ClaimAsync(Second, Given.Noon.AddMinutes(1), 10));
        Assert.Equal((true, 2), (again.PossiblySent, again.Attempts));

        await fixture.CompleteAsync(topUp, IssuerVerdict.Accepted);
        Assert.Empty(await ClaimAsync(jobs, Second, Given.Noon.AddYears(1), 10));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_the_issuer_said_goes_from_round_to_round_and_a_claim_that_is_over_adds_nothing(
        StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var topUp = await fixture.SellAsync();
        var jobs = fixture.Store.Jobs;
        var unsent = new IssuerAnswer(IssuerVerdict.NotSent, Detail: "breaker open");
        var silent = new IssuerAnswer(IssuerVerdict.Unknown, Detail: "timed out");
        JobClaim Said(Lease who, IssuerJob job, IssuerAnswer answer) => new(
            who.Owner, job.Attempts, InconclusiveAnswer.Keep(job.Answers, job.Attempts, answer, Given.Noon));

        var first = Assert.Single(await jobs.ClaimAsync(First, Given.Noon, 10));
        await jobs.RequeueAsync(first, Said(First, first, unsent), Given.Noon);
        var second = Assert.Single(await jobs.ClaimAsync(First, Given.Noon, 10));
        var third = Assert.Single(await jobs.ClaimAsync(Second, First.Until, 10));
        var due = Second.Until;
        await fixture.Store.TopUps.SettleAsync(topUp, silent, due, Given.Noon, Said(Second, third, silent));
        await fixture.Store.TopUps.SettleAsync(topUp, silent, due, Given.Noon, Said(First, second, unsent));
        await fixture.Store.TopUps.SettleAsync(topUp, silent, due, Given.Noon);

        var listed = Assert.Single(await fixture.Store.Unfinished.ListAsync(null, 10, default)).Job!.Answers;
        Assert.Equal(
            [(1, IssuerVerdict.NotSent, "breaker open"), (3, IssuerVerdict.Unknown, "timed out")],
            listed.Select(answer => (answer.Attempt, answer.Verdict, answer.Detail)));
        var fourth = Assert.Single(await jobs.ClaimAsync(First, due, 10));
        Assert.Equal(listed, InconclusiveAnswer.Read(fourth.Answers));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Whose_claim_is_over_does_not_take_the_job_from_who_claimed_it_since(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var topUp = await fixture.SellAsync();
        var jobs = fixture.Store.Jobs;
        var slow = Assert.Single(await jobs.ClaimAsync(First, Given.Noon, 10));
        var quick = Assert.Single(await jobs.ClaimAsync(Second, First.Until, 10));
        var later = First.Until.AddMinutes(1);

        await fixture.Store.TopUps.SettleAsync(
            topUp, StoreFixture.Answer(IssuerVerdict.Unknown), later, later, new JobClaim(First.Owner, slow.Attempts));
        Assert.Equal(1, await jobs.RenewAsync(Second, [quick]));

        await fixture.Store.TopUps.SettleAsync(
            topUp,
            StoreFixture.Answer(IssuerVerdict.Unknown),
            later,
            later,
            new JobClaim(Second.Owner, quick.Attempts));
        Assert.Equal(0, await jobs.RenewAsync(Second, [quick]));
        Assert.Single(await jobs.ClaimAsync(First, later, 10));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Two_rounds_of_a_job_that_end_in_one_transaction_leave_none(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = await fixture.SellAndSucceedAsync();
        var topUp = await fixture.SellAsync(fixture.Candidate() with { Now = Given.Noon.AddHours(1) });
        var reversal = (await fixture.Store.Reversals.SaveAsync(fixture.ReversalOf(sold))).Value.Reversal;
        var (unknown, accepted) = (
            StoreFixture.Answer(IssuerVerdict.Unknown), StoreFixture.Answer(IssuerVerdict.Accepted));
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var blocker = fixture.Store.Commit.RunAsync(
            StoreFixture.Acme,
            _ => { },
            _ =>
            {
                entered.Set();
                release.Wait();
                return 0;
            });
        entered.Wait();

        Task[] rounds =
        [
            blocker,
            .. new[] { unknown, accepted, unknown }.SelectMany<IssuerAnswer, Task>(answer =>
            [
                fixture.Store.TopUps.SettleAsync(topUp, answer, Given.Noon, Given.Noon),
                fixture.Store.Reversals.SettleAsync(
                    StoreFixture.Acme, reversal.Id, answer, Given.Noon, Given.Noon),
            ]),
        ];
        while (fixture.Store.Commit.Waiting < rounds.Length - 1)
        {
            await Task.Delay(5);
        }

        release.Set();
        await Task.WhenAll(rounds);

        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM jobs"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_job_that_was_left_of_what_is_over_ends_with_its_next_round(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var topUp = await fixture.SellAsync();
        fixture.Query("UPDATE jobs SET operation_id = 'kept'", _ => 0);
        await fixture.CompleteAsync(topUp, IssuerVerdict.Accepted);
        fixture.Query($"UPDATE jobs SET operation_id = '{topUp.Id}'", _ => 0);

        await fixture.CompleteAsync(topUp, IssuerVerdict.Accepted);

        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM jobs"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_reversal_has_a_job_of_its_own(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var topUp = await fixture.SellAndSucceedAsync();
        var reversal = (await fixture.Store.Reversals.SaveAsync(fixture.ReversalOf(topUp))).Value.Reversal;

        var job = Assert.Single(await fixture.Store.Jobs.ClaimAsync(First, Given.Noon, 10));

        Assert.Equal((JobKind.Reversal, reversal.Id.Value, false), (job.Kind, job.OperationId, job.PossiblySent));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Unfinished_operations_are_listed_the_oldest_first(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = await fixture.SellAndSucceedAsync();
        await fixture.SellAsync(fixture.Candidate() with { Now = Given.Noon.AddSeconds(2) });
        var reversal = fixture.ReversalOf(sold) with { Now = Given.Noon.AddSeconds(1) };
        await fixture.Store.Reversals.SaveAsync(reversal);

        var listed = await fixture.Store.Unfinished.ListAsync(null, 100, CancellationToken.None, alsoSending: true);

        Assert.Equal([JobKind.Reversal, JobKind.TopUp], listed.Select(operation => operation.Kind));
        Assert.Equal($"topUps/{sold.Id}/reversals/{reversal.Id}", listed[0].Name);
        Assert.Equal([TopUpState.Succeeded, TopUpState.Processing], listed.Select(operation => operation.TopUp!.State));
        Assert.Empty(await fixture.Store.Unfinished.ListAsync(null, 100, CancellationToken.None));
    }

    private static async Task<List<string>> ClaimAsync(Jobs jobs, Lease lease, DateTimeOffset now, int most) =>
        [.. (await jobs.ClaimAsync(lease, now, most)).Select(job => job.OperationId)];
}
