using Leb.Partner.V1;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Attacks;

/// <summary>Calls that are begun and never ended: what they hold of the memory is bounded.</summary>
public sealed class HeldHeadersTests
{
    private const int Connections = 45;
    private const int Streams = 250;

    // What the chart gives a container, of which the heap is three quarters.
    private const int Container = 512;

    [Theory]
    [InlineData(150)]
    [InlineData(340)]
    public async Task One_certificate_cannot_fill_the_memory_with_headers_of_calls_that_it_never_completes(int length)
    {
        await using var server = await BesiegedServer.StartAsync();

        await HoldAsync(server, stream => AttackFrames.Reference(stream, length));
    }

    [Fact]
    public async Task One_certificate_cannot_fill_the_memory_with_calls_whose_answers_it_never_takes()
    {
        await using var server = await BesiegedServer.StartAsync();

        await HoldAsync(server, stream =>
        [
            .. AttackFrames.Reference(stream, 150),
            .. RawHttp2.Frame(
                RawHttp2.Kind.Data, RawHttp2.EndStream, stream, GrpcRawHttp.Frame(new GetBalanceRequest())),
        ]);
    }

    private static async Task HoldAsync(BesiegedServer server, Func<int, byte[]> call)
    {
        await server.RateAsync();
        var calls = AttackFrames.Calls(Streams, call);
        var open = new List<RawHttp2>();
        for (var i = 0; i < Connections; i++)
        {
            if (await Attack.OpenAsync(server) is { } connection)
            {
                open.Add(connection);
                await connection.TryWriteAsync(calls);
            }
        }

        await server.AssertAliveAsync();
        await server.RateAsync();

        server.AssertMemory(Container);
        foreach (var connection in open)
        {
            await connection.DisposeAsync();
        }

        await server.AssertAliveAsync();
    }
}
