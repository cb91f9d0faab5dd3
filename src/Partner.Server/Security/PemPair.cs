using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Partner.Server.Security;

/// <summary>Certificates with their private keys, from PEM.</summary>
internal static class PemPair
{
    /// <summary>A certificate with its key from PEM texts. The caller disposes of it.</summary>
    /// <param name="certificatePem">The certificate.</param>
    /// <param name="keyPem">Its private key.</param>
    /// <exception cref="CryptographicException">The texts are damaged or do not belong together.</exception>
    internal static X509Certificate2 LoadForTls(string certificatePem, string keyPem)
    {
        var certificate = Load(certificatePem, keyPem);
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
    internal static X509Certificate2 Load(string certificatePem, string keyPem)
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
}
