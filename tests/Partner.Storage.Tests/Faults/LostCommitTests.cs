using System.Globalization;
using System.Net;
using Npgsql;
using Partner.Core.Actions;
using Partner.Core.Approvals;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests.Faults;

/// <summary>
/// The connection is lost while a commit is under way, when nobody can know whether it took effect. The request id
/// knows.
/// </summary>
public sealed class LostCommitTests
{
    // With the end of its message: beginning names READ COMMITTED.
    private static readonly ReadOnlyMemory<byte> Commit = "COMMIT\0"u8.ToArray();

    [PostgresFact]
    public async Task A_sale_whose_commit_was_answered_into_the_void_is_saved_once() =>
        await SellThroughCutsAsync(Cut.BeforeTheAnswer);

    [PostgresFact]
    public async Task A_sale_whose_commit_never_arrived_is_saved_once() =>
        await SellThroughCutsAsync(Cut.BeforeItArrives);

    [PostgresFact]
    public async Task Everything_else_that_moves_money_does_so_once_too()
    {
        await using var scene = await Scene.CreateAsync();
        var (fixture, store, proxy) = (scene.Fixture, scene.Store, scene.Proxy);
        foreach (var when in new[] { Cut.BeforeTheAnswer, Cut.BeforeItArrives })
        {
            var sale = await fixture.SellAsync();
            Assert.Equal(TopUpState.Succeeded, (await CutAsync(
                proxy, when, () => fixture.CompleteAsync(sale, IssuerVerdict.Accepted, store))).State);

            var declined = await fixture.SellAsync();
            Assert.Equal(TopUpState.Failed, (await CutAsync(
                proxy, when, () => fixture.CompleteAsync(declined, IssuerVerdict.Declined, store))).State);

            var cancelled = await fixture.SellAsync();
            Assert.Equal(TopUpState.Cancelled, (await CutAsync(
                proxy, when, () => store.TopUps.CancelAsync(StoreFixture.Acme, cancelled.Id, Given.Noon))).Value.State);

            var candidate = fixture.ReversalOf(await fixture.SellAndSucceedAsync());
            Assert.False((await CutAsync(proxy, when, () => store.Reversals.SaveAsync(candidate))).Value.Replayed);
            var reversed = await CutAsync(proxy, when, () => store.Reversals.SettleAsync(
                StoreFixture.Acme,
                candidate.Id,
                StoreFixture.Answer(IssuerVerdict.Accepted),
                Given.Noon,
                Given.Noon));
            Assert.Equal(TopUpState.Reversed, reversed.TopUp.State);

            var (requestId, depositId) = (fixture.NewRequestId(), fixture.NewId());
            Assert.False((await CutAsync(proxy, when, () => store.Partners.DepositAsync(
                StoreFixture.Acme, requestId, depositId, Given.Yuan(1), Given.Noon))).Value.Replayed);

            await ApproveThroughCutsAsync(scene, when);
        }

        await fixture.AssertRightAsync();
    }

    // Of both steps: what is asked for waits once, and what is approved moves money once.
    private static async Task ApproveThroughCutsAsync(Scene scene, Cut when)
    {
        var (fixture, store, proxy) = (scene.Fixture, scene.Store, scene.Proxy);
        var before = (await fixture.FloatAsync()).Posted;
        var change = new MoneyChange(MoneyChangeKind.Deposit, Given.Yuan(2)) { RequestId = fixture.NewRequestId() };
        var id = fixture.NewId();
        ApprovalParty anna = new(ActionActor.Operator("a"), "Anna"), bob = new(ActionActor.Operator("b"), "Bob");
        var asked = (await CutAsync(proxy, when, () => store.Approvals.MakeAsync(
            StoreFixture.Acme, change, id, new ApprovalThreshold(0), anna, "", Given.Noon))).Value;
        Assert.Equal((id, false, false), (asked.Id, asked.Replayed, asked.Done));
        var approved = await CutAsync(proxy, when, () => store.Approvals.DecideAsync(
            asked.Approval!, ApprovalState.Approved, bob, "", Given.Noon));
        Assert.Equal((ApprovalState.Approved, bob), (approved.Value.State, approved.Value.Decider));
        Assert.Equal(before + 200, (await fixture.FloatAsync()).Posted);
    }

