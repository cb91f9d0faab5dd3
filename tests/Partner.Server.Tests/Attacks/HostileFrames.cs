namespace Partner.Server.Tests.Attacks;

/// <summary>What has to become of a connection on which something hostile is sent.</summary>
internal enum Fate
{
    /// <summary>The whole connection is closed.</summary>
    Closed,

    /// <summary>The call is ended and was not carried out; the connection lives.</summary>
    Ended,

    /// <summary>One of the two.</summary>
    Refused,

    /// <summary>Nothing: the connection lives, and no call has ended.</summary>
    Ignored,

    /// <summary>The call is carried out: it is odd, but nothing forbids it.</summary>
    Served,
}

/// <summary>Bytes after the preface, and what has to become of them.</summary>
internal sealed record Hostile(byte[] Bytes, Fate Fate)
{
    /// <summary>Whether they come right after the handshake, in the place of the preface.</summary>
    public bool IsFirst { get; init; }

    /// <summary>What is sent when a call has been answered; its fate counts then.</summary>
    public byte[] Then { get; init; } = [];
}

/// <summary>
/// Frames that no client sends, each kind of frame with each kind of fault (RFC 9113, 4 to 6). Begins with the section
/// of the RFC that forbids, or allows, it.
/// </summary>
internal static class HostileFrames
{
    private const string Method = "leb.partner.v1.BalanceService/GetBalance";
    private const int MostOfFrame = 16 * 1024;

