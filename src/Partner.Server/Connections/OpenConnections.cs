using Microsoft.AspNetCore.Connections;

namespace Partner.Server.Connections;

/// <summary>
/// All connections that are open, and those among them that have not shown a certificate yet. A full house refuses
/// strangers first: whoever is in the middle of its handshake for longest has to go.
/// </summary>
internal sealed class OpenConnections
{
    /// <summary>How many may be in the middle of being closed before no further ones are accepted.</summary>
    private const int Closing = 32;

    private const int ArrivalsAtOnce = 1024;
    private const int BeginningsAtOnce = 16;

    /// <summary>
    /// How many connections a processor may accept in a second, and how many handshakes may begin that come to nothing:
    /// some tenths of a millisecond and some milliseconds each, so that most of it is left to those who are in.
    /// </summary>
    private const int ArrivalsPerSecond = 250;
    private const int BeginningsPerSecond = 50;

    private readonly int _most;
    private readonly int _mostHandshakes;
    private readonly TimeProvider _time;
    private readonly LinkedList<Handshake> _handshakes = new();
    private readonly Lock _lock = new();
    private readonly Allowance _arrivals;
    private readonly Allowance _beginnings;
    private int _open;

    /// <summary>Made once for a server.</summary>
    /// <param name="most">How many may be open.</param>
    /// <param name="mostHandshakes">How many may be in the middle of their handshake.</param>
    /// <param name="time">The clock.</param>
    internal OpenConnections(int most, int mostHandshakes, TimeProvider time)
    {
        (_most, _mostHandshakes, _time) = (most, Math.Min(mostHandshakes, Math.Max(1, most / 2)), time);

        // By the system's clock: what is paced is the processors' work, whatever time it is.
        var processors = Environment.ProcessorCount;
        _arrivals = new Allowance(ArrivalsAtOnce, ArrivalsPerSecond * processors, TimeProvider.System);
        _beginnings = new Allowance(BeginningsAtOnce, BeginningsPerSecond * processors, TimeProvider.System);
    }

    /// <summary>How many are open.</summary>
    internal int Count => Volatile.Read(ref _open);

    /// <summary>Whether a further one may be accepted now: not too many are being closed, or come.</summary>
    internal bool TryArrive() => Count < _most + Closing && _arrivals.TryTake();

    /// <summary>Whether a further handshake may begin now.</summary>
    internal bool TryBegin() => _beginnings.TryTake();

    /// <summary>
    /// A handshake ended well, so that another one may begin: thousands of tills that come back after an outage do so
    /// as fast as the processors can.
    /// </summary>
    internal void NoteWelcome() => _beginnings.Give(1);

    /// <summary>Counts a connection that was accepted, until it is closed.</summary>
    /// <param name="connection">The connection.</param>
    /// <returns>
    /// Its handshake, which has to be ended; null where the house is full of callers who have shown who they are: then
    /// it is being closed.
    /// </returns>
    internal Handshake? Admit(ConnectionContext connection)
    {
        Interlocked.Increment(ref _open);
        var handshake = new Handshake(connection, _time.GetTimestamp());
        var oldest = Enter(handshake);
        connection.ConnectionClosed.UnsafeRegister(
            static (state, _) =>
            {
                var (all, closed) = ((OpenConnections, Handshake))state!;
                all.Leave(closed);
                Interlocked.Decrement(ref all._open);
            },
            (this, handshake));
        oldest?.GiveUp("it was the oldest of too many unfinished handshakes");
        return oldest == handshake ? null : handshake;
    }

    /// <summary>A handshake has ended, well or not.</summary>
    /// <param name="handshake">The handshake.</param>
    internal void Leave(Handshake handshake)
    {
        lock (_lock)
        {
            if (handshake.Place is { } place)
            {
                handshake.Place = null;
                _handshakes.Remove(place);
            }
        }
    }

    // Answers with the one that has to go, if any: of those who have not shown a certificate.
    private Handshake? Enter(Handshake handshake)
    {
        lock (_lock)
        {
            handshake.Place = _handshakes.AddLast(handshake);
            if (_open <= _most && _handshakes.Count <= _mostHandshakes)
            {
                return null;
            }

            var oldest = _handshakes.First!.Value;
            oldest.Place = null;
            _handshakes.RemoveFirst();
            return oldest;
        }
    }
}