    [PostgresFact]
    public async Task A_batch_of_which_nobody_knows_whether_it_was_committed_is_saved_once()
    {
        await using var scene = await Scene.CreateAsync();
        var cut = scene.Proxy.CutAt(Commit, Cut.BeforeTheAnswer);

        var sales = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ =>
            scene.Store.TopUps.SaveAsync(scene.Fixture.Candidate())));

        await cut;
        Assert.All(sales, sale => Assert.IsType<TopUpDecision.Reserve>(sale.Decision));
        Assert.Equal(40, sales.Select(sale => sale.Saved!.Id).Distinct().Count());
        Assert.Equal(40, scene.Fixture.Count("SELECT COUNT(*) FROM top_ups"));
        await scene.Fixture.AssertRightAsync();
    }

    [PostgresFact]
    public async Task After_an_outage_the_request_id_tells_that_a_sale_was_saved()
    {
        await using var scene = await Scene.CreateAsync();
        var (first, again) = await SellAroundAnOutageAsync(scene, Cut.BeforeTheAnswer);

        Assert.Equal(new TopUpDecision.Replay(first.Id), again.Decision);
        Assert.Equal(1, scene.Fixture.Count("SELECT COUNT(*) FROM top_ups"));
        await scene.Fixture.AssertRightAsync();
    }

    [PostgresFact]
    public async Task After_an_outage_the_same_request_id_saves_a_sale_that_was_not_saved()
    {
        await using var scene = await Scene.CreateAsync();
        var (_, again) = await SellAroundAnOutageAsync(scene, Cut.BeforeItArrives);

        Assert.NotNull(again.Saved);
        Assert.Equal(1, scene.Fixture.Count("SELECT COUNT(*) FROM top_ups"));
        await scene.Fixture.AssertRightAsync();
    }

    private static async Task SellThroughCutsAsync(Cut when)
    {
        await using var scene = await Scene.CreateAsync();
        for (var round = 1; round <= 5; round++)
        {
            var candidate = scene.Fixture.Candidate();

            var (decision, saved) = await CutAsync(scene.Proxy, when, () => scene.Store.TopUps.SaveAsync(candidate));

            Assert.IsType<TopUpDecision.Reserve>(decision);
            Assert.Equal(candidate.Id, saved!.Id);
            Assert.Equal(round, scene.Fixture.Count("SELECT COUNT(*) FROM top_ups"));
            Assert.Equal(round * 10_000, (await scene.Fixture.FloatAsync()).Reserved);
        }

        await scene.Fixture.AssertRightAsync();
    }

    private static async Task<(TopUpCandidate First, (TopUpDecision Decision, TopUpRecord? Saved) Again)>
        SellAroundAnOutageAsync(Scene scene, Cut when)
    {
        var candidate = scene.Fixture.Candidate();
        var cut = scene.Proxy.CutAt(Commit, when, thenRefuse: true);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => scene.Store.TopUps.SaveAsync(candidate));
        await cut;
        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => scene.Store.TopUps.FindAsync(StoreFixture.Acme, candidate.Id, CancellationToken.None));

        scene.Proxy.Mend();
        var retry = candidate with { Id = new TopUpId(scene.Fixture.NewId()) };
        return (candidate, await scene.Store.TopUps.SaveAsync(retry));
    }

    private static async Task<T> CutAsync<T>(CuttingProxy proxy, Cut when, Func<Task<T>> work)
    {
        var cut = proxy.CutAt(Commit, when);
        var result = await work();
        await cut;
        return result;
    }

    /// <summary>A store behind a proxy, and a fixture that reaches the database directly.</summary>
    private sealed class Scene(StoreFixture fixture, CuttingProxy proxy, PartnerStore store) : IAsyncDisposable
    {
        public StoreFixture Fixture => fixture;

        public CuttingProxy Proxy => proxy;

        public PartnerStore Store => store;

        public static async Task<Scene> CreateAsync()
        {
            var fixture = await StoreFixture.CreateAsync(StoreProvider.Postgres);
            var direct = new NpgsqlConnectionStringBuilder(fixture.Options.ConnectionString);
            var proxy = new CuttingProxy(IPEndPoint.Parse(
                string.Create(CultureInfo.InvariantCulture, $"{direct.Host}:{direct.Port}")));
            var behind = new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Port = proxy.Port };
            return new Scene(fixture, proxy, PartnerStore.Open(
                fixture.Options with { ConnectionString = behind.ConnectionString }));
        }

        public async ValueTask DisposeAsync()
        {
            await store.DisposeAsync();
            await proxy.DisposeAsync();
            await fixture.DisposeAsync();
        }
    }
}
