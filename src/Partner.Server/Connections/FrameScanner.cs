using System.Buffers.Binary;

namespace Partner.Server.Connections;

/// <summary>Kinds of HTTP/2 frames that are looked at (RFC 9113, 6).</summary>
internal enum FrameKind
{
    /// <summary>A piece of a message.</summary>
    Data = 0,

    /// <summary>The beginning of a call or of an answer, or its trailers.</summary>
    Headers = 1,

    /// <summary>The end of a call, at once.</summary>
    Reset = 3,

    /// <summary>What a side wants to be known of it; the first frame.</summary>
    Settings = 4,

    /// <summary>The end of the connection, and why.</summary>
    GoAway = 7,

    /// <summary>More of a header block.</summary>
    Continuation = 9,
}

/// <summary>The nine bytes that a frame begins with, in their meaning.</summary>
/// <param name="Kind">Its kind; others than the named ones occur.</param>
/// <param name="EndsStream">Whether its sender will send nothing more on the stream.</param>
/// <param name="Stream">The stream; 0 for the connection.</param>
/// <param name="Error">Of the end of a connection: the code of the error (RFC 9113, 7); else 0.</param>
internal readonly record struct FrameHead(FrameKind Kind, bool EndsStream, int Stream, int Error = 0);

/// <summary>Finds the frames in one direction of an HTTP/2 connection, however its bytes are cut.</summary>
/// <param name="preface">How many bytes go before the first frame.</param>
/// <param name="seen">
/// Told of each frame, once its first nine bytes are there; of the end of a connection, once its error is.
/// </param>
internal sealed class FrameScanner(int preface, Action<FrameHead> seen)
{
    private const int HeadLength = 9;
    private const int GoodbyeLength = 8;
    private const byte EndStream = 0x1;
    private readonly byte[] _head = new byte[HeadLength + GoodbyeLength];
    private int _wanted = HeadLength;
    private int _skip = preface;
    private int _filled;

    /// <summary>Goes on with the next bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    internal void Scan(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var skipped = Math.Min(_skip, bytes.Length);
            _skip -= skipped;
            bytes = bytes[skipped..];
            var taken = Math.Min(_wanted - _filled, bytes.Length);
            bytes[..taken].CopyTo(_head.AsSpan(_filled));
            bytes = bytes[taken..];
            _filled += taken;
            if (_filled == HeadLength && (FrameKind)_head[3] == FrameKind.GoAway && Length >= GoodbyeLength)
            {
                _wanted = HeadLength + GoodbyeLength;
            }

            if (_filled == _wanted)
            {
                See();
            }
        }
    }

    private int Length => BinaryPrimitives.ReadInt32BigEndian(_head) >>> 8;

    private void See()
    {
        var (kind, rest) = ((FrameKind)_head[3], _filled - HeadLength);
        (_filled, _wanted, _skip) = (0, HeadLength, Length - rest);
        var ends = kind is FrameKind.Data or FrameKind.Headers && (_head[4] & EndStream) != 0;
        var stream = BinaryPrimitives.ReadInt32BigEndian(_head.AsSpan(5)) & int.MaxValue;
        var error = rest == 0 ? 0 : BinaryPrimitives.ReadInt32BigEndian(_head.AsSpan(HeadLength + 4));
        seen(new FrameHead(kind, ends, stream, error));
    }
}
