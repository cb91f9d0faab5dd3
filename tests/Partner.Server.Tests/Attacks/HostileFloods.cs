namespace Partner.Server.Tests.Attacks;

/// <summary>Frames that cost their sender less than us, as many as it can send.</summary>
internal static class HostileFloods
{
    private const string Method = "leb.partner.v1.BalanceService/GetBalance";

    // Above what a connection may send at once. More would cost the attacker's side of this process alone.
    private const int Many = 12_000;

    /// <summary>The cases by their names.</summary>
    public static Dictionary<string, Func<byte[]>> All { get; } = new()
    {
        ["pings"] = () => Each(_ => RawHttp2.Frame(RawHttp2.Kind.Ping, 0, 0, new byte[8])),
        ["settings"] = () => Each(_ => RawHttp2.Frame(RawHttp2.Kind.Settings, 0, 0, [])),
        ["settings that change all windows back and forth"] = () => Each(i => RawHttp2.Setting(4, (uint)(i % 2) << 20)),
        ["settings that change the header table"] = () => Each(i => RawHttp2.Setting(1, (uint)(i % 2) << 20)),
        ["windows of the connection"] = () => Each(_ => RawHttp2.Frame(RawHttp2.Kind.WindowUpdate, 0, 1)),
        ["windows of a call"] = () => Each(i => i == 0
            ? HostileFrames.Begun(1) : RawHttp2.Frame(RawHttp2.Kind.WindowUpdate, 1, 1)),
        ["priorities"] = () => Each(i => RawHttp2.Frame(
            RawHttp2.Kind.Priority, 0, 1, [0, 0, 0, 3, (byte)(i % 256)])),
        ["calls that are taken back at once"] = () => AttackFrames.Resets(Many),
        ["calls with their message, taken back at once"] = () => Calls(
            stream => RawHttp2.Frame(RawHttp2.Kind.Reset, stream, 8)),
        ["calls that are made to be ended by us: a window beyond the largest"] = () => Calls(
            stream => RawHttp2.Frame(RawHttp2.Kind.WindowUpdate, stream, int.MaxValue)),
        ["calls that are made to be ended by us: half a message"] = () => Each(i =>
        [
            .. HostileFrames.Begun((2 * i) + 1), .. RawHttp2.Frame(RawHttp2.Kind.Data, 1, (2 * i) + 1, [0]),
        ]),
        ["calls of a method that does not exist"] = () => Each(i =>
        [
            .. RawHttp2.Frame(RawHttp2.Kind.Headers, 5, (2 * i) + 1, Hpack.Call("leb.partner.v1.None/None")),
        ]),
        ["calls with 60 headers each, never completed"] = () => Each(i => RawHttp2.Frame(
            RawHttp2.Kind.Headers, RawHttp2.EndHeaders, (2 * i) + 1,
            [.. Hpack.Call(Method), .. Enumerable.Range(0, 50).SelectMany(n => Hpack.Literal($"x{n}", "1"))])),
        ["calls, as many as a connection can number"] = () => Each(i => HostileFrames.Begun((2 * i) + 1)),
        ["data without content"] = () => Each(i => i == 0
            ? HostileFrames.Begun(1) : RawHttp2.Frame(RawHttp2.Kind.Data, 0, 1, [])),
        ["data of nothing but padding"] = () => Each(i => i == 0
            ? HostileFrames.Begun(1) : RawHttp2.Frame(RawHttp2.Kind.Data, RawHttp2.Padded, 1, [3, 0, 0, 0])),
        ["data of a byte each"] = () => Each(i => i == 0
            ? [.. HostileFrames.Begun(1), .. RawHttp2.Frame(RawHttp2.Kind.Data, 0, 1, [0, 0, 0, 0xff, 0xff])]
            : RawHttp2.Frame(RawHttp2.Kind.Data, 0, 1, [0])),
        ["a header block in empty pieces"] = () => AttackFrames.EmptyPieces(Many),
        ["header blocks in two pieces"] = () => Each(i =>
        [
            .. HostileFrames.Begun((2 * i) + 1, endHeaders: false),
            .. RawHttp2.Frame(RawHttp2.Kind.Continuation, RawHttp2.EndHeaders, (2 * i) + 1, []),
        ]),
        ["frames of no known kind"] = () => Each(_ => RawHttp2.Frame((RawHttp2.Kind)0xfe, 0, 0, [])),
    };

    private static byte[] Each(Func<int, byte[]> frames) => [.. Enumerable.Range(0, Many).SelectMany(frames)];

    private static byte[] Calls(Func<int, byte[]> end) => Each(i =>
    [
        .. HostileFrames.Begun((2 * i) + 1), .. HostileFrames.Message((2 * i) + 1), .. end((2 * i) + 1),
    ]);
}
