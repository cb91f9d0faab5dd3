namespace Partner.Server.Connections;

/// <summary>Which certificates have connections open, and how many.</summary>
internal sealed class CertificateUsages
{
    /// <summary>
    /// How many lists one certificate may have read at once. Others wait for their turn, so that whoever reads as much
    /// as it can leaves half of the processors to the rest.
    /// </summary>
    private static readonly int PageReads = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>A caller does not get new allowances by connecting anew.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, CertificateUsage> _open = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private int _calls;
    private int _connected;

    /// <summary>Made once for a server.</summary>
    /// <param name="limits">The bounds.</param>
    /// <param name="time">The clock.</param>
    public CertificateUsages(ConnectionLimits limits, TimeProvider time)
    {
        (Limits, _time) = (limits, time);
        MostCalls = limits.CallsIn(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
    }

    /// <summary>The bounds.</summary>
    internal ConnectionLimits Limits { get; }

    /// <summary>How many calls may be under way, of all callers.</summary>
    internal int MostCalls { get; }

    /// <summary>
    /// How many calls a certificate may have under way while all together have more than there may be: an equal share,
    /// so that a few certificates of one partner cannot keep all others out; and one in any case, which the bound of
    /// connections bounds.
    /// </summary>
    internal int Share => Math.Max(1, MostCalls / Math.Max(1, Volatile.Read(ref _connected)));

    /// <summary>How many calls are under way, of all callers.</summary>
    internal int Calls => Volatile.Read(ref _calls);

    /// <summary>The certificates that have connections open now.</summary>
    internal IReadOnlyList<CertificateUsage> Open
    {
        get
        {
            lock (_lock)
            {
                return [.. _open.Values.Where(usage => usage.Connections > 0)];
            }
        }
    }

    /// <summary>Counts a connection.</summary>
    /// <param name="thumbprint">Its certificate.</param>
    /// <returns>What the certificate has under way; null when it has as many connections as it may.</returns>
    internal CertificateUsage? TryConnect(string thumbprint)
    {
        lock (_lock)
        {
            if (!_open.TryGetValue(thumbprint, out var usage))
            {
                Forget();
                usage = new CertificateUsage(thumbprint, PageReads, this, _time);
                _open.Add(thumbprint, usage);
            }

            if (usage.Connections >= Limits.ConnectionsPerCertificate)
            {
                return null;
            }

            _connected += usage.Connections++ == 0 ? 1 : 0;
            return usage;
        }
    }

    /// <summary>What a certificate has under way; null where it has had no connection for a while.</summary>
    /// <param name="thumbprint">The certificate.</param>
    internal CertificateUsage? Find(string thumbprint)
    {
        lock (_lock)
        {
            return _open.GetValueOrDefault(thumbprint);
        }
    }

    /// <summary>Counts calls that begin, or have ended.</summary>
    /// <param name="calls">How many; below zero where they have ended.</param>
    internal void Add(int calls) => Interlocked.Add(ref _calls, calls);

    /// <summary>A connection that was counted is closed.</summary>
    /// <param name="usage">What <see cref="TryConnect"/> answered.</param>
    internal void Disconnect(CertificateUsage usage)
    {
        lock (_lock)
        {
            _connected -= --usage.Connections == 0 ? 1 : 0;
            usage.LeftAt = _time.GetTimestamp();
        }
    }

    private void Forget()
    {
        foreach (var (thumbprint, usage) in _open)
        {
            if (usage.Connections == 0 && _time.GetElapsedTime(usage.LeftAt) >= Remembered)
            {
                _open.Remove(thumbprint);
            }
        }
    }
}
