using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Partner.Server.Security;

/// <summary>A certificate and its private key, as PEM that OpenSSL, Node and Python read as they are.</summary>
/// <param name="CertificatePem">The certificate.</param>
/// <param name="KeyPem">The private key, PKCS#8, not encrypted: keep the file readable by its owner only.</param>
/// <param name="Thumbprint">
/// SHA-256 of the DER certificate, 64 lower-case hex digits: what a registration holds.
/// </param>
/// <param name="NotAfter">End of its validity (UTC).</param>
public sealed record IssuedCertificate(string CertificatePem, string KeyPem, string Thumbprint, DateTimeOffset NotAfter)
{
    /// <summary>A certificate with its key from PEM texts. The caller disposes of it.</summary>
    /// <param name="certificatePem">The certificate.</param>
    /// <param name="keyPem">Its private key.</param>
    /// <exception cref="CryptographicException">The texts are damaged or do not belong together.</exception>
    internal static X509Certificate2 LoadPem(string certificatePem, string keyPem)
    {
        var certificate = Pair(certificatePem, keyPem);
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        // Windows cannot use a key for TLS that exists in memory only.
        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        }
    }

    /// <summary>A certificate with its key, as long as it is not used for TLS. The caller disposes of it.</summary>
    /// <param name="certificatePem">The certificate.</param>
    /// <param name="keyPem">Its private key.</param>
    /// <exception cref="CryptographicException">The texts are damaged or do not belong together.</exception>
    internal static X509Certificate2 Pair(string certificatePem, string keyPem)
    {
        try
        {
            return X509Certificate2.CreateFromPem(certificatePem, keyPem);
        }
        catch (ArgumentException exception)
        {
            // The platform says so only when both are readable but the key is another certificate's.
            throw new CryptographicException("The private key does not belong to the certificate.", exception);
        }
    }

    /// <summary>Makes the PEM texts of a certificate and its key.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="key">Its private key.</param>
    internal static IssuedCertificate From(X509Certificate2 certificate, ECDsa key) => new(
        certificate.ExportCertificatePem() + "\n",
        key.ExportPkcs8PrivateKeyPem() + "\n",
        Thumbprints.Of(certificate),
        certificate.NotAfter.ToUniversalTime());
}
