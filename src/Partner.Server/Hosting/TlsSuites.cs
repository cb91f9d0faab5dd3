using System.Net.Security;

namespace Partner.Server.Hosting;

/// <summary>
/// Which cipher suites a server offers: those that authenticate what they encrypt, with forward secrecy.
/// </summary>
internal static class TlsSuites
{
    private static readonly TlsCipherSuite[] Offered =
    [
        // TLS 1.3
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,

        // TLS 1.2
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    ];

    /// <summary>The suites as a setting; null on Windows, where the system alone decides.</summary>
    internal static CipherSuitesPolicy? Policy() =>
        OperatingSystem.IsWindows() || OperatingSystem.IsAndroid() ? null : new CipherSuitesPolicy(Offered);
}
