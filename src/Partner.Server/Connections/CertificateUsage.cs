namespace Partner.Server.Connections;

/// <summary>
/// What the connections of one certificate have under way. It exists while the certificate has a connection open, and a
/// minute longer.
/// </summary>
internal sealed class CertificateUsage
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Penalty = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPenalty = TimeSpan.FromSeconds(10);

    private readonly CertificateUsages _all;
    private readonly TimeProvider _time;
    private readonly Allowance _resets;
    private readonly Allowance _farResets;
    private readonly Allowance _openings;
    private long _pausedAt = long.MinValue;
    private readonly Lock _turns = new();
    private readonly long _madeAt;
    private TimeSpan? _latestTurn;
    private int _calls;
    private int _streams;

    /// <summary>Made when the certificate's first connection opens.</summary>
    /// <param name="thumbprint">The certificate.</param>
    /// <param name="pageReads">How many lists it may have read at once.</param>
    /// <param name="all">Those of all certificates.</param>
    /// <param name="time">The clock.</param>
    internal CertificateUsage(string thumbprint, int pageReads, CertificateUsages all, TimeProvider time)
    {
        const int atOnce = 200;
        const int perSecond = 100;
        const int farAtOnce = 2000;
        const int farPerSecond = 500;
        const int openedAtOnce = 128;
        const int openedPerSecond = 32;
        (Thumbprint, _all, _time, _madeAt) = (thumbprint, all, time, time.GetTimestamp());
        Pages = new SemaphoreSlim(pageReads, pageReads);
        _resets = new Allowance(atOnce, perSecond, time);
        _farResets = new Allowance(farAtOnce, farPerSecond, time);
        var connections = all.Limits.ConnectionsPerCertificate;
        _openings = new Allowance(
            (int)Math.Clamp(2L * connections, openedAtOnce, int.MaxValue),
            Math.Max(openedPerSecond, connections / 2),
            time);
    }

    /// <summary>The certificate.</summary>
    internal string Thumbprint { get; }

    /// <summary>What it says of itself; null where nobody looked, or there is no certificate.</summary>
    internal ShownCertificate? Shown { get; set; }

    /// <summary>How many connections it has open; changed under the lock of <see cref="CertificateUsages"/>.</summary>
    internal int Connections { get; set; }

    /// <summary>How many calls it has under way.</summary>
    internal int Calls => Volatile.Read(ref _calls);

    /// <summary>The bound that it is above, as the contract names it; null when it is above none.</summary>
    internal string? Above => IsPaused ? "cancellations"
        : Calls > _all.Limits.CallsPerCertificate ? "calls_per_certificate"
        : _all.Calls > _all.MostCalls && Calls > _all.Share ? "calls"
        : null;

    /// <summary>
    /// Whether it goes on making calls though they are refused, or nobody takes their answers: twice its bound.
    /// </summary>
    internal bool IsFarAbove =>
        Calls > 2L * _all.Limits.CallsPerCertificate || (_all.Calls > 2L * _all.MostCalls && Above is not null);

    /// <summary>How fast its calls may come.</summary>
    internal CallPace Pace { get; } = new();

    /// <summary>Lets so many lists be read at once; the others wait.</summary>
    internal SemaphoreSlim Pages { get; }

    /// <summary>When its last connection was closed, by the clock's timestamps.</summary>
    internal long LeftAt { get; set; }

    private bool IsPaused =>
        Volatile.Read(ref _pausedAt) is var at && at != long.MinValue && _time.GetElapsedTime(at) < Pause;

    /// <summary>
    /// A connection asks when anything on it may be read. A handshake costs us more than most floods do: whoever is
    /// thrown out for one must not be back at once, nor with all its connections at the same time; and whoever opens
    /// connections again and again is a flood by that alone.
    /// </summary>
    /// <returns>How long it has to wait; null when so many wait already that it has to end.</returns>
    internal TimeSpan? TakeTurn()
    {
        lock (_turns)
        {
            var now = _time.GetElapsedTime(_madeAt);
            if (!_openings.TryTake())
            {
                _latestTurn = _latestTurn > now ? _latestTurn : now;
            }

            if (_latestTurn is not { } latest || latest + Penalty <= now)
            {
                return TimeSpan.Zero;
            }

            var turn = latest + Penalty;
            if (turn - now > LongestPenalty)
            {
                return null;
            }

            _latestTurn = turn;
            return turn - now;
        }
    }

    /// <summary>A connection of it is ended for what it sent: the next ones take turns.</summary>
    internal void NoteFlood()
    {
        lock (_turns)
        {
            var now = _time.GetElapsedTime(_madeAt);
            _latestTurn = _latestTurn > now ? _latestTurn : now;
        }
    }

    /// <summary>
    /// Counts a call that is taken back. Whoever does so more often than deadlines explain is refused for a second;
    /// until then what was taken back has cost as much as if it had been answered.
    /// </summary>
    /// <returns>Whether it is still to be borne: otherwise the connection has to end.</returns>
    internal bool TryReset()
    {
        if (!_resets.TryTake())
        {
            Volatile.Write(ref _pausedAt, _time.GetTimestamp());
        }

        return _farResets.TryTake();
    }

    /// <summary>Counts calls that begin, or have ended.</summary>
    /// <param name="calls">How many; below zero where they have ended.</param>
    internal void Add(int calls)
    {
        Interlocked.Add(ref _calls, calls);
        _all.Add(calls);
    }

    /// <summary>Counts a stream.</summary>
    /// <returns>Whether it is within the bound; only then it has to be taken back.</returns>
    internal bool TryBeginStream()
    {
        if (Interlocked.Increment(ref _streams) <= _all.Limits.StreamsPerCertificate)
        {
            return true;
        }

        EndStream();
        return false;
    }

    /// <summary>A stream that was counted has ended.</summary>
    internal void EndStream() => Interlocked.Decrement(ref _streams);
}
