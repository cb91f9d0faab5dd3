using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Partner.Contracts.Client;

/// <summary>Builds the HTTP/2 handler: our certificate shown, only the operator's CA believed.</summary>
internal static class MutualTls
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(10);

    public static SocketsHttpHandler Handler(PartnerConnectionOptions options) =>
        HandlerOf(options.CaFile, ClientKey.Load(options));

    /// <summary>The same, also for whoever has nothing to show.</summary>
    /// <param name="caFile">The CA that is believed.</param>
    /// <param name="own">What is shown; null for nothing.</param>
    public static SocketsHttpHandler HandlerOf(string caFile, SslStreamCertificateContext? own)
    {
        var authorities = PemFile.Certificates(caFile);
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        trust.CustomTrustStore.AddRange(authorities);
        return new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,

            // A till idles for minutes between two sales; pings keep the connection and notice early that it broke.
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            KeepAlivePingDelay = PingDelay,
            KeepAlivePingTimeout = PingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
            EnableMultipleHttp2Connections = true,
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                CertificateChainPolicy = trust,
                ClientCertificateContext = own,
            },
        };
    }
}
