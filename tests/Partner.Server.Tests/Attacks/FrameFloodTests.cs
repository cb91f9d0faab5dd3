using Microsoft.Extensions.DependencyInjection;
using Partner.Core.Identity;
using Partner.Server.Connections;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Attacks;

/// <summary>Frames that cost us more than their sender end its connection.</summary>
public sealed class FrameFloodTests
{
    private const int Many = 20_000;
    private const string Method = "leb.partner.v1.BalanceService/GetBalance";

    public static TheoryData<string> Floods => [.. Kinds.Keys];

    private static Dictionary<string, Func<int, byte[]>> Kinds { get; } = new()
    {
        ["calls that are taken back at once"] = i =>
        [
            .. RawHttp2.Frame(RawHttp2.Kind.Headers, RawHttp2.EndHeaders, (2 * i) + 1, Hpack.Call(Method)),
            .. RawHttp2.Frame(RawHttp2.Kind.Reset, 0, (2 * i) + 1, new byte[4]),
        ],
        ["calls that are made to be ended by us"] = i =>
        [
            .. RawHttp2.Frame(RawHttp2.Kind.Headers, RawHttp2.EndHeaders, (2 * i) + 1, Hpack.Call(Method)),
            .. RawHttp2.Frame(RawHttp2.Kind.WindowUpdate, (2 * i) + 1, int.MaxValue),
        ],
        ["a header block in empty pieces"] = i => i == 0
            ? RawHttp2.Frame(RawHttp2.Kind.Headers, 0, 1, Hpack.Call(Method))
            : RawHttp2.Frame(RawHttp2.Kind.Continuation, 0, 1, []),
        ["messages in empty pieces"] = i => i == 0
            ? RawHttp2.Frame(RawHttp2.Kind.Headers, RawHttp2.EndHeaders, 1, Hpack.Call(Method))
            : RawHttp2.Frame(RawHttp2.Kind.Data, 0, 1, []),
        ["pings"] = _ => RawHttp2.Frame(RawHttp2.Kind.Ping, 0, 0, new byte[8]),
        ["settings"] = _ => RawHttp2.Frame(RawHttp2.Kind.Settings, 0, 0, []),
        ["frames of no known kind"] = _ => RawHttp2.Frame((RawHttp2.Kind)0xfe, 0, 0, []),
    };

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task A_flood_ends_its_connection(string flood)
    {
        await using var host = await GrpcTestHost.StartAsync();
        using var certificate = host.Register(Permissions.Sell).Load();
        await using var connection = await RawHttp2.OpenAsync(host.Address, certificate);
        var frames = new List<byte>();
        for (var i = 0; i < Many; i++)
        {
            frames.AddRange(Kinds[flood](i));
        }

        await connection.TryWriteAsync(frames.ToArray());

        await connection.Closed.WaitAsync(Eventually.Longest, TimeProvider.System);
        var usages = host.Services.GetRequiredService<CertificateUsages>();
        await Eventually.SeeAsync(() => Task.FromResult(usages.Calls), calls => calls == 0);
    }

    // The web server loses calls of such connections now and then, and waits for them.
    [Fact]
    public async Task Connections_that_are_closed_in_the_middle_of_a_flood_leave_nothing_behind()
    {
        const int rounds = 6;
        await using var host = await GrpcTestHost.StartAsync();
        var usages = host.Services.GetRequiredService<CertificateUsages>();
        var flood = HostileFloods.All["calls that are made to be ended by us: a window beyond the largest"]();
        for (var round = 0; round < rounds; round++)
        {
            using var certificate = host.Register(Permissions.Sell).Load();
            var connection = await RawHttp2.OpenAsync(host.Address, certificate, window: 0);
            var sending = connection.TryWriteAsync(flood);
            await Eventually.SeeAsync(
                () => Task.FromResult(connection.Ended > 0 || connection.Closed.IsCompleted), seen => seen);
            await connection.DisposeAsync();
            await sending;
        }

        await Eventually.SeeAsync(
            () => Task.FromResult((usages.Calls, usages.Open.Count)), left => left == (0, 0));

        // What the framework says of them, and a real server does not write down.
        Assert.All(
            host.Log.Errors,
            error => Assert.StartsWith("Grpc.AspNetCore.Server.", error, StringComparison.Ordinal));
        host.ExpectedErrors = host.Log.Errors.Count;
    }
}
