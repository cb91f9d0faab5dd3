namespace Partner.Server.Connections;

/// <summary>How much callers may hold of the server, together and each. Every bound keeps the process alive.</summary>
public sealed record ConnectionLimits
{
    private const int KiB = 1024;

    /// <summary>
    /// The most connections that are open at once, those without a certificate yet among them; fewer where the system
    /// gives the process fewer file descriptors (<see cref="DescriptorLimit"/>).
    /// </summary>
    public int Connections { get; init; } = 2000;

    /// <summary>The most connections of one certificate.</summary>
    public int ConnectionsPerCertificate { get; init; } = 64;

    /// <summary>The most connections that may be in the middle of their TLS handshake; the oldest has to go.</summary>
    public int Handshakes { get; init; } = 256;

    /// <summary>The most calls at once on one connection, which clients are told when it opens.</summary>
    public int StreamsPerConnection { get; init; } = 256;

    /// <summary>The most bytes of one call's headers, names and values together.</summary>
    public int HeaderBytes { get; init; } = 8 * KiB;

    /// <summary>The most calls under way, of all callers; null: as many as a share of the memory holds.</summary>
    public int? Calls { get; init; }

    /// <summary>The most calls under way of one certificate, streams among them.</summary>
    public int CallsPerCertificate { get; init; } = 1024;

    /// <summary>The most sales and reversals that wait to be saved, of all callers.</summary>
    public int SalesWaiting { get; init; } = 256;

    /// <summary>The most streams (watches) of one certificate.</summary>
    public int StreamsPerCertificate { get; init; } = 256;

    /// <summary>How long a TLS handshake may take.</summary>
    public TimeSpan Handshake { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a client may take, after the handshake, to begin with HTTP/2.</summary>
    public TimeSpan Opening { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a call's message may take to arrive, once its headers have.</summary>
    public TimeSpan Message { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many calls may be under way where nothing else is said: what a quarter of the memory holds.
    /// </summary>
    /// <param name="memory">What the process may use, in bytes, as the garbage collector knows it.</param>
    /// <returns>512 to 16384.</returns>
    public int CallsIn(long memory)
    {
        // Headers are held as UTF-16, and a call has as much again in objects of its own.
        var bytesPerCall = 4L * HeaderBytes;
        return Calls ?? (int)Math.Clamp(memory / 4 / bytesPerCall, 512, 16384);
    }
}
