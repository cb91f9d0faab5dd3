using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Reading;
using Partner.Storage.Tests.Support;
using Partner.Storage.Writing;

namespace Partner.Storage.Tests;

/// <summary>An abandoned request id never makes a top-up, and one that made a top-up cannot be abandoned.</summary>
public sealed class AbandonTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task An_abandoned_request_id_is_refused_for_ever(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var other = fixture.OpenAnother();
        var candidate = fixture.Candidate();

        Assert.Null((await AbandonAsync(fixture.Store, candidate)).TopUp);

        AssertAbandoned((await other.TopUps.SaveAsync(candidate)).Decision);
        Assert.Null((await AbandonAsync(other, candidate)).TopUp);
        AssertAbandoned((await fixture.Store.TopUps.SaveAsync(candidate)).Decision);
        var (facts, _) = await other.TopUps.ReadFactsAsync(
            StoreFixture.Acme, candidate.Order, candidate.Sale, Given.Cny, null, CancellationToken.None);
        Assert.Equal(RequestMethod.AbandonTopUp, facts.Used?.Method);
        Assert.Null(await other.TopUps.FindIdAsync(
            StoreFixture.Acme, candidate.Order.RequestId, RequestMethod.CreateTopUp, CancellationToken.None));
        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM top_ups"));
        Assert.Equal(0, (await fixture.FloatAsync()).Reserved);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_top_up_that_was_made_is_answered_in_its_present_state(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var candidate = fixture.Candidate();
        var saved = await fixture.SellAsync(candidate);

        var found = (await AbandonAsync(fixture.Store, candidate)).TopUp;
        Assert.Equal((saved.Id, TopUpState.Processing), (found?.Id, found?.State));

        var settled = await fixture.CompleteAsync(saved, IssuerVerdict.Accepted);
        var certain = (await AbandonAsync(fixture.OpenAnother(), candidate)).TopUp;
        Assert.Equal((settled.Id, TopUpState.Succeeded), (certain?.Id, certain?.State));
        Assert.IsType<TopUpDecision.Reserve>((await fixture.Store.TopUps.SaveAsync(candidate)).Decision);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_same_request_id_of_another_partner_is_another(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var candidate = fixture.Candidate();
        await fixture.Store.TopUps.AbandonAsync(StoreFixture.Elsewhere, candidate.Order.RequestId, Given.Noon);

        await fixture.SellAsync(candidate);

        var elsewhere = await fixture.Store.TopUps.AbandonAsync(
            StoreFixture.Elsewhere, candidate.Order.RequestId, Given.Noon);
        Assert.Null(elsewhere.Value.TopUp);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_request_id_of_another_method_is_a_conflict_both_ways(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = await fixture.SellAndSucceedAsync();
        var reversal = fixture.ReversalOf(sold);
        await fixture.Store.Partners.DepositAsync(
            StoreFixture.Acme, new RequestId("a-deposit-0000001"), fixture.NewId(), Given.Yuan(1), Given.Noon);
        await fixture.Store.TopUps.AbandonAsync(StoreFixture.Acme, new RequestId("abandoned-0000001"), Given.Noon);

        var deposit = await fixture.Store.Partners.DepositAsync(
            StoreFixture.Acme, new RequestId("abandoned-0000001"), fixture.NewId(), Given.Yuan(1), Given.Noon);
        var refused = await fixture.Store.Reversals.SaveAsync(
            reversal with { RequestId = new RequestId("abandoned-0000001") });
        await fixture.Store.Reversals.SaveAsync(reversal);

        Assert.Equal(Reason.RequestIdConflict, deposit.Refusal?.Reason);
        Assert.Equal(Reason.RequestIdConflict, refused.Refusal?.Reason);
        foreach (var used in new[] { new RequestId("a-deposit-0000001"), reversal.RequestId })
        {
            var conflict = await fixture.Store.TopUps.AbandonAsync(StoreFixture.Acme, used, Given.Noon);
            Assert.Equal(Reason.RequestIdConflict, conflict.Refusal?.Reason);
        }

        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Of_a_sale_and_its_abandonment_at_once_exactly_one_wins_and_all_answers_agree(StoreProvider on)
    {
        const int ids = 300;
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000_000);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];

        var made = await Task.WhenAll(Enumerable.Range(0, ids).Select(number => RaceAsync(fixture, stores, number)));

        Assert.Contains(true, made);
        Assert.Contains(false, made);
        Assert.Equal(made.Count(one => one), fixture.Count("SELECT COUNT(*) FROM top_ups"));
        Assert.Equal(
            made.Count(one => !one),
            fixture.Count("SELECT COUNT(*) FROM requests WHERE method = 4 AND resource_id = ''"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Where_no_more_sales_are_let_in_there_is_room_to_clear_up_what_became_of_those_that_wait(
        StoreProvider on)
    {
        const int most = 4;
        await using var fixture = await StoreFixture.CreateAsync(on);
        var database = Databases.Of(fixture.Options);
        await using var writer = new GroupCommit(database, most);
        using var readers = new Readers(database);
        var topUps = new TopUps(writer, readers);
        using var release = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        var blocker = writer.RunAsync(StoreFixture.Acme, _ => { }, _ => Block(entered, release));
        entered.Wait();
        var candidates = Enumerable.Range(0, most + 1).Select(_ => fixture.Candidate()).ToList();

        var sales = candidates.Select(candidate => topUps.SaveAsync(candidate)).ToList();
        AssertOverloaded(((TopUpDecision.Refuse)(await sales[most]).Decision).Refusal);
        var cleared = new List<Task<Result<Abandonment>>>();
        foreach (var candidate in candidates)
        {
            // Each reads before it queues: one after the other, so that the last is the one too many.
            var waiting = writer.Waiting;
            cleared.Add(topUps.AbandonAsync(StoreFixture.Acme, candidate.Order.RequestId, Given.Noon));
            while (!cleared[^1].IsCompleted && writer.Waiting == waiting)
            {
                await Task.Delay(5);
            }
        }

        AssertOverloaded((await cleared[most]).Refusal!);
        release.Set();
        await blocker;
        Assert.All(await Task.WhenAll(sales.Take(most)), sale => Assert.NotNull(sale.Saved));
        Assert.All(await Task.WhenAll(cleared.Take(most)), certain => Assert.NotNull(certain.Value.TopUp));
        var last = await topUps.AbandonAsync(StoreFixture.Acme, candidates[most].Order.RequestId, Given.Noon);
        Assert.Null(last.Value.TopUp);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_abandonment_whose_caller_has_left_is_not_made(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var candidate = fixture.Candidate();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.Store.TopUps.AbandonAsync(
            StoreFixture.Acme, candidate.Order.RequestId, Given.Noon, Arrival.Now(new CancellationToken(true))));

        await fixture.SellAsync(candidate);
    }

    /// <summary>Two sales and two abandonments with one request id, at both stores.</summary>
    /// <returns>Whether a top-up was made.</returns>
    private static Task<bool> RaceAsync(StoreFixture fixture, PartnerStore[] stores, int number) => Task.Run(async () =>
    {
        var sale = fixture.Candidate();
        var again = sale with { Id = new TopUpId(fixture.NewId()) };
        var sales = new List<Task<(TopUpDecision Decision, TopUpRecord? Saved)>>();
        var abandonments = new List<Task<Abandonment>>();
        if (number % 2 == 0)
        {
            sales.Add(Task.Run(() => stores[0].TopUps.SaveAsync(sale)));
            abandonments.Add(Task.Run(() => AbandonAsync(stores[1], sale)));
        }
        else
        {
            abandonments.Add(Task.Run(() => AbandonAsync(stores[1], sale)));
            if (number % 4 == 3)
            {
                // Abandoning reads before it queues, so that it seldom wins without a start.
                await abandonments[0];
            }

            sales.Add(Task.Run(() => stores[0].TopUps.SaveAsync(sale)));
        }

        abandonments.Add(Task.Run(() => AbandonAsync(stores[0], sale)));
        sales.Add(Task.Run(() => stores[1].TopUps.SaveAsync(again)));
        var decisions = (await Task.WhenAll(sales)).ToList();
        var certain = await Task.WhenAll(abandonments);
        if (decisions.SingleOrDefault(one => one.Saved is not null).Saved is not { } saved)
        {
            Assert.All(certain, one => Assert.Null(one.TopUp));
            Assert.All(decisions, one => AssertAbandoned(one.Decision));
            return false;
        }

        Assert.All(certain, one => Assert.Equal(saved.Id, one.TopUp?.Id));
        Assert.All(
            decisions.Where(one => one.Saved is null),
            one => Assert.Equal(new TopUpDecision.Replay(saved.Id), one.Decision));
        return true;
    });

    private static async Task<Abandonment> AbandonAsync(PartnerStore store, TopUpCandidate candidate) =>
        (await store.TopUps.AbandonAsync(candidate.PartnerId, candidate.Order.RequestId, Given.Noon)).Value;

    private static void AssertAbandoned(TopUpDecision decision) => Assert.Equal(
        Reason.RequestAbandoned, Assert.IsType<TopUpDecision.Refuse>(decision).Refusal.Reason);

    private static void AssertOverloaded(Refusal refusal)
    {
        Assert.Equal(Reason.Overloaded, refusal.Reason);
        Assert.NotNull(refusal.RetryAfter);
    }

    private static int Block(ManualResetEventSlim entered, ManualResetEventSlim release)
    {
        entered.Set();
        release.Wait();
        return 0;
    }
}
