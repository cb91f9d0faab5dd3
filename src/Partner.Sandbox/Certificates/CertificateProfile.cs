using System.Net;

namespace Partner.Sandbox.Certificates;

/// <summary>What a leaf certificate says: whom it names, what it may be used for, and for how long.</summary>
/// <param name="CommonName">Name of the holder; for people who read it, nothing is decided by it.</param>
/// <param name="NotBefore">Start of its validity; a fraction of a second is cut off.</param>
/// <param name="NotAfter">End of its validity, after the start.</param>
public sealed record CertificateProfile(string CommonName, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>
    /// The longest validity of a leaf that common clients accept: 398 days (CA/Browser Forum BR 6.3.2).
    /// </summary>
    public static readonly TimeSpan LongestLeaf = TimeSpan.FromDays(398);

    /// <summary>Second line of the holder's name (OU), such as the outlet; null for none.</summary>
    public string? Unit { get; init; }

    /// <summary>Host names of a server; empty for a client.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Addresses of a server; empty for a client.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>Whether it may be shown by a TLS client.</summary>
    public bool ClientAuthentication { get; init; }

    /// <summary>Whether it may be shown by a TLS server.</summary>
    public bool ServerAuthentication { get; init; }
}
