using Partner.Core.Identity;

namespace Partner.Core.Accounts;

/// <summary>How a certificate became known. The store keeps the number, so values never change.</summary>
public enum CertificateOrigin
{
    /// <summary>The operator registered it.</summary>
    Registered = 1,

    /// <summary>A certificate of the partner enrolled it.</summary>
    Enrolled = 2,

    /// <summary>It renews another one.</summary>
    Renewed = 3,

    /// <summary>A code enrolled it.</summary>
    EnrolledWithCode = 4,

    /// <summary>A rule about the names in it admitted it.</summary>
    Admitted = 5,
}

/// <summary>How the authority calls a certificate that issued it, and so that authority's revocation list.</summary>
/// <param name="Serial">Its serial number, hexadecimal.</param>
/// <param name="Authority">SHA-256 of the authority's public key, lower-case hex; null where it is not known.</param>
public sealed record IssuedAs(string Serial, string? Authority);

/// <summary>A certificate of a partner's, as it is kept.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="Thumbprint">SHA-256 of the DER certificate, 64 lower-case hex digits.</param>
/// <param name="Scope">For whom it stands.</param>
/// <param name="Permissions">What it may do.</param>
/// <param name="Subject">Its subject, for people.</param>
/// <param name="NotAfter">When it ends (UTC).</param>
/// <param name="RegisteredAt">When it became known (UTC).</param>
public sealed record CertificateRecord(
    PartnerId PartnerId,
    string Thumbprint,
    CertificateScope Scope,
    Permissions Permissions,
    string Subject,
    DateTimeOffset NotAfter,
    DateTimeOffset RegisteredAt)
{
    /// <summary>How it became known.</summary>
    public CertificateOrigin Origin { get; init; } = CertificateOrigin.Registered;

    /// <summary>What it is called in lists; empty for nothing.</summary>
    public string Label { get; init; } = "";

    /// <summary>When it was revoked (UTC); null while it is good.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Why it was revoked; empty where nobody said.</summary>
    public string RevokedFor { get; init; } = "";

    /// <summary>When it was noted last that somebody used it (UTC).</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The certificate that enrolled it, that it renews or that made its code; null for none.</summary>
    public string? IssuedBy { get; init; }

    /// <summary>The newest certificate that renews it; null for none.</summary>
    public string? RenewedBy { get; init; }

    /// <summary>Its serial number, hexadecimal; empty where it is not known.</summary>
    public string Serial { get; init; } = "";

    /// <summary>The authority that signed it: SHA-256 of its public key; null where it is not known.</summary>
    public string? Authority { get; init; }

    /// <summary>It, DER in base64; null where it was not issued here.</summary>
    public string? Encoded { get; init; }

    /// <summary>SHA-256 of its public key, lower-case hex; null where it is not known.</summary>
    public string? KeyHash { get; init; }

    /// <summary>The request that it was issued for; null where there was none.</summary>
    public RequestId? RequestId { get; init; }

    /// <summary>What that request asked for (<see cref="CertificateInput"/>); null where there was none.</summary>
    public string? InputHash { get; init; }

    /// <summary>The same certificate with what its authority calls it.</summary>
    /// <param name="issued">That; null where it is not known.</param>
    public CertificateRecord Called(IssuedAs? issued) =>
        issued is null ? this : this with { Serial = issued.Serial, Authority = issued.Authority };
}
