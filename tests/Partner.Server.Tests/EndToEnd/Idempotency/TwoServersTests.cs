using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Sandbox.Hosting;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Idempotency;

/// <summary>Two servers that share nothing but the database are, for a partner, one.</summary>
public sealed class TwoServersTests : IAsyncLifetime
{
    private const int Calls = 200;

    private RunningServer? _server;
    private SandboxServer? _replica;

    private RunningServer Running => _server!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _replica = await Running.StartReplicaAsync();
    }

    public async Task DisposeAsync()
    {
        if (_replica is not null)
        {
            await _replica.DisposeAsync();
        }

        await Running.AssertInOrderAsync();
        Running.AssertNoErrors();
        await Running.DisposeAsync();
    }

    [Fact]
    public async Task One_request_id_at_both_servers_makes_one_sale()
    {
        var clients = await ConnectAsync("10000.00 CNY");
        var sale = Sale.Of();

        var answers = await Task.WhenAll(Enumerable.Range(0, Calls).Select(async call =>
            await clients[call % 2].TopUps.CreateTopUpAsync(sale, TestClient.In("en"))));

        Assert.Single(answers.Select(answer => answer.TopUp.Name).Distinct());
        Assert.Single(answers, answer => !answer.Replayed);
        Assert.Equal([(TopUpState.Succeeded, 1, 5_000)], await clients[1].TotalsAsync());
        Assert.Equal(1_000_000 - 5_000 + 125, (await clients[1].BalanceAsync()).Available.Minor());
    }

    [Fact]
    public async Task A_float_is_not_spent_twice_by_two_servers()
    {
        // Twenty sales of 50 CNY; their commission, 1.25 CNY each, pays for none more.
        var clients = await ConnectAsync("1000.00 CNY");

        var sold = await Task.WhenAll(Enumerable.Range(0, Calls).Select(call => TrySellAsync(clients[call % 2])));

        Assert.Equal(20, sold.Count(done => done));
        Assert.Equal((20 * 125, 0), ((await clients[0].BalanceAsync()).Available.Minor(),
            (await clients[0].BalanceAsync()).Reserved.Minor()));
    }

    [Fact]
    public async Task What_one_server_does_is_watched_at_the_other_and_finished_there_when_the_first_stops()
    {
        var clients = await ConnectAsync("10000.00 CNY");
        var saved = await clients[1].SellAsync(Sale.OnSandboxCard(SandboxCards.AppliedAnsweredLate, waitSeconds: 0));
        var watching = WaitingTests.WatchAsync(clients[0], saved.Name);

        await _replica!.DisposeAsync();
        _replica = null;

        Assert.Equal(TopUpState.Succeeded, (await watching)[^1].State);
        Assert.Equal([(TopUpState.Succeeded, 1, 5_000)], await clients[0].TotalsAsync());
    }

    private async Task<TestClient[]> ConnectAsync(string deposit)
    {
        var partner = await Running.AddPartnerAsync("twofold", deposit);
        return [partner, Running.Connect(partner.Certificate, _replica)];
    }

    private static async Task<bool> TrySellAsync(TestClient client)
    {
        try
        {
            return (await client.SellAsync(Sale.Of())).State == TopUpState.Succeeded;
        }
        catch (RpcException refused)
        {
            PartnerError.From(refused).Is(StatusCode.FailedPrecondition, "INSUFFICIENT_FLOAT");
            return false;
        }
    }
}
