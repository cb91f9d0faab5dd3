namespace Partner.Server.Tests.Attacks;

/// <summary>What attackers send, prepared beforehand: it costs them nothing while they send it.</summary>
internal static class AttackFrames
{
    private const string Method = "leb.partner.v1.BalanceService/GetBalance";

    /// <summary>Calls that are taken back as soon as they are made.</summary>
    /// <param name="calls">How many.</param>
    public static byte[] Resets(int calls)
    {
        var frames = new List<byte>();
        for (var stream = 1; stream < 2 * calls; stream += 2)
        {
            frames.AddRange(RawHttp2.Frame(RawHttp2.Kind.Headers, RawHttp2.EndHeaders, stream, Hpack.Call(Method)));
            frames.AddRange(RawHttp2.Frame(RawHttp2.Kind.Reset, 0, stream, new byte[4]));
        }

        return frames.ToArray();
    }

    /// <summary>A header block that never ends, in pieces without content.</summary>
    /// <param name="count">How many pieces.</param>
    public static byte[] EmptyPieces(int count)
    {
        var frames = new List<byte>(RawHttp2.Frame(RawHttp2.Kind.Headers, 0, 1, Hpack.Call(Method)));
        for (var i = 0; i < count; i++)
        {
            frames.AddRange(RawHttp2.Frame(RawHttp2.Kind.Continuation, 0, 1, []));
        }

        return frames.ToArray();
    }

    /// <summary>
    /// The headers of a call on a connection whose first call brings a long header, to which the others refer many
    /// times: a byte on the wire is the whole header in memory.
    /// </summary>
    /// <param name="stream">Number of the call's stream; 1 for the first.</param>
    /// <param name="length">Length of the header.</param>
    public static byte[] Reference(int stream, int length)
    {
        const int references = 45;
        byte[] block = stream == 1
            ? [.. Hpack.Call(Method), .. Hpack.Remembered("x", new string('a', length))]
            : [.. Hpack.Call(Method), .. Hpack.Latest(references)];
        return RawHttp2.Frame(RawHttp2.Kind.Headers, RawHttp2.EndHeaders, stream, block);
    }

    /// <summary>All calls of a connection.</summary>
    /// <param name="calls">How many.</param>
    /// <param name="call">What is sent for a call, by the number of its stream.</param>
    public static byte[] Calls(int calls, Func<int, byte[]> call) =>
        [.. Enumerable.Range(0, calls).SelectMany(number => call((2 * number) + 1))];
}
