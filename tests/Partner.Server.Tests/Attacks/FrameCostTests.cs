using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Attacks;

/// <summary>
/// What a flood of frames costs the server: in processor time, which is the same whatever else the machine does.
/// </summary>
public sealed class FrameCostTests
{
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
            await connection.TryWriteAsync(AttackFrames.Resets(2000));
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
        await using var connection = await RawHttp2.OpenAsync(server.Address, server.Attacker);
        await connection.TryWriteAsync(AttackFrames.EmptyPieces(200_000));
        await connection.Closed.WaitAsync(Eventually.Longest, TimeProvider.System);

        await server.AssertAliveAsync();
        AssertCost(server, before, seconds: 2);
    }

    private static void AssertCost(BesiegedServer server, TimeSpan before, double seconds)
    {
        var cost = server.Process.ProcessorTime - before;
        Assert.True(cost.TotalSeconds < seconds, $"{cost.TotalSeconds:F1} s of processor");
    }
}
