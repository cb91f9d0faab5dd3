namespace Partner.Contracts.Client;

/// <summary>How to reach the service and who is calling. All files are PEM.</summary>
public sealed record PartnerConnectionOptions
{
    /// <summary>
    /// Address of the service: "https://topup.example:7443". Always https, since mutual TLS is the only way in.
    /// </summary>
    public required Uri Address { get; init; }

    /// <summary>
    /// File with the certificates of the CA that signed the server's certificate. No other CA is trusted.
    /// </summary>
    public required string CaFile { get; init; }

    /// <summary>File with the partner's client certificate, followed by its intermediates if it has any.</summary>
    public required string CertificateFile { get; init; }

    /// <summary>File with the client certificate's private key, not encrypted; readable by its owner only.</summary>
    public required string KeyFile { get; init; }

    /// <summary>Language of texts for clerks: "zh-CN" or "en".</summary>
    public string Language { get; init; } = "en";

    /// <summary>The clock of deadlines and pauses.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
