namespace Partner.Server.Signing;

/// <summary>Whether and how this service signs partners' certificates.</summary>
public sealed record SigningOptions
{
    /// <summary>The longest validity of a client's certificate, in days (CA/Browser Forum BR 6.3.2).</summary>
    public const int LongestDays = 398;

    /// <summary>
    /// The authority's certificate, PEM, followed by those above it if there are any; null: nothing is signed here.
    /// </summary>
    public string? CertificateFile { get; init; }

    /// <summary>Its private key, PEM, PKCS#8, encrypted.</summary>
    public string? KeyFile { get; init; }

    /// <summary>What the key is encrypted with; null where a file holds it.</summary>
    public string? Passphrase { get; init; }

    /// <summary>The file that holds it, in its first line.</summary>
    public string? PassphraseFile { get; init; }

    /// <summary>Whether the key may lie there as it is: in development only.</summary>
    public bool TakesPlainKey { get; init; }

    /// <summary>How many days a certificate is valid unless less is asked for: 1 to 398.</summary>
    public int UsualDays { get; init; } = 90;

    /// <summary>Where to go for a certificate where nothing is signed here; for people. Null for nothing.</summary>
    public string? Instructions { get; init; }

    /// <summary>
    /// The authorities of servers' certificates, PEM, that clients are told of; null: the partner authorities, where
    /// the server's certificate is of one of them.
    /// </summary>
    public string? ServerAuthoritiesFile { get; init; }
}
