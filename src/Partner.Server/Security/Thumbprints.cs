using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Partner.Server.Security;

/// <summary>How certificates are told apart: by the SHA-256 of their DER form, in 64 lower-case hex digits.</summary>
public static class Thumbprints
{
    /// <summary>The thumbprint of a certificate.</summary>
    public static string Of(X509Certificate2 certificate) =>
        Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span));
}