    /// <summary>The cases by their names.</summary>
    public static Dictionary<string, Hostile> All { get; } = new()
    {
        // The beginning.
        ["3.4 a preface that is none"] = Of(Fate.Closed, "INVALID CONNECTION PREFACE\r\n\r\n"u8.ToArray()) with
        {
            IsFirst = true,
        },

        // A frame at all.
        ["4.1 a frame of no known kind"] = Of(Fate.Ignored, Frame((RawHttp2.Kind)0xfe, 0, 0, [1, 2, 3])),
        ["4.1 a frame of no known kind within a header block"] = Of(
            Fate.Closed, Begun(1, endHeaders: false), Frame((RawHttp2.Kind)0xfe, 0, 1, [])),
        ["4.1 a ping with flags that do not exist"] = Of(Fate.Ignored, Frame(RawHttp2.Kind.Ping, 0xfe, 0, new byte[8])),
        ["4.1 a ping with the bit that has no meaning"] = Of(
            Fate.Ignored, Frame(RawHttp2.Kind.Ping, 0, int.MinValue, new byte[8])),
        ["4.2 data as long as a frame may be"] = Of(
            Fate.Ended, Begun(1), Frame(RawHttp2.Kind.Data, RawHttp2.EndStream, 1, new byte[MostOfFrame])),
        ["4.2 data longer than a frame may be"] = Of(
            Fate.Closed, Begun(1), Frame(RawHttp2.Kind.Data, 0, 1, new byte[MostOfFrame + 1])),
        ["4.2 headers longer than a frame may be"] = Of(
            Fate.Closed, Frame(RawHttp2.Kind.Headers, RawHttp2.EndHeaders, 1, new byte[MostOfFrame + 1])),

        // Streams: 5.1.
        ["5.1 data on a stream that was never opened"] = Of(Fate.Closed, Frame(RawHttp2.Kind.Data, 0, 1, [0])),
        ["5.1 a reset of a stream that was never opened"] = Of(
            Fate.Closed, RawHttp2.Frame(RawHttp2.Kind.Reset, 1, 8)),
        ["5.1 a window of a stream that was never opened"] = Of(
            Fate.Closed, RawHttp2.Frame(RawHttp2.Kind.WindowUpdate, 1, 100)),
        ["5.1 data after the end of the stream"] = Of(
            Fate.Closed, Begun(1), Message(1), Frame(RawHttp2.Kind.Data, 0, 1, [0])),
        ["5.1 headers after the end of the stream"] = Of(Fate.Closed, Begun(1), Message(1), Begun(1)),
        ["5.1 more headers after the end of the header block"] = Of(
            Fate.Closed, Begun(1), Frame(RawHttp2.Kind.Continuation, RawHttp2.EndHeaders, 1, [])),
        ["5.1 data on a stream that was taken back"] = Of(
            Fate.Refused, Begun(1), RawHttp2.Frame(RawHttp2.Kind.Reset, 1, 8), Frame(RawHttp2.Kind.Data, 0, 1, [0])),
        ["5.1 headers on a stream that was taken back"] = Of(
            Fate.Refused, Begun(1), RawHttp2.Frame(RawHttp2.Kind.Reset, 1, 8), Begun(1)),
        ["5.1 data after headers that ended the stream"] = Of(Fate.Closed, Whole(1), Message(1)),
        ["5.1 headers after headers that ended the stream"] = Of(Fate.Closed, Whole(1), Whole(1)),
        ["5.1 more headers after headers that ended the stream"] = Of(Fate.Closed, Whole(1), More(1)),
        ["5.1 more headers on a stream that was taken back"] = Of(
            Fate.Closed, Begun(1), RawHttp2.Frame(RawHttp2.Kind.Reset, 1, 8), More(1)),
        ["5.1 data on a stream that has been answered"] = Answered(Fate.Closed, Message(1)),
        ["5.1 headers on a stream that has been answered"] = Answered(Fate.Closed, Whole(1)),
        ["5.1 more headers on a stream that has been answered"] = Answered(Fate.Closed, More(1)),
        ["5.1 a priority of a stream that has been answered"] = Answered(
            Fate.Served, Frame(RawHttp2.Kind.Priority, 0, 1, [0, 0, 0, 0, 16])),
        ["5.1 a window of a stream that has been answered"] = Answered(
            Fate.Served, RawHttp2.Frame(RawHttp2.Kind.WindowUpdate, 1, 1)),
        ["5.1 a reset of a stream that has been answered"] = Answered(
            Fate.Served, RawHttp2.Frame(RawHttp2.Kind.Reset, 1, 8)),
        ["5.1.1 a call on an even stream"] = Of(Fate.Closed, Begun(2)),
        ["5.1.1 a call on a lower stream than the one before"] = Of(Fate.Closed, Begun(5), Begun(3)),
        ["5.1.1 headers of no stream"] = Of(Fate.Closed, Begun(0)),
        ["5.1.2 a call more than there may be at once"] = Of(
            Fate.Ended, AttackFrames.Calls(257, stream => Begun(stream))),
        ["5.3.1 headers that depend on themselves"] = Of(
            Fate.Closed,
            Frame(
                RawHttp2.Kind.Headers, RawHttp2.EndHeaders | RawHttp2.HasPriority, 1,
                [0, 0, 0, 1, 16, .. Hpack.Call(Method)])),
        ["5.3.1 a priority that depends on itself"] = Of(
            Fate.Refused, Frame(RawHttp2.Kind.Priority, 0, 1, [0, 0, 0, 1, 16])),

        // Each kind of frame: 6.
        ["6.1 data of no stream"] = Of(Fate.Closed, Frame(RawHttp2.Kind.Data, 0, 0, [0])),
        ["6.1 data with more padding than there is"] = Of(
            Fate.Closed, Begun(1), Frame(RawHttp2.Kind.Data, RawHttp2.Padded, 1, [200, 0])),
        ["6.1 data that is padded and empty"] = Of(
            Fate.Closed, Begun(1), Frame(RawHttp2.Kind.Data, RawHttp2.Padded, 1, [])),
        ["6.1 data that is padded"] = Of(
            Fate.Served,
            Begun(1),
            Frame(RawHttp2.Kind.Data, RawHttp2.EndStream | RawHttp2.Padded, 1, [3, .. new byte[5 + 3]])),
        ["6.1 a message in pieces"] = Of(
            Fate.Served,
            [Begun(1), .. Enumerable.Repeat(Frame(RawHttp2.Kind.Data, 0, 1, [0]), 5), Data(1, RawHttp2.EndStream)]),
        ["6.2 headers that are padded"] = Of(
            Fate.Served,
            Frame(
                RawHttp2.Kind.Headers, RawHttp2.EndHeaders | RawHttp2.Padded, 1,
                [3, .. Hpack.Call(Method), 0, 0, 0]),
            Message(1)),
        ["6.2 headers with a priority"] = Of(
            Fate.Served,
            Frame(
                RawHttp2.Kind.Headers, RawHttp2.EndHeaders | RawHttp2.HasPriority, 1,
                [0, 0, 0, 0, 16, .. Hpack.Call(Method)]),
            Message(1)),
        ["6.2 headers interrupted by a priority"] = Of(
            Fate.Closed, Begun(1, endHeaders: false), Frame(RawHttp2.Kind.Priority, 0, 1, [0, 0, 0, 0, 16]), More(1)),
        ["6.2 headers interrupted by their data"] = Of(
            Fate.Closed, Begun(1, endHeaders: false), Data(1, RawHttp2.EndStream), More(1)),
        ["6.2 headers interrupted by a ping"] = Of(
            Fate.Closed, Begun(1, endHeaders: false), Frame(RawHttp2.Kind.Ping, 0, 0, new byte[8])),
        ["6.2 headers interrupted by another call"] = Of(Fate.Closed, Begun(1, endHeaders: false), Begun(3)),
        ["6.2 headers with more padding than there is"] = Of(
            Fate.Closed, Frame(RawHttp2.Kind.Headers, RawHttp2.EndHeaders | RawHttp2.Padded, 1, [200, 0])),
        ["6.2 headers too short for their priority"] = Of(
            Fate.Closed, Frame(RawHttp2.Kind.Headers, RawHttp2.EndHeaders | RawHttp2.HasPriority, 1, [0, 0])),
        ["6.3 a priority of no stream"] = Of(Fate.Closed, Frame(RawHttp2.Kind.Priority, 0, 0, [0, 0, 0, 0, 16])),
        ["6.3 a priority of four bytes"] = Of(Fate.Refused, Frame(RawHttp2.Kind.Priority, 0, 1, [0, 0, 0, 0])),
        ["6.3 a priority of four bytes, of a call"] = Of(
            Fate.Refused, Begun(1), Frame(RawHttp2.Kind.Priority, 0, 1, [0, 0, 0, 0])),
        ["6.3 a priority of a later stream, before a call"] = Of(
            Fate.Served, Frame(RawHttp2.Kind.Priority, 0, 3, [0, 0, 0, 0, 16]), Begun(1), Message(1)),
        ["6.4 a reset of no stream"] = Of(Fate.Closed, RawHttp2.Frame(RawHttp2.Kind.Reset, 0, 8)),
        ["6.4 a reset of three bytes"] = Of(Fate.Closed, Begun(1), Frame(RawHttp2.Kind.Reset, 0, 1, new byte[3])),
        ["6.5 settings of a stream"] = Of(Fate.Closed, Frame(RawHttp2.Kind.Settings, 0, 1, [])),
        ["6.5 settings of five bytes"] = Of(Fate.Closed, Frame(RawHttp2.Kind.Settings, 0, 0, new byte[5])),
        ["6.5 an acknowledgement with settings in it"] = Of(
            Fate.Closed, Frame(RawHttp2.Kind.Settings, RawHttp2.Acknowledged, 0, new byte[6])),
        ["6.5 an acknowledgement of what was never sent"] = Of(
            Fate.Ignored, Frame(RawHttp2.Kind.Settings, RawHttp2.Acknowledged, 0, [])),
        ["6.5.2 settings: pushing, neither yes nor no"] = Of(Fate.Closed, RawHttp2.Setting(2, 2)),
        ["6.5.2 settings: a window beyond the largest"] = Of(Fate.Closed, RawHttp2.Setting(4, 0x80000000)),
        ["6.5.2 settings: frames below the smallest"] = Of(Fate.Closed, RawHttp2.Setting(5, 100)),
        ["6.5.2 settings: frames above the largest"] = Of(Fate.Closed, RawHttp2.Setting(5, 1 << 24)),
        ["6.5.2 settings that do not exist"] = Of(Fate.Ignored, RawHttp2.Setting(0xff, 7)),
        ["6.5.2 settings: a header table of 4 GiB"] = Of(Fate.Ignored, RawHttp2.Setting(1, uint.MaxValue)),
        ["6.6 a promise, which only servers make"] = Of(
            Fate.Closed,
            Begun(1), Frame(RawHttp2.Kind.Promise, RawHttp2.EndHeaders, 1, [0, 0, 0, 2, .. Hpack.Call(Method)])),
        ["6.7 a ping of a stream"] = Of(Fate.Closed, Frame(RawHttp2.Kind.Ping, 0, 1, new byte[8])),
        ["6.7 a ping of seven bytes"] = Of(Fate.Closed, Frame(RawHttp2.Kind.Ping, 0, 0, new byte[7])),
        ["6.7 an acknowledgement of a ping that was never sent"] = Of(
            Fate.Ignored, Frame(RawHttp2.Kind.Ping, RawHttp2.Acknowledged, 0, new byte[8])),
        ["6.8 a goodbye of a stream"] = Of(Fate.Closed, Frame(RawHttp2.Kind.GoAway, 0, 1, new byte[8])),
        ["6.8 a goodbye of seven bytes"] = Of(Fate.Closed, Frame(RawHttp2.Kind.GoAway, 0, 0, new byte[7])),
        ["6.9 a window that grows by nothing"] = Of(Fate.Closed, RawHttp2.Frame(RawHttp2.Kind.WindowUpdate, 0, 0)),
        ["6.9 a stream's window that grows by nothing"] = Of(
            Fate.Refused, Begun(1), RawHttp2.Frame(RawHttp2.Kind.WindowUpdate, 1, 0)),
        ["6.9 a window of three bytes"] = Of(
            Fate.Closed, Frame(RawHttp2.Kind.WindowUpdate, 0, 0, new byte[3])),
        ["6.9.1 a window that grows beyond the largest"] = Of(
            Fate.Closed, RawHttp2.Frame(RawHttp2.Kind.WindowUpdate, 0, int.MaxValue)),
        ["6.9.1 a stream's window that grows beyond the largest"] = Of(
            Fate.Refused, Begun(1), RawHttp2.Frame(RawHttp2.Kind.WindowUpdate, 1, int.MaxValue)),
        ["6.9.1 more data than any window has room for"] = Of(
            Fate.Refused,
            [Begun(1), .. Enumerable.Repeat(Frame(RawHttp2.Kind.Data, 0, 1, new byte[MostOfFrame]), 40)]),
        ["6.10 more headers without a beginning"] = Of(
            Fate.Closed, Frame(RawHttp2.Kind.Continuation, RawHttp2.EndHeaders, 1, Hpack.Call(Method))),
        ["6.10 more headers of another stream"] = Of(
            Fate.Closed,
            Begun(1, endHeaders: false), Frame(RawHttp2.Kind.Continuation, RawHttp2.EndHeaders, 3, [])),
        ["6.10 more headers of no stream"] = Of(
            Fate.Closed,
            Begun(1, endHeaders: false), Frame(RawHttp2.Kind.Continuation, RawHttp2.EndHeaders, 0, [])),
        ["6.10 headers in three pieces"] = Of(
            Fate.Served, Begun(1, endHeaders: false), More(1, last: false), More(1), Message(1)),
        ["6.10 more headers interrupted by data"] = Of(
            Fate.Closed, Begun(1, endHeaders: false), More(1, last: false), Data(1, RawHttp2.EndStream)),
        ["6.10 more headers after the last of them"] = Of(
            Fate.Closed, Begun(1, endHeaders: false), More(1), More(1)),

        // Errors: 7.
        ["7 a goodbye for a reason that nobody knows"] = Of(
            Fate.Closed, Frame(RawHttp2.Kind.GoAway, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0xff])),
        ["7 a reset for a reason that nobody knows"] = Of(
            Fate.Ignored, Begun(1), RawHttp2.Frame(RawHttp2.Kind.Reset, 1, 0xff)),
    };

    /// <summary>The headers of a call, of which the message is still to come.</summary>
    internal static byte[] Begun(int stream, bool endHeaders = true) => Frame(
        RawHttp2.Kind.Headers, endHeaders ? RawHttp2.EndHeaders : (byte)0, stream, Hpack.Call(Method));

    /// <summary>The message of a call, and its end.</summary>
    internal static byte[] Message(int stream) =>
        Frame(RawHttp2.Kind.Data, RawHttp2.EndStream, stream, new byte[5]);

    private static byte[] Frame(RawHttp2.Kind kind, byte flags, int stream, byte[] payload) =>
        RawHttp2.Frame(kind, flags, stream, payload);

    // A call that ends with its headers.
    private static byte[] Whole(int stream) => Frame(
        RawHttp2.Kind.Headers, RawHttp2.EndHeaders | RawHttp2.EndStream, stream, Hpack.Call(Method));

    private static byte[] More(int stream, bool last = true) => Frame(
        RawHttp2.Kind.Continuation, last ? RawHttp2.EndHeaders : (byte)0, stream, Hpack.Literal("x", "1"));

    private static byte[] Data(int stream, byte flags) => Frame(RawHttp2.Kind.Data, flags, stream, []);

    private static Hostile Answered(Fate fate, byte[] then) => Of(fate, Begun(1), Message(1)) with { Then = then };

    private static Hostile Of(Fate fate, params byte[][] frames) => new([.. frames.SelectMany(frame => frame)], fate);
}
