namespace Partner.Server.Tests.Attacks;

/// <summary>
/// Header blocks that no client sends: what cannot be unpacked (RFC 7541), what must not stand in a call (RFC 9113, 8),
/// and what is too much.
/// </summary>
internal static class HostileHeaders
{
    private const string Method = "leb.partner.v1.BalanceService/GetBalance";

    /// <summary>The cases by their names.</summary>
    public static Dictionary<string, Hostile> All { get; } = new()
    {
        // Unpacking.
        ["hpack 6.1 the entry of number 0"] = Packed(0x80),
        ["hpack 2.3.3 an entry that was never made"] = Packed(0xbe),
        ["hpack 2.3.3 a name that was never made"] = Packed(0x7f, 0x20, 0x01, 0x61),
        ["hpack 4.2 a table larger than was agreed"] = Packed(0x3f, 0xff, 0xff, 0xff, 0x07),
        ["hpack 4.2 a change of the table behind a header"] = Packed([.. Hpack.Call(Method), 0x20]),
        ["hpack 5.1 a number beyond any integer"] = Packed(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f),
        ["hpack 5.1 a number that does not end"] = Packed(0xff, 0xff),
        ["hpack 5.2 a text that is longer than the block"] = Packed(0x00, 0x7f, 0xff, 0x7f, 0x61),
        ["hpack 5.2 Huffman's code with its end in it"] = Packed(0x00, 0x84, 0xff, 0xff, 0xff, 0xff, 0x01, 0x61),
        ["hpack 5.2 Huffman's code with too much padding"] = Packed(0x00, 0x82, 0x1f, 0xff, 0x01, 0x61),
        ["hpack 5.2 Huffman's code padded with zeros"] = Packed(0x00, 0x81, 0x18, 0x01, 0x61),
        ["hpack 6.2.1 a header without a name or value"] = Packed(0x40),

        // Unpacking, as it may be.
        ["hpack 6.1 headers by their numbers"] = Proper([0x83, 0x87, .. Hpack.All(Hpack.HeadersOf(Method).Skip(2))]),
        ["hpack 6.2.1 a header that is remembered, and referred to"] = Proper(
            [.. Hpack.Call(Method), .. Hpack.Remembered("x", "1"), .. Hpack.Latest(1)]),
        ["hpack 6.2.3 a header never to be remembered"] = Proper([.. Hpack.Call(Method), 0x10, 1, 0x78, 1, 0x31]),
        ["hpack 6.3 two changes of the table before the headers"] = Proper(
            [0x20, 0x3f, 0xe1, 0x1f, .. Hpack.Call(Method)]),
        ["hpack 5.2 Huffman's code"] = Proper([.. Hpack.Call(Method), 0, 1, 0x78, 0x81, 0x1f]),

        // Unpacking too much.
        ["a bomb: a long header, remembered, and 4,000 times that one"] = new(
            Begin([.. Hpack.Call(Method), .. Hpack.Remembered("x", new string('a', 3000)), .. Hpack.Latest(4000)]),
            Fate.Refused),
        ["a bomb in pieces: the same over eight frames"] = new(Bomb(), Fate.Refused),

        // What a call must not have.
        ["8.2.1 a name in capitals"] = With(headers => headers.Add(("X-Capital", "1"))),
        ["8.2.1 an empty name"] = With(headers => headers.Add(("", "1"))),
        ["8.2.1 a name with a blank"] = With(headers => headers.Add(("a b", "1"))),
        ["8.2.1 a value with the end of a line"] = With(headers => headers.Add(("x", "1\r\nx-admin: 1"))),
        ["8.2.1 a value with a zero byte"] = With(headers => headers.Add(("x", "1\0"))),
        ["8.2.2 a header of a connection"] = With(headers => headers.Add(("connection", "keep-alive"))),
        ["8.2.2 te that is not trailers"] = With(headers => headers.Add(("te", "gzip"))),
        ["8.2.2 te that is trailers and more"] = With(headers => headers.Add(("te", "trailers, deflate"))),
        ["8.2.2 transfer-encoding"] = With(headers => headers.Add(("transfer-encoding", "chunked"))),
        ["8.3 a pseudo header that does not exist"] = With(headers => headers.Insert(0, (":admin", "1"))),
        ["8.3 a pseudo header of answers"] = With(headers => headers.Insert(0, (":status", "200"))),
        ["8.3 a pseudo header behind a header"] = With(headers => headers.Add((":authority", "other"))),
        ["8.3.1 no method"] = Without(":method"),
        ["8.3.1 no scheme"] = Without(":scheme"),
        ["8.3.1 no path"] = Without(":path"),
        ["8.3.1 an empty path"] = Instead(":path", ""),
        ["8.3.1 two methods"] = With(headers => headers.Insert(0, (":method", "GET"))),
        ["8.3.1 two paths"] = With(headers => headers.Insert(0, (":path", "/" + Method))),
        ["8.3.1 two schemes"] = With(headers => headers.Insert(0, (":scheme", "https"))),
        ["8.1.1 a length that is not that of the message"] = With(headers => headers.Add(("content-length", "1000"))),
        ["8.1.1 a length below that of the message"] = With(headers => headers.Add(("content-length", "1"))),
        ["8.1.1 a length below that of a message in two pieces"] = InTwo("/" + Method),
        ["8.1.1 a length below that of a message to nobody"] = InTwo("/"),
        ["8.1.1 a length below nothing"] = With(headers => headers.Add(("content-length", "-1"))),

        // Too much.
        ["1,000 headers"] = With(headers => headers.AddRange(
            Enumerable.Range(0, 1000).Select(number => ($"x{number}", "1")))),
        ["a header of 9 KiB"] = With(headers => headers.Add(("x", new string('a', 9 * 1024)))),
        ["a name of 9 KiB"] = With(headers => headers.Add((new string('a', 9 * 1024), "1"))),
        ["a path of 8,000 characters"] = Instead(":path", "/" + new string('a', 8000)),
    };

