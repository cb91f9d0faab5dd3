namespace Partner.Contracts.Client;

/// <summary>How to reach the service and who is calling.</summary>
public sealed record PartnerConnectionOptions
{
    /// <summary>
    /// Address of the service: "https://topup.example:7443". Always https, since mutual TLS is the only way in.
    /// </summary>
    public required Uri Address { get; init; }

    /// <summary>
    /// File with the certificates of the CA that signed the server's certificate, PEM. No other CA is trusted.
    /// </summary>
    public required string CaFile { get; init; }

    /// <summary>
    /// File with the partner's client certificate, followed by its intermediates if it has any, PEM; or a PKCS #12 file
    /// (.pfx, .p12), which holds its key too.
    /// </summary>
    public required string CertificateFile { get; init; }

    /// <summary>
    /// File with the client certificate's private key, PEM; readable by its owner only. Null where the key is in the
    /// file of the certificate; with a PKCS #12 file it is not looked at.
    /// </summary>
    public string? KeyFile { get; init; }

    /// <summary>What the private key or the PKCS #12 file is encrypted with; null when it is not encrypted.</summary>
    public string? Passphrase { get; init; }

    /// <summary>Language of texts for clerks: "zh-CN" or "en".</summary>
    public string Language { get; init; } = "en";

    /// <summary>The clock of deadlines and pauses.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
