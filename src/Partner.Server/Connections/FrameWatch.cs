using System.IO.Pipelines;

namespace Partner.Server.Connections;

/// <summary>
/// Looks at the frames of an HTTP/2 connection on their way, and ends the connection whose peer sends what costs us
/// more than it: calls taken back, or made to be ended by us, as fast as they are made, header blocks in pieces without
/// content, frames that ask for nothing, calls far beyond what it is allowed. Whoever the web server itself sends away
/// for what is no HTTP/2 must not be back at once either.
/// </summary>
internal sealed class FrameWatch : IDuplexPipe
{
    private const int PrefaceLength = 24;
    private const int MostPieces = 8;
    private const int FramesAtOnce = 10_000;
    private const int FramesPerSecond = 1000;
    private const int FramesPerCall = 16;

    // RFC 9113, 7: with these nothing is wrong, or something of ours is.
    private const int NoError = 0;
    private const int InternalError = 2;

    private readonly CertificateUsage _usage;
    private readonly Action<string> _end;
    private readonly Action _endSoon;
    private readonly Allowance _frames;
    private readonly OpenCalls _calls;
    private int _pieces;
    private volatile bool _ended;
    private volatile bool _opened;

    /// <summary>Puts a watch around a connection.</summary>
    /// <param name="inner">The connection, decrypted.</param>
    /// <param name="usage">What the connection's certificate has under way.</param>
    /// <param name="time">The clock.</param>
    /// <param name="end">Ends the connection; it is told why.</param>
    /// <param name="endSoon">Ends it when the peer has had the time to read why.</param>
    internal FrameWatch(
        IDuplexPipe inner, CertificateUsage usage, TimeProvider time, Action<string> end, Action endSoon)
    {
        (_usage, _end, _endSoon) = (usage, end, endSoon);
        _frames = new Allowance(FramesAtOnce, FramesPerSecond, time);
        _calls = new OpenCalls(usage, time);
        Input = new ScannedReader(inner.Input, new FrameScanner(PrefaceLength, Received));
        Output = new ScannedWriter(inner.Output, new FrameScanner(preface: 0, Sent));
    }

    /// <inheritdoc/>
    public PipeReader Input { get; }

    /// <inheritdoc/>
    public PipeWriter Output { get; }

    /// <summary>Whether the peer has begun with HTTP/2: its preface and its settings are there.</summary>
    internal bool HasOpened => _opened;

    /// <summary>The connection is closed.</summary>
    internal void Close() => _calls.Close();

    private void Received(FrameHead frame)
    {
        if (_ended)
        {
            return;
        }

        _opened |= frame.Kind == FrameKind.Settings;
        var takenBack = _calls.Received(frame);
        if (Judge(frame, takenBack) is { } wrong)
        {
            End(wrong);
        }
    }

    private void Sent(FrameHead frame)
    {
        if (_calls.Sent(frame) && !_usage.TryReset())
        {
            End("calls are made to be ended as fast as they are made");
        }
        else if (frame is { Kind: FrameKind.GoAway, Error: not NoError })
        {
            // The web server reads nothing more of it, and closes it when all its calls have ended.
            _endSoon();
            if (frame.Error != InternalError)
            {
                _usage.NoteFlood();
            }
        }
    }

    private void End(string wrong)
    {
        if (!_ended)
        {
            _ended = true;
            _end(wrong);
        }
    }

    private string? Judge(FrameHead frame, bool takenBack)
    {
        switch (frame.Kind)
        {
            case FrameKind.Headers:
                _pieces = 0;
                _frames.Give(FramesPerCall);
                return _usage.IsFarAbove ? "calls go on being made far above the bound of its certificate" : null;
            case FrameKind.Continuation when ++_pieces > MostPieces:
                return $"a header block in more than {MostPieces} pieces";
            case FrameKind.Reset when takenBack && !_usage.TryReset():
                return "calls are taken back as fast as they are made";
            default:
                return _frames.TryTake() ? null : "too many frames that are no calls";
        }
    }
}
