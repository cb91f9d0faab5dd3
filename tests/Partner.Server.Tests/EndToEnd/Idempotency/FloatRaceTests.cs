using System.Globalization;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Idempotency;

/// <summary>A float pays for what it holds and for no more, whoever is faster.</summary>
public sealed class FloatRaceTests
{
    private const int Calls = 500;
    private const int Affordable = 100;
    private const int Connections = 5;

    [Fact]
    public async Task Of_five_hundred_sales_at_once_a_float_for_one_hundred_pays_for_exactly_that_many()
    {
        await using var server = await RunningServer.StartAsync();
        await PublishNoCommissionAsync(server);
        var partner = await server.AddPartnerAsync("racer", "5000.00 CNY");
        var connections = Enumerable.Range(0, Connections).Select(_ => server.Connect(partner.Certificate)).ToList();
        using var over = new CancellationTokenSource();
        var lowest = SampleAsync(partner, over.Token);

        var answers = await Task.WhenAll(Enumerable.Range(0, Calls).Select(
            call => TrySellAsync(connections[call % Connections])));

        await over.CancelAsync();
        Assert.Equal(Affordable, answers.Count(answer => answer is { State: TopUpState.Succeeded }));
        Assert.Equal(Calls - Affordable, answers.Count(answer => answer is null));
        Assert.InRange(await lowest, 0, 500_000);
        var balance = await partner.BalanceAsync();
        Assert.Equal((0, 0, 0), (balance.Posted.Minor(), balance.Reserved.Minor(), balance.Available.Minor()));
        Assert.Equal([(TopUpState.Succeeded, Affordable, 500_000)], await partner.TotalsAsync());
        await server.AssertInOrderAsync();
        server.AssertNoErrors();
    }

    /// <returns>The top-up; null when it was refused for lack of money.</returns>
    private static async Task<TopUp?> TrySellAsync(TestClient client)
    {
        try
        {
            return await client.SellAsync(Sale.Of());
        }
        catch (RpcException refused)
        {
            PartnerError.From(refused).Is(StatusCode.FailedPrecondition, "INSUFFICIENT_FLOAT");
            return null;
        }
    }

    /// <summary>The lowest available float that was ever seen, in fen; each look must add up in itself.</summary>
    private static async Task<long> SampleAsync(TestClient client, CancellationToken over)
    {
        var lowest = long.MaxValue;
        while (!over.IsCancellationRequested)
        {
            var seen = await client.BalanceAsync();
            Assert.Equal(seen.Posted.Minor() - seen.Reserved.Minor(), seen.Available.Minor());
            lowest = Math.Min(lowest, seen.Available.Minor());
        }

        return lowest;
    }

    /// <summary>Commission flows into the float and would pay for more.</summary>
    private static Task PublishNoCommissionAsync(RunningServer server)
    {
        var from = TimeProvider.System.GetUtcNow().AddMinutes(-1)
            .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return server.PublishAsync($$"""
            {
              "kind": "commission-schedule", "id": "demo-commission", "version": "2", "from": "{{from}}",
              "currency": "CNY", "timeZone": "Asia/Shanghai", "base": "FACE", "tiering": "MARGINAL",
              "mode": "INSTANT", "taxAt": "CREDIT", "rules": [{"id": "none", "applies": {}, "rate": 0}]
            }
            """);
    }
}
