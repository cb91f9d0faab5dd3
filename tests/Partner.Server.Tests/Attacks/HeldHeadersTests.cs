using Leb.Partner.V1;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Attacks;

/// <summary>Calls that are begun and never ended: what they hold of the memory is bounded.</summary>
public sealed class HeldHeadersTests
{
    private const int Connections = 45;
    private const int Streams = 250;
    private const int References = 45;

    // What the chart gives a container, of which the heap is three quarters.
    private const int Container = 512;

    private const string Method = "leb.partner.v1.BalanceService/GetBalance";

    [Theory]
    [InlineData(150)]
    [InlineData(340)]
    public async Task One_certificate_cannot_fill_the_memory_with_headers_of_calls_that_it_never_completes(int length)
    {
        await using var server = await BesiegedServer.StartAsync();

        await HoldAsync(server, stream => RawHttp2.Frame(
            RawHttp2.Kind.Headers, RawHttp2.EndHeaders, stream, Block(stream, length)));
    }

    [Fact]
    public async Task One_certificate_cannot_fill_the_memory_with_calls_whose_answers_it_never_takes()
    {
        await using var server = await BesiegedServer.StartAsync();

        await HoldAsync(server, stream =>
        [
            .. RawHttp2.Frame(RawHttp2.Kind.Headers, RawHttp2.EndHeaders, stream, Block(stream, 150)),
            .. RawHttp2.Frame(
                RawHttp2.Kind.Data, RawHttp2.EndStream, stream, GrpcRawHttp.Frame(new GetBalanceRequest())),
        ]);
    }

    private static byte[] Block(int stream, int length) => stream == 1
        ? [.. Hpack.Call(Method), .. Hpack.Remembered("x", new string('a', length))]
        : [.. Hpack.Call(Method), .. Hpack.Latest(References)];

    private static async Task HoldAsync(BesiegedServer server, Func<int, byte[]> call)
    {
        await server.RateAsync();
        var open = new List<RawHttp2>();
        for (var i = 0; i < Connections; i++)
        {
            var connection = await RawHttp2.OpenAsync(server.Address, server.Attacker, window: 0);
            open.Add(connection);
            var bytes = new List<byte>();
            for (var stream = 1; stream < 2 * Streams; stream += 2)
            {
                bytes.AddRange(call(stream));
            }

            await connection.TryWriteAsync(bytes.ToArray());
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