    /// <summary>
    /// These the web server lets through, though the standard forbids them. Nothing of ours reads or forwards them.
    /// </summary>
    public static IReadOnlySet<string> Harmless { get; } = new HashSet<string>
    {
        "8.2.1 a name with a blank", "8.2.2 transfer-encoding",
    };

    private static Hostile Packed(params byte[] block) => new(Begin(block), Fate.Closed);

    private static Hostile Proper(byte[] block) => new([.. Begin(block), .. HostileFrames.Message(1)], Fate.Served);

    // As h2spec does: a byte is said, and eight come.
    private static Hostile InTwo(string path)
    {
        const int four = 4;
        var headers = Hpack.HeadersOf(Method);
        headers[headers.FindIndex(header => header.Name == ":path")] = (":path", path);
        headers.Add(("content-length", "1"));
        return new Hostile(
            [
                .. Begin(Hpack.All(headers)), .. RawHttp2.Frame(RawHttp2.Kind.Data, 0, 1, new byte[four]),
                .. RawHttp2.Frame(RawHttp2.Kind.Data, RawHttp2.EndStream, 1, new byte[four]),
            ],
            Fate.Refused);
    }

    private static Hostile Without(string name) => With(headers => headers.RemoveAll(header => header.Name == name));

    private static Hostile Instead(string name, string value) => With(headers =>
        headers[headers.FindIndex(header => header.Name == name)] = (name, value));

    private static Hostile With(Action<List<(string Name, string Value)>> change)
    {
        var headers = Hpack.HeadersOf(Method);
        change(headers);
        return new Hostile([.. Begin(Hpack.All(headers)), .. HostileFrames.Message(1)], Fate.Refused);
    }

    private static byte[] Begin(byte[] block) =>
        RawHttp2.Frame(RawHttp2.Kind.Headers, RawHttp2.EndHeaders, 1, block);

    private static byte[] Bomb()
    {
        const int pieces = 8;
        var bytes = new List<byte>(RawHttp2.Frame(
            RawHttp2.Kind.Headers, 0, 1, [.. Hpack.Call(Method), .. Hpack.Remembered("x", new string('a', 3000))]));
        for (var piece = 1; piece <= pieces; piece++)
        {
            bytes.AddRange(RawHttp2.Frame(
                RawHttp2.Kind.Continuation, piece == pieces ? RawHttp2.EndHeaders : (byte)0, 1, Hpack.Latest(2000)));
        }

        return [.. bytes];
    }
}
