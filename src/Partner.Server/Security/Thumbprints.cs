using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Partner.Core.Accounts;

namespace Partner.Server.Security;

/// <summary>How certificates are told apart: by the SHA-256 of their DER form, in 64 lower-case hex digits.</summary>
public static class Thumbprints
{
    // RFC 5280, 4.1.2.2, allows 20; the store keeps no more than this.
    private const int LongestSerial = 32;

    /// <summary>The thumbprint of a certificate.</summary>
    public static string Of(X509Certificate2 certificate) =>
        Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span));

    /// <summary>How keys, and authorities by theirs, are told apart: SHA-256, 64 lower-case hex digits.</summary>
    /// <param name="key">The public key.</param>
    public static string OfKey(PublicKey key) =>
        Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    /// <summary>How a certificate is called by its authority, and so by that authority's revocation list.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="authority">As of <see cref="OfKey"/>; null where it is not known.</param>
    /// <returns>It; null where its serial number is longer than anybody may make one.</returns>
    internal static IssuedAs? IssuedAs(X509Certificate2 certificate, string? authority) =>
        certificate.SerialNumberBytes.Length <= LongestSerial
            ? new IssuedAs(certificate.SerialNumber, authority)
            : null;
}
