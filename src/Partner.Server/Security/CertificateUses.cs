using System.Security.Cryptography.X509Certificates;

namespace Partner.Server.Security;

/// <summary>Extended key usages (RFC 5280, 4.2.1.12) and how they are looked up.</summary>
internal static class CertificateUses
{
    /// <summary>id-kp-serverAuth.</summary>
    internal const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>id-kp-clientAuth.</summary>
    internal const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>
    /// Whether a certificate says of itself that TLS clients may show it. A certificate that lists no usage at all
    /// passes the platform's chain check for every usage; here it does not.
    /// </summary>
    internal static bool AllowsClients(X509Certificate2 certificate)
    {
        foreach (var extension in certificate.Extensions)
        {
            if (extension is X509EnhancedKeyUsageExtension uses)
            {
                return uses.EnhancedKeyUsages[ClientAuthentication] is not null;
            }
        }

        return false;
    }
}
