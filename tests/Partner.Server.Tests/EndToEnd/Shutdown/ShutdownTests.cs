using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Shutdown;

/// <summary>A server that is told to stop answers what it took, and loses nothing.</summary>
public sealed class ShutdownTests
{
    private const int Calls = 100;

    private static readonly string[] Cards =
    [
        SandboxCards.SuccessAfterLongDelay, SandboxCards.AppliedAnsweredLate, SandboxCards.SuccessAfterShortDelay,
        SandboxCards.FirstRequestAppliedLate, SandboxCards.CardBlocked,
    ];

    [Fact]
    public async Task Every_call_under_way_is_answered_and_after_a_restart_every_sale_is_final()
    {
        await using var server = await RunningServer.StartAsync(alone: true);
        var partner = await server.AddPartnerAsync("busy");
        var sales = Enumerable.Range(0, Calls)
            .Select(number => number % 2 == 0 ? Sale.Of() : Sale.OnSandboxCard(Cards[number / 2 % Cards.Length]))
            .Select(sale => sale.With(one => one.Wait = Duration.FromTimeSpan(TimeSpan.FromSeconds(3))))
            .ToList();
        var calls = sales.Select(sale => TryAsync(partner, sale)).ToList();
        await Eventually.SeeAsync(() => CountAsync(server, partner), count => count >= Calls / 4);

        await server.StopAsync();
        var answers = await Task.WhenAll(calls);

        Assert.True(answers.Count(answer => answer is not null) >= Calls / 4);
        await server.StartAgainAsync();
        var after = server.Connect(partner.Certificate);
        await Eventually.SeeAsync(
            () => server.Store.UnfinishedAsync(), unfinished => unfinished.Count == 0);
        for (var i = 0; i < Calls; i++)
        {
            await AssertKeptAsync(after, sales[i], answers[i]);
        }

        Assert.Equal(Calls, (await after.TotalsAsync()).Sum(line => line.Count));
        await server.AssertInOrderAsync();
        server.AssertNoErrors();
    }

    [Fact]
    public async Task Watching_ends_with_UNAVAILABLE_when_the_server_stops()
    {
        await using var server = await RunningServer.StartAsync(alone: true);
        var demo = await server.ConnectDemoAsync();
        var saved = await demo.SellAsync(Sale.OnSandboxCard(SandboxCards.NeverAnswers, waitSeconds: 0));
        using var watch = demo.TopUps.WatchTopUp(new WatchTopUpRequest { Name = saved.Name }, TestClient.In("en"));
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));

        var stopping = server.StopAsync();
        var ended = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await watch.ResponseStream.MoveNext(CancellationToken.None))
            {
                Assert.Equal(TopUpState.Processing, watch.ResponseStream.Current.TopUp.State);
            }
        });
        await stopping;

        Contracts.Client.PartnerError.From(ended).Is(StatusCode.Unavailable, "SERVICE_UNAVAILABLE");
    }

    [Fact]
    public async Task What_was_queued_when_the_server_stopped_is_sold_by_the_next_one()
    {
        await using var server = await RunningServer.StartAsync(
            settings => settings with
            {
                Work = settings.Work.WithPlaces(1),
                Issuer = settings.Issuer with { AttemptTimeout = TimeSpan.FromSeconds(10) },
                Simulation = settings.Simulation with { LongDelay = TimeSpan.FromSeconds(2) },
            },
            alone: true);
        var partner = await server.AddPartnerAsync("patient");
        await partner.SellAsync(Sale.OnSandboxCard(SandboxCards.SuccessAfterLongDelay, waitSeconds: 0));
        var queued = await partner.SellAsync(Sale.Of().With(sale => sale.Wait = new()));

        await server.StopAsync();
        await server.StartAgainAsync();

        var after = server.Connect(partner.Certificate);
        await Eventually.SeeAsync(() => after.GetAsync(queued.Name), topUp => topUp.State == TopUpState.Succeeded);
        Assert.Equal([(TopUpState.Succeeded, 2, 10_000)], await after.TotalsAsync());
        await server.AssertInOrderAsync();
    }

    [Fact]
    public async Task What_a_stopping_server_still_works_on_is_nobody_elses()
    {
        var lease = TimeSpan.FromSeconds(1.5);
        await using var server = await RunningServer.StartAsync(
            settings => settings with
            {
                Work = settings.Work with { Lease = lease, Drain = TimeSpan.FromSeconds(60) },
                Issuer = settings.Issuer with { AttemptTimeout = TimeSpan.FromSeconds(15) },
                Simulation = settings.Simulation with { LongDelay = TimeSpan.FromSeconds(8) },
            },
            alone: true);
        var partner = await server.AddPartnerAsync("late");
        await partner.SellAsync(Sale.OnSandboxCard(SandboxCards.SuccessAfterLongDelay, waitSeconds: 0));
        await using var replica = server.OpenStore();

        // No call is under way, so that the server drains by then; only a renewal after that reaches beyond this time.
        var beyond = TimeProvider.System.GetUtcNow() + lease + TimeSpan.FromSeconds(1);
        var stopping = server.StopAsync();
        await Eventually.SeeAsync(() => replica.Jobs.AnyDueAsync(beyond, CancellationToken.None), due => !due);
        Assert.Single(await replica.UnfinishedAsync());

        await stopping;
        Assert.Empty(await replica.UnfinishedAsync());
    }

    /// <returns>The answer; null when the server was not to be reached any more.</returns>
    private static async Task<TopUp?> TryAsync(TestClient client, CreateTopUpRequest sale)
    {
        try
        {
            return (await client.TopUps.CreateTopUpAsync(sale, TestClient.In("en"))).TopUp;
        }
        catch (RpcException refused)
        {
            Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
            return null;
        }
    }

    /// <summary>An answer that was given stays true; an answer that was lost is had by repeating the call.</summary>
    private static async Task AssertKeptAsync(TestClient client, CreateTopUpRequest sale, TopUp? told)
    {
        var answer = await client.TopUps.CreateTopUpAsync(sale, TestClient.In("en"));
        Assert.NotEqual(TopUpState.Processing, answer.TopUp.State);
        if (told is null)
        {
            return;
        }

        Assert.Equal((true, told.Name), (answer.Replayed, answer.TopUp.Name));
        Assert.True(
            told.State == answer.TopUp.State || told.State == TopUpState.Processing,
            $"{told.State} became {answer.TopUp.State}");
    }

    private static async Task<long> CountAsync(RunningServer server, TestClient partner)
    {
        var everything = new Storage.SalesFilter();
        var totals = await server.Store.Sales.TotalsAsync(partner.PartnerId, everything, CancellationToken.None);
        return totals.Lines.Sum(line => line.Count);
    }
}
