using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Idempotency;

/// <summary>How long a caller waits changes what it is told, never what happens.</summary>
public sealed class WaitingTests(SlowSharedServer shared)
    : SharedServerTest(shared), IClassFixture<SlowSharedServer>
{
    private HeldIssuer Issuer => ((SlowSharedServer)Shared).Issuer;

    [Fact]
    public async Task Without_waiting_a_sale_is_PROCESSING_and_watching_it_ends_with_SUCCEEDED()
    {
        var partner = await Shared.NewPartnerAsync();
        var saved = await partner.SellAsync(Sale.OnSandboxCard(SandboxCards.SuccessAfterLongDelay, waitSeconds: 0));
        Assert.Equal(TopUpState.Processing, saved.State);
        Assert.Equal(
            (ErrorReason.AwaitingIssuer, MoneyMoved.Unknown, true, RetryWith.SameRequestId, Fault.Unspecified),
            (saved.Outcome.Reason, saved.Outcome.MoneyMoved, saved.Outcome.RetrySafe, saved.Outcome.RetryWith,
                saved.Outcome.Fault));
        Assert.True(saved.Outcome.CheckAgainAfter.ToTimeSpan() > TimeSpan.Zero);
        Assert.Equal(5_000, (await partner.BalanceAsync()).Reserved.Minor());

        var seen = await WatchAsync(partner, saved.Name, Issuer.LetTimePass);

        Assert.Equal(TopUpState.Processing, seen[0].State);
        Assert.Equal(TopUpState.Succeeded, seen[^1].State);
        var numbers = seen.Select(state => state.EventNumber).ToList();
        Assert.Equal(numbers.Distinct().Order(), numbers);
        Assert.Equal(seen[^1], await partner.GetAsync(saved.Name));
    }

    [Fact]
    public async Task Watching_a_final_top_up_sends_it_once_and_ends()
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await partner.SellAsync(Sale.Of());

        Assert.Equal([sold], await WatchAsync(partner, sold.Name));
    }

    [Fact]
    public async Task A_deadline_before_the_end_of_the_wait_is_answered_in_time()
    {
        var partner = await Shared.NewPartnerAsync();
        var sale = Sale.OnSandboxCard(SandboxCards.NeverAnswers, waitSeconds: 30);

        // The answer leaves half a second before the deadline; a machine that stalls for longer gets another chance.
        await Eventually.SeeAsync(
            () => StatusWithinAsync(partner, sale, TimeSpan.FromSeconds(2)), status => status == StatusCode.OK);

        Assert.Equal(TopUpState.Processing, (await partner.ListAsync())[0].State);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_after_the_save_does_not_stop_the_sale()
    {
        var partner = await Shared.NewPartnerAsync();
        var sale = Sale.OnSandboxCard(SandboxCards.SuccessAfterLongDelay, waitSeconds: 30);
        using var gone = new CancellationTokenSource();
        using var call = partner.TopUps.CreateTopUpAsync(sale, TestClient.In("en").WithCancellationToken(gone.Token));
        await Eventually.SeeAsync(() => partner.ListAsync(), sales => sales.Count == 1);

        await gone.CancelAsync();

        var ended = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        Assert.Equal(StatusCode.Cancelled, ended.StatusCode);
        var final = await Issuer.SeeLaterAsync(
            async () => (await partner.ListAsync())[0], topUp => topUp.State != TopUpState.Processing);
        Assert.Equal((TopUpState.Succeeded, sale.RequestId), (final.State, final.RequestId));
        Assert.True((await partner.TopUps.CreateTopUpAsync(sale, TestClient.In("en"))).Replayed);
    }

    [Fact]
    public async Task A_repetition_waits_for_the_sale_under_way()
    {
        var partner = await Shared.NewPartnerAsync();
        var sale = Sale.OnSandboxCard(SandboxCards.SuccessAfterLongDelay, waitSeconds: 0);
        await partner.SellAsync(sale);

        sale.Wait = Duration.FromTimeSpan(TimeSpan.FromSeconds(30));
        var repeating = partner.TopUps.CreateTopUpAsync(sale, TestClient.In("en")).ResponseAsync;
        await Issuer.SeeLaterAsync(() => Task.FromResult(repeating.IsCompleted), ended => ended);
        var again = await repeating;

        Assert.Equal((TopUpState.Succeeded, true), (again.TopUp.State, again.Replayed));
    }

    private static async Task<StatusCode> StatusWithinAsync(TestClient client, CreateTopUpRequest sale, TimeSpan time)
    {
        try
        {
            var deadline = (TimeProvider.System.GetUtcNow() + time).UtcDateTime;
            await client.TopUps.CreateTopUpAsync(sale, deadline: deadline);
            return StatusCode.OK;
        }
        catch (RpcException late)
        {
            return late.StatusCode;
        }
    }

    /// <summary>Everything that a watch sends, to its end.</summary>
    /// <param name="client">Who watches.</param>
    /// <param name="name">The top-up.</param>
    /// <param name="afterEach">What to do each time that something was sent.</param>
    internal static async Task<List<TopUp>> WatchAsync(TestClient client, string name, Action? afterEach = null)
    {
        var seen = new List<TopUp>();
        using var call = client.TopUps.WatchTopUp(new WatchTopUpRequest { Name = name }, TestClient.In("en"));
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            seen.Add(call.ResponseStream.Current.TopUp);
            afterEach?.Invoke();
        }

        return seen;
    }
}
