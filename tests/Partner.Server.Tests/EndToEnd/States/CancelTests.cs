using Grpc.Core;
using Leb.Partner.V1;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.States;

/// <summary>What was not sent can be cancelled, and is never delivered; what may have been sent cannot.</summary>
public sealed class CancelTests : IAsyncLifetime
{
    private readonly HeldIssuer _issuer = new();
    private RunningServer? _server;
    private TestClient? _demo;

    private RunningServer Running => _server!;

    private TestClient Demo => _demo!;

    /// <summary>One sale at a time, and an issuer that takes its time with it.</summary>
    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync(
            settings => _issuer.Hold(settings) with { Work = settings.Work.WithPlaces(1) }, alone: true);
        _demo = await Running.ConnectDemoAsync();
    }

    public async Task DisposeAsync()
    {
        await Running.AssertInOrderAsync();
        Running.AssertNoErrors();
        _issuer.LetTimePass();
        await Running.DisposeAsync();
    }

    [Fact]
    public async Task A_sale_that_waits_for_its_turn_can_be_cancelled_and_is_never_delivered()
    {
        var (claimed, waiting, later) = (await OccupyAsync(), await QueueAsync(), await QueueAsync());

        var tooLate = await CancelAsync(claimed).AsErrorAsync();
        var cancelled = (await CancelAsync(waiting)).TopUp;
        var again = (await CancelAsync(waiting)).TopUp;

        tooLate.Is(StatusCode.FailedPrecondition, "TOO_LATE_TO_CANCEL");
        Assert.Equal("PROCESSING", tooLate.Facts["top_up_state"]);
        Assert.Equal(MoneyMoved.Unknown, tooLate.MoneyMoved);
        Assert.Equal(
            (TopUpState.Cancelled, ErrorReason.CancelledByPartner, MoneyMoved.No, RetryWith.NewRequestId),
            (cancelled.State, cancelled.Outcome.Reason, cancelled.Outcome.MoneyMoved, cancelled.Outcome.RetryWith));
        Assert.Equal(cancelled, again);
        Assert.Equal(
            [TopUpState.Cancelled],
            (await Idempotency.WaitingTests.WatchAsync(Demo, waiting.Name)).Select(seen => seen.State));

        await _issuer.SeeLaterAsync(() => Demo.GetAsync(later.Name), topUp => topUp.State == TopUpState.Succeeded);
        Assert.Equal(TopUpState.Succeeded, (await Demo.GetAsync(claimed.Name)).State);
        Assert.DoesNotContain(Sale.IdOf(waiting.Name), (await Running.IssuerRecordsAsync()).Keys);
        Assert.Equal(
            [(TopUpState.Succeeded, 2, 10_000), (TopUpState.Cancelled, 1, 5_000)], await Demo.TotalsAsync());
        Assert.Equal(1_000_000 - 10_000 + 250, (await Demo.BalanceAsync()).Available.Minor());
    }

    [Fact]
    public async Task A_cancelled_request_id_is_replayed_as_cancelled()
    {
        await OccupyAsync();
        var sale = Sale.Of().With(one => one.Wait = new());
        var waiting = (await Demo.TopUps.CreateTopUpAsync(sale, TestClient.In("en"))).TopUp;
        await Demo.TopUps.CancelTopUpAsync(
            new CancelTopUpRequest { RequestId = sale.RequestId }, TestClient.In("en"));

        var replay = await Demo.TopUps.CreateTopUpAsync(sale, TestClient.In("en"));
        var anew = await Demo.SellAsync(sale.Clone().With(one => one.RequestId = Sale.NewRequestId()));

        Assert.Equal(
            (true, waiting.Name, TopUpState.Cancelled), (replay.Replayed, replay.TopUp.Name, replay.TopUp.State));
        Assert.NotEqual(waiting.Name, anew.Name);
    }

    [Fact]
    public async Task A_sale_that_is_final_cannot_be_cancelled()
    {
        var sold = await Demo.SellAsync(Sale.Of());
        var refused = await Demo.SellAsync(Sale.OnSandboxCard(SandboxCards.CardBlocked));

        var ofSold = await CancelAsync(sold).AsErrorAsync();
        var ofRefused = await CancelAsync(refused).AsErrorAsync();

        Assert.Equal("SUCCEEDED", ofSold.Is(StatusCode.FailedPrecondition, "TOO_LATE_TO_CANCEL").Facts["top_up_state"]);
        Assert.Equal("FAILED", ofRefused.Is(StatusCode.FailedPrecondition, "TOO_LATE_TO_CANCEL").Facts["top_up_state"]);
    }

    private async Task<TopUp> OccupyAsync()
    {
        var occupying = await Demo.SellAsync(Sale.OnSandboxCard(SandboxCards.SuccessAfterLongDelay, waitSeconds: 0));
        Assert.Equal(TopUpState.Processing, occupying.State);
        return occupying;
    }

    private Task<TopUp> QueueAsync() => Demo.SellAsync(Sale.Of().With(sale => sale.Wait = new()));

    private AsyncUnaryCall<CancelTopUpResponse> CancelAsync(TopUp topUp) =>
        Demo.TopUps.CancelTopUpAsync(new CancelTopUpRequest { Name = topUp.Name }, TestClient.In("en"));
}
