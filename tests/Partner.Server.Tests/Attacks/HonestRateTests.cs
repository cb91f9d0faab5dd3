using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Attacks;

/// <summary>Whatever one certificate does, the honest caller beside it keeps at least half of its rate.</summary>
public sealed class HonestRateTests
{
    private const int Page = 500;
    private const string Method = "leb.partner.v1.BalanceService/GetBalance";

    [Fact]
    public async Task Reading_lists_with_sixteen_threads_leaves_others_half_of_their_rate()
    {
        await using var server = await BesiegedServer.StartAsync();
        using var attacker = server.ConnectAttacker();
        await FillAsync(attacker);

        await AssertHalfAsync(server, 16, async (_, stop) =>
        {
            while (!stop.IsCancellationRequested)
            {
                await attacker.TopUps.ListTopUpsAsync(
                    new ListTopUpsRequest { PageSize = Page }, cancellationToken: stop);
            }
        });
    }

    [Fact]
    public async Task Calls_that_are_taken_back_cost_the_server_little_and_a_new_connection_is_no_new_allowance()
    {
        const int rounds = 10;
        await using var server = await BesiegedServer.StartAsync();
        await server.RateAsync(1);
        var before = server.Process.ProcessorTime;
        for (var round = 0; round < rounds; round++)
        {
            await using var connection = await RawHttp2.OpenAsync(server.Address, server.Attacker);
            await connection.TryWriteAsync(Resets(2000));
            await connection.Closed.WaitAsync(TimeSpan.FromSeconds(1), TimeProvider.System)
                .ContinueWith(_ => { }, TaskScheduler.Default);
        }

        await server.AssertAliveAsync();
        AssertCost(server, before, seconds: 4);
    }

    [Fact]
    public async Task A_header_block_in_empty_pieces_costs_the_server_little()
    {
        await using var server = await BesiegedServer.StartAsync();
        await server.RateAsync(1);
        var before = server.Process.ProcessorTime;
        var pieces = new List<byte>(RawHttp2.Frame(RawHttp2.Kind.Headers, 0, 1, Hpack.Call(Method)));
        for (var i = 0; i < 200_000; i++)
        {
            pieces.AddRange(RawHttp2.Frame(RawHttp2.Kind.Continuation, 0, 1, []));
        }

        await using var connection = await RawHttp2.OpenAsync(server.Address, server.Attacker);
        await connection.TryWriteAsync(pieces.ToArray());
        await connection.Closed.WaitAsync(Eventually.Longest, TimeProvider.System);

        await server.AssertAliveAsync();
        AssertCost(server, before, seconds: 2);
    }

    private static byte[] Resets(int calls)
    {
        var frames = new List<byte>();
        for (var stream = 1; stream < 2 * calls; stream += 2)
        {
            frames.AddRange(RawHttp2.Frame(RawHttp2.Kind.Headers, RawHttp2.EndHeaders, stream, Hpack.Call(Method)));
            frames.AddRange(RawHttp2.Frame(RawHttp2.Kind.Reset, 0, stream, new byte[4]));
        }

        return frames.ToArray();
    }

    // Processor time is the same whatever else the machine does.
    private static void AssertCost(BesiegedServer server, TimeSpan before, double seconds)
    {
        var cost = server.Process.ProcessorTime - before;
        Assert.True(cost.TotalSeconds < seconds, $"{cost.TotalSeconds:F1} s of processor");
    }

    private static Task FillAsync(PartnerConnection attacker) => Parallel.ForEachAsync(
        Enumerable.Range(0, Page),
        new ParallelOptions { MaxDegreeOfParallelism = 16 },
        async (_, cancel) => await attacker.TopUps.CreateTopUpAsync(
            Sale.Of().With(sale => sale.Wait = new Duration()), cancellationToken: cancel));

    private static async Task AssertHalfAsync(
        BesiegedServer server, int attackers, Func<int, CancellationToken, Task> attack)
    {
        await server.RateAsync(1);
        var alone = await server.RateAsync();
        using var stop = new CancellationTokenSource();
        var attacks = Enumerable.Range(0, attackers)
            .Select(i => Task.Run(() => UntilStoppedAsync(i, attack, stop.Token)))
            .ToArray();
        var besieged = await server.RateAsync(6);
        await stop.CancelAsync();
        await Task.WhenAll(attacks);
        await server.AssertAliveAsync();

        Assert.True(besieged >= alone / 2, $"{besieged:F0} a second under attack, {alone:F0} before");
    }

    private static async Task UntilStoppedAsync(
        int number, Func<int, CancellationToken, Task> attack, CancellationToken stop)
    {
        try
        {
            await attack(number, stop);
        }
        catch (Exception fault) when (fault is RpcException or OperationCanceledException or IOException)
        {
            // Refused, or over.
        }
    }
}
