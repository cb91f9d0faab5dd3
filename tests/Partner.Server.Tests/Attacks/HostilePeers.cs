using Google.Protobuf;
using Leb.Partner.V1;
using Partner.Benchmarks.Harness;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Attacks;

/// <summary>
/// Peers that hold what they were given: strangers before and in their handshake, and callers who send by the byte or
/// take no answers.
/// </summary>
internal static class HostilePeers
{
    private const int Crowd = 300;

    private static byte[] Preface => RawHttp2.Preface[..24];

    /// <summary>
    /// Strangers, who have no certificate, by what each of a crowd of them says before it falls silent.
    /// </summary>
    public static Dictionary<string, Func<Attack>> Strangers { get; } = new()
    {
        ["bare connections"] = Saying([]),
        ["half-open handshakes"] = () => new Attack.Silence(
            Crowd, () => ClientHello.RecordAsync(CancellationToken.None)),
        ["the beginning of a handshake's first record"] = Saying([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00]),
        ["a first record of 64 KiB"] = Saying([0x16, 0x03, 0x01, 0xff, 0xff, 0x01, 0x00, 0xff, 0xff]),
        ["records without content"] = Saying(
            [.. Enumerable.Repeat(new byte[] { 0x16, 3, 1, 0, 0 }, 100).SelectMany(record => record)]),
        ["data before the handshake"] = Saying([0x17, 0x03, 0x03, 0x00, 0x05, 1, 2, 3, 4, 5]),
        ["an alert before the handshake"] = Saying([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28]),
        ["a hello of SSL 2"] = Saying([0x80, 0x2e, 0x01, 0x00, 0x02, 0x00, 0x15, 0x00, 0x00, 0x00, 0x10]),
        ["a hello of SSL 3"] = Saying([0x16, 0x03, 0x00, 0x00, 0x05, 0x01, 0x00, 0x00, 0x01, 0x00]),
        ["HTTP/1.1 in plain text"] = Saying("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray()),
        ["HTTP/2 in plain text"] = Saying([.. Preface, .. RawHttp2.Frame(RawHttp2.Kind.Settings, 0, 0, [])]),
        ["a proxy's announcement"] = Saying("PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\n"u8.ToArray()),
        ["bytes by chance"] = Saying(Chance()),
    };

    /// <summary>Callers with a certificate.</summary>
    public static Dictionary<string, Func<Attack>> Callers { get; } = new()
    {
        ["connections that say nothing after their handshake"] = () => new Attack.Held(
            30, [], Attack.Opening.Handshake),
        ["handshakes, and nothing else"] = () => new Attack.Gone(),
        ["half a preface"] = () => new Attack.Held(30, Preface[..12], Attack.Opening.Handshake),
        ["HTTP/1.1 after the handshake"] = () => new Attack.Burst(
            "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), Attack.Opening.Handshake),
        ["HTTP/1.1 after a handshake that does not say what is spoken"] = () => new Attack.Burst(
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), Attack.Opening.Unsaid),
        ["a preface that is none"] = () => new Attack.Burst(
            "PRI * HTTP/3.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), Attack.Opening.Handshake),
        ["slow headers: a byte at a time"] = () => new Attack.Trickle(20, HostileFrames.Begun(1)),
        ["slow data: a byte at a time, each in a frame"] = () => new Attack.Trickle(
            20, [.. HostileFrames.Begun(1), .. RawHttp2.Frame(RawHttp2.Kind.Data, 0, 1, [0, 0, 0, 0x7f])],
            RawHttp2.Frame(RawHttp2.Kind.Data, 0, 1, [0])),
        ["header blocks that are begun and not ended"] = () => new Attack.Held(
            30, HostileFrames.Begun(1, endHeaders: false)),
        ["calls whose answers are never taken"] = () => new Attack.Held(30, AttackFrames.Calls(250, Listed)),
        ["streams that are never read"] = () => new Attack.Held(30, AttackFrames.Calls(250, Watched)),
        ["pings whose answers are never read"] = () => new Attack.Held(
            10, [.. Enumerable.Repeat(RawHttp2.Frame(RawHttp2.Kind.Ping, 0, 0, new byte[8]), 5000).SelectMany(f => f)],
            Attack.Opening.Unread),
    };

    private static Func<Attack> Saying(byte[] first) => () => new Attack.Silence(Crowd, () => Task.FromResult(first));

    private static byte[] Listed(int stream) => Whole(
        stream, "leb.partner.v1.TopUpService/ListTopUps", new ListTopUpsRequest { PageSize = 50 });

    private static byte[] Watched(int stream) => Whole(
        stream, "leb.partner.v1.PlanCatalogService/WatchCatalog", new WatchCatalogRequest());

    private static byte[] Whole(int stream, string method, IMessage message) =>
    [
        .. RawHttp2.Frame(RawHttp2.Kind.Headers, RawHttp2.EndHeaders, stream, Hpack.Call(method)),
        .. RawHttp2.Frame(RawHttp2.Kind.Data, RawHttp2.EndStream, stream, GrpcRawHttp.Frame(message)),
    ];

    private static byte[] Chance()
    {
        const int length = 2000;
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
