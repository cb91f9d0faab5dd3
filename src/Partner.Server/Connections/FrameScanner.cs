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

    /// <summary>More of a header block.</summary>
    Continuation = 9,
}

/// <summary>The nine bytes that a frame begins with, in their meaning.</summary>
/// <param name="Kind">Its kind; others than the named ones occur.</param>
/// <param name="EndsStream">Whether its sender will send nothing more on the stream.</param>
/// <param name="Stream">The stream; 0 for the connection.</param>
internal readonly record struct FrameHead(FrameKind Kind, bool EndsStream, int Stream);

/// <summary>Finds the frames in one direction of an HTTP/2 connection, however its bytes are cut.</summary>
/// <param name="preface">How many bytes go before the first frame.</param>
/// <param name="seen">Told of each frame, once its first nine bytes are there.</param>
internal sealed class FrameScanner(int preface, Action<FrameHead> seen)
{
    private const int HeadLength = 9;
    private const byte EndStream = 0x1;
    private readonly byte[] _head = new byte[HeadLength];
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
            var taken = Math.Min(HeadLength - _filled, bytes.Length);
            bytes[..taken].CopyTo(_head.AsSpan(_filled));
            bytes = bytes[taken..];
            _filled += taken;
            if (_filled == HeadLength)
            {
                _filled = 0;
                _skip = BinaryPrimitives.ReadInt32BigEndian(_head) >>> 8;
                var kind = (FrameKind)_head[3];
                var ends = kind is FrameKind.Data or FrameKind.Headers && (_head[4] & EndStream) != 0;
                seen(new FrameHead(kind, ends, BinaryPrimitives.ReadInt32BigEndian(_head.AsSpan(5)) & int.MaxValue));
            }
        }
    }
}
