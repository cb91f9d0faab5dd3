using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Partner.Server.Security;

namespace Partner.Sandbox.Certificates;

/// <summary>A certificate and its private key, as PEM that OpenSSL, Node and Python read as they are.</summary>
/// <param name="CertificatePem">The certificate.</param>
/// <param name="KeyPem">The private key, PKCS#8, not encrypted: keep the file readable by its owner only.</param>
/// <param name="Thumbprint">
/// SHA-256 of the DER certificate, 64 lower-case hex digits: what a registration holds.
/// </param>
/// <param name="NotAfter">End of its validity (UTC).</param>
public sealed record IssuedCertificate(string CertificatePem, string KeyPem, string Thumbprint, DateTimeOffset NotAfter)
{
    /// <summary>The certificate with its key, ready for TLS. The caller disposes of it.</summary>
    public X509Certificate2 Load() => PemPair.LoadForTls(CertificatePem, KeyPem);

    /// <summary>Makes the PEM texts of a certificate and its key.</summary>
    /// <param name="key">Its private key.</param>
    internal static IssuedCertificate From(X509Certificate2 certificate, ECDsa key) => new(
        certificate.ExportCertificatePem() + "\n",
        key.ExportPkcs8PrivateKeyPem() + "\n",
        Thumbprints.Of(certificate),
        certificate.NotAfter.ToUniversalTime());
}
