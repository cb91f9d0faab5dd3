namespace Partner.Server.Connections;

/// <summary>
/// The calls of one connection that are held in memory: from their headers until both sides have ended them. A call
/// whose answer is not taken is one of them, and so is one that was refused and goes on being sent.
/// </summary>
/// <param name="usage">What the connection's certificate has under way.</param>
/// <param name="time">The clock.</param>
internal sealed class OpenCalls(CertificateUsage usage, TimeProvider time)
{
    /// <summary>How long the web server waits for the end of a call that it has ended itself, and some more.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(6);

    /// <summary>Calls that are taken back later than this have had their deadline: that is no attack.</summary>
    private static readonly TimeSpan Rapid = TimeSpan.FromSeconds(1);

    private readonly Dictionary<int, (Ended By, long Since)> _open = [];
    private readonly Queue<(int Stream, long At)> _draining = new();
    private readonly Lock _lock = new();
    private int _latest;
    private bool _closed;

    [Flags]
    private enum Ended
    {
        None = 0,
        ByCaller = 1,
        ByUs = 2,
        Both = ByCaller | ByUs,
    }

    /// <summary>A frame came from the caller.</summary>
    /// <param name="frame">The frame.</param>
    /// <returns>Whether it takes back a call that was only just made and is not answered.</returns>
    internal bool Received(FrameHead frame)
    {
        lock (_lock)
        {
            var rapid = IsRapid(frame);
            if (frame.Kind == FrameKind.Headers && frame.Stream > _latest && !_closed)
            {
                Forget();
                _latest = frame.Stream;
                _open.Add(frame.Stream, (Ended.None, time.GetTimestamp()));
                usage.Add(1);
            }

            if (frame.Kind == FrameKind.Reset)
            {
                Remove(frame.Stream);
            }
            else if (frame.EndsStream)
            {
                End(frame.Stream, Ended.ByCaller);
            }

            return rapid;
        }
    }

    /// <summary>A frame goes to the caller.</summary>
    /// <param name="frame">The frame.</param>
    /// <returns>
    /// Whether it ends a call that was only just made, without an answer: the caller has made us do so, by a frame that
    /// the call must not have or a call that is one too many, and it costs as much as if it had taken the call back.
    /// </returns>
    internal bool Sent(FrameHead frame)
    {
        if (frame.Kind != FrameKind.Reset && !frame.EndsStream)
        {
            return false;
        }

        lock (_lock)
        {
            var rapid = IsRapid(frame);
            End(frame.Stream, Ended.ByUs);
            if (frame.Kind == FrameKind.Reset && _open.ContainsKey(frame.Stream))
            {
                _draining.Enqueue((frame.Stream, time.GetTimestamp()));
            }

            return rapid;
        }
    }

    /// <summary>The connection is closed: nothing of it is held any more.</summary>
    internal void Close()
    {
        lock (_lock)
        {
            _closed = true;
            usage.Add(-_open.Count);
            _open.Clear();
        }
    }

    private bool IsRapid(FrameHead frame) => frame.Kind == FrameKind.Reset
        && _open.TryGetValue(frame.Stream, out var call)
        && !call.By.HasFlag(Ended.ByUs)
        && time.GetElapsedTime(call.Since) < Rapid;

    private void End(int stream, Ended by)
    {
        if (!_open.TryGetValue(stream, out var call))
        {
            return;
        }

        if ((call.By | by) == Ended.Both)
        {
            Remove(stream);
        }
        else
        {
            _open[stream] = (call.By | by, call.Since);
        }
    }

    private void Remove(int stream)
    {
        if (_open.Remove(stream))
        {
            usage.Add(-1);
        }
    }

    private void Forget()
    {
        while (_draining.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) >= Drain)
        {
            _draining.Dequeue();
            Remove(oldest.Stream);
        }
    }
}
