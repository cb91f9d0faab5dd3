using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Partner.Sandbox.Certificates;

namespace Partner.Server.Tests.Support;

/// <summary>TLS as a client speaks it that trusts one authority.</summary>
internal static class TlsTestClient
{
    public static SocketsHttpHandler Handler(TlsTestAuthority authority, IssuedCertificate? certificate) => new()
    {
        SslOptions = Options(authority, certificate),
        EnableMultipleHttp2Connections = false,
    };

    public static SslClientAuthenticationOptions Options(TlsTestAuthority authority, IssuedCertificate? certificate)
    {
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        trust.CustomTrustStore.Add(authority.Root);
        return new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = trust,

            // In this form it is sent even when the server names other authorities, as a hostile client would.
            ClientCertificateContext = certificate is null
                ? null
                : SslStreamCertificateContext.Create(
                    certificate.Load(),
                    additionalCertificates: null,
                    offline: true),
        };
    }
}
