using System.IO.Compression;

namespace Partner.Server.Tests.Attacks;

/// <summary>Calls that are proper HTTP/2 and no proper gRPC: their messages, and what is said of these.</summary>
internal static class HostileCalls
{
    private const string Method = "leb.partner.v1.BalanceService/GetBalance";
    private const string Sale = "leb.partner.v1.TopUpService/CreateTopUp";
    private const int MiB = 1024 * 1024;

    /// <summary>The cases by their names.</summary>
    public static Dictionary<string, Hostile> All { get; } = new()
    {
        // The prefix of a message: one byte, and the length in four.
        ["a message that says it has 4 GiB"] = Body(0, 0xff, 0xff, 0xff, 0xff),
        ["a message of 2 GiB less a byte"] = Body(0, 0x7f, 0xff, 0xff, 0xff),
        ["a message longer than its body"] = Body(0, 0, 0, 0, 9, 1),
        ["a message shorter than its body"] = Body(0, 0, 0, 0, 0, 1, 2, 3),
        ["half of a prefix"] = Body(0, 0, 0),
        ["no message"] = Body(),
        ["two messages where one is due"] = Body(0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        ["a mark that is neither packed nor plain"] = Body(2, 0, 0, 0, 1, 0),
        ["packed without saying how"] = Body(1, 0, 0, 0, 1, 0),
        ["packed in a way that does not exist"] = Packed("snappy", [1, 2, 3]),
        ["packed by gzip, and is not"] = Packed("gzip", [1, 2, 3]),
        ["a gzip bomb of 50 MiB"] = Packed("gzip", Zipped(50 * MiB)),
        ["a gzip bomb within a gzip bomb"] = Packed("gzip", Zipped(Zipped(50 * MiB))),
        ["a megabyte of message"] = new(
            [.. Begin(Hpack.HeadersOf(Sale)), .. Pieces([0, 0, 0x10, 0, 0, .. new byte[MiB]])], Fate.Refused),

        // Protobuf.
        ["groups in groups, 10,000 deep"] = Message(Enumerable.Repeat((byte)0xfb, 10_000)),
        ["messages in messages, 2,000 deep"] = Message(Nested(2000)),
        ["a text of 2 GiB"] = Message([0x0a, 0xff, 0xff, 0xff, 0xff, 0x07]),
        ["a number that does not end"] = Message(Enumerable.Repeat((byte)0xff, 60_000)),
        ["60,000 fields that do not exist"] = Message(
            Enumerable.Repeat(new byte[] { 0xf8, 0x07 }, 30_000).SelectMany(field => field)),

        // What a call says of itself.
        ["a content type that is not gRPC's"] = With("content-type", "text/plain"),
        ["a content type of gRPC-Web"] = With("content-type", "application/grpc-web"),
        ["no content type"] = With("content-type", null),
        ["GET"] = With(":method", "GET"),
        ["CONNECT"] = With(":method", "CONNECT"),
        ["a verb that does not exist"] = With(":method", "BREW"),
        ["a service that does not exist"] = With(":path", "/leb.partner.v1.NoService/GetBalance"),
        ["a method that does not exist"] = With(":path", "/leb.partner.v1.BalanceService/Steal"),
        ["the operator's service at the partners' door"] = With(
            ":path", "/leb.operator.v1.PartnerService/ListPartners"),
        ["a path that climbs"] = With(":path", "/leb.partner.v1.BalanceService/../../etc/passwd"),
        ["a path that is an address"] = With(":path", "https://localhost/" + Method),
        ["a path without its stroke"] = With(":path", Method),
        ["a path with a zero byte"] = With(":path", "/" + Method + "%00"),
        ["a star for a path"] = With(":path", "*"),
        ["an authority that is none"] = With(":authority", "a b\\c"),
        ["a time-out without a unit"] = With("grpc-timeout", "5"),
        ["a time-out below nothing"] = With("grpc-timeout", "-1S"),
        ["a time-out of a billion hours"] = With("grpc-timeout", "1000000000H"),
        ["a time-out in a unit that does not exist"] = With("grpc-timeout", "5X"),
        ["a time-out of nothing"] = With("grpc-timeout", "0n"),
        ["a time-out of no digits"] = With("grpc-timeout", "S"),
        ["trailers of the caller"] = Trailing(Fate.Served, ("x-trailer", "1")),
        ["trailers with a pseudo header"] = Trailing(Fate.Refused, (":path", "/" + Method)),
        ["trailers in capitals"] = Trailing(Fate.Refused, ("X-Trailer", "1")),
        ["trailers without an end"] = new(
            [
                .. Begin(Hpack.HeadersOf(Method)), .. RawHttp2.Frame(RawHttp2.Kind.Data, 0, 1, new byte[5]),
                .. RawHttp2.Frame(RawHttp2.Kind.Headers, RawHttp2.EndHeaders, 1, Hpack.Literal("x", "1")),
            ],
            Fate.Refused),
    };

    /// <summary>Those that would cost the server most, were they not bounded: worth sending again and again.</summary>
    public static IReadOnlyList<string> Costly { get; } =
    [
        "a gzip bomb of 50 MiB", "a gzip bomb within a gzip bomb", "a megabyte of message",
        "groups in groups, 10,000 deep", "messages in messages, 2,000 deep", "60,000 fields that do not exist",
    ];

    /// <summary>Of these it does not matter whether they are carried out: they harm nobody but the caller.</summary>
    public static IReadOnlySet<string> Harmless { get; } = new HashSet<string>
    {
        "a time-out without a unit", "a time-out below nothing", "a time-out of a billion hours",
        "a time-out in a unit that does not exist", "a time-out of no digits", "a path that is an address",
        "an authority that is none",
    };

    private static Hostile Body(params byte[] body) => new(
        [.. Begin(Hpack.HeadersOf(Method)), .. Pieces(body)], Fate.Refused);

    private static Hostile Message(IEnumerable<byte> message) => new(
        [.. Begin(Hpack.HeadersOf(Sale)), .. Pieces(GrpcFrame([.. message], 0))], Fate.Refused);

    private static Hostile Packed(string encoding, byte[] message)
    {
        var headers = Hpack.HeadersOf(Method);
        headers.Add(("grpc-encoding", encoding));
        return new Hostile([.. Begin(headers), .. Pieces(GrpcFrame(message, 1))], Fate.Refused);
    }

    private static Hostile With(string name, string? value)
    {
        var headers = Hpack.HeadersOf(Method);
        headers.RemoveAll(header => header.Name == name);
        if (value is not null)
        {
            headers.Insert(name.StartsWith(':') ? 0 : headers.Count, (name, value));
        }

        return new Hostile([.. Begin(headers), .. HostileFrames.Message(1)], Fate.Refused);
    }

    private static Hostile Trailing(Fate fate, params (string Name, string Value)[] trailers) => new(
        [
            .. Begin(Hpack.HeadersOf(Method)), .. RawHttp2.Frame(RawHttp2.Kind.Data, 0, 1, new byte[5]),
            .. RawHttp2.Frame(
                RawHttp2.Kind.Headers, RawHttp2.EndHeaders | RawHttp2.EndStream, 1, Hpack.All(trailers)),
        ],
        fate);

    private static byte[] Begin(List<(string Name, string Value)> headers) =>
        RawHttp2.Frame(RawHttp2.Kind.Headers, RawHttp2.EndHeaders, 1, Hpack.All(headers));

    private static byte[] GrpcFrame(byte[] message, byte mark) => Support.GrpcRawHttp.Frame(message, mark);

    // A body in as many frames as it needs; the last one ends the call.
    private static byte[] Pieces(byte[] body)
    {
        const int most = 16 * 1024;
        var frames = body.Chunk(most).DefaultIfEmpty([]).ToList();
        return
        [
            .. frames.SelectMany((piece, index) => RawHttp2.Frame(
                RawHttp2.Kind.Data, index == frames.Count - 1 ? RawHttp2.EndStream : (byte)0, 1, piece)),
        ];
    }

    private static byte[] Zipped(int zeros) => Zipped(new byte[zeros]);

    private static byte[] Zipped(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            zip.Write(plain);
        }

        return packed.ToArray();
    }

    // The card of a sale, and in it a field that does not exist, in it another, and so on: each with its length, which
    // is below 16,384.
    private static byte[] Nested(int depth)
    {
        IEnumerable<byte> inner = [];
        var length = 0;
        for (var level = 0; level < depth; level++)
        {
            byte[] head = length < 128
                ? [0x12, (byte)length]
                : [0x12, (byte)((length & 127) | 128), (byte)(length >> 7)];
            inner = head.Concat(inner).ToArray();
            length += head.Length;
        }

        return [.. inner];
    }
}
