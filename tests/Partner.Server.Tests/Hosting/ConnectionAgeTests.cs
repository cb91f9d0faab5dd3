using Grpc.Core;
using Leb.Partner.V1;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Support;
using Partner.Server.Verbs;

namespace Partner.Server.Tests.Hosting;

/// <summary>Old connections make way for new ones, which may go elsewhere; no call is lost by it.</summary>
public sealed class ConnectionAgeTests
{
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(30);

    [Fact]
    public async Task What_is_under_way_on_an_old_connection_finishes_there_and_what_is_new_goes_over_another()
    {
        var issuer = new HeldIssuer();
        var clock = new AgingClock();
        await using var server = await RunningServer.StartAsync(
            settings => issuer.Hold(settings) with { Clock = clock }, alone: true);
        TestClient[] partners = [await server.AddPartnerAsync("old-one"), await server.AddPartnerAsync("old-two")];
        var sales = new List<Task<TopUp>>();
        var watches = new List<AsyncServerStreamingCall<WatchTopUpResponse>>();
        foreach (var partner in partners)
        {
            var watched = await partner.SellAsync(
                Sale.OnSandboxCard(SandboxCards.SuccessAfterLongDelay, waitSeconds: 0));
            var watch = partner.TopUps.WatchTopUp(new WatchTopUpRequest { Name = watched.Name }, TestClient.In("en"));
            Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
            watches.Add(watch);
            sales.Add(partner.SellAsync(Sale.OnSandboxCard(SandboxCards.SuccessAfterShortDelay)));
            await Eventually.SeeAsync(() => UnderWayAsync(partner), count => count == 2);
        }

        Assert.Equal(2, clock.Ages.Count);
        clock.LetConnectionsAge();
        foreach (var partner in partners)
        {
            await Eventually.SeeAsync(
                async () =>
                {
                    await partner.BalanceAsync();
                    return clock.Ages.Count;
                },
                opened => opened > 2 + Array.IndexOf(partners, partner));
        }

        Assert.Equal((4, 0), (clock.Ages.Count, clock.Ended));
        Assert.DoesNotContain(sales, sale => sale.IsCompleted);
        await issuer.SeeLaterAsync(() => Task.FromResult(sales.TrueForAll(sale => sale.IsCompleted)), done => done);
        foreach (var (sale, watch) in sales.Zip(watches))
        {
            Assert.Equal(TopUpState.Succeeded, (await sale).State);
            Assert.Equal(TopUpState.Succeeded, await LastStateAsync(watch));
            watch.Dispose();
        }

        Assert.Equal(2, await Eventually.SeeAsync(() => Task.FromResult(clock.Ended), ended => ended >= 2));
        server.AssertNoErrors();
    }

    [Fact]
    public async Task Connections_that_began_together_do_not_end_together()
    {
        const int connections = 20;
        var clock = new AgingClock();
        await using var server = await RunningServer.StartAsync(
            settings => settings with { Clock = clock }, alone: true);
        var certificate = (await server.ConnectDemoAsync()).Certificate;
        for (var i = 0; i < connections; i++)
        {
            await server.Connect(certificate).BalanceAsync();
        }

        Assert.Equal(connections, clock.Ages.Count);
        Assert.All(clock.Ages, age => Assert.InRange(age, Usual * 0.9, Usual * 1.1));
        Assert.True(clock.Ages.Max() - clock.Ages.Min() > Usual * 0.02);
    }

    [Fact]
    public async Task Without_an_age_a_connection_stays()
    {
        var clock = new AgingClock();
        await using var server = await RunningServer.StartAsync(
            settings => settings with { Clock = clock, ConnectionAge = TimeSpan.Zero }, alone: true);

        await (await server.ConnectDemoAsync()).BalanceAsync();

        Assert.Empty(clock.Ages);
    }

    [Theory]
    [InlineData("", 1800)]
    [InlineData("--connection-age 600", 600)]
    [InlineData("--connection-age 0", 0)]
    public void The_age_is_a_setting_of_serve(string options, int seconds)
    {
        string[] needed = ["--cert", "a", "--key", "b", "--ca", "c", "--issuer", "http://127.0.0.1:9", "--data", "d"];
        string[] words = [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. needed];

        var settings = ServeVerb.Read(
            CommandLineReader.Parse(ServeVerb.Create(), words),
            new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build());

        Assert.Equal(TimeSpan.FromSeconds(seconds), settings.ConnectionAge);
    }

    private static async Task<int> UnderWayAsync(TestClient partner)
    {
        var page = await partner.TopUps.ListTopUpsAsync(new ListTopUpsRequest(), TestClient.In("en"));
        return page.TopUps.Count(topUp => topUp.State == TopUpState.Processing);
    }

    private static async Task<TopUpState> LastStateAsync(AsyncServerStreamingCall<WatchTopUpResponse> watch)
    {
        var last = watch.ResponseStream.Current.TopUp.State;
        while (await watch.ResponseStream.MoveNext(CancellationToken.None))
        {
            last = watch.ResponseStream.Current.TopUp.State;
        }

        return last;
    }
}
