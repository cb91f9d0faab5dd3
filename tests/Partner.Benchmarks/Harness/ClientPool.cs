using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;
using Leb.Partner.V1;

namespace Partner.Benchmarks.Harness;

/// <summary>
/// Clients over connections of their own: exactly one HTTP/2 connection each, no retries, so that what is measured is
/// what was sent.
/// </summary>
public sealed class ClientPool : IDisposable
{
    /// <summary>The connections, in the order of the clients.</summary>
    public List<GrpcChannel> Channels { get; } = [];

    /// <summary>Prepares the connections; they are made with the first calls.</summary>
    /// <param name="bed">Has the certificates.</param>
    /// <param name="address">The server.</param>
    /// <param name="connections">How many, divided among the partners in turn.</param>
    public ClientPool(TestBed bed, Uri address, int connections)
    {
        for (var i = 0; i < connections; i++)
        {
            var partner = bed.Partners[i % bed.Partners.Count];
            var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
            {
                HttpHandler = Handler(bed, partner),
                DisposeHttpClient = true,
            });
            Channels.Add(channel);
            Clients.Add(new TopUpService.TopUpServiceClient(channel));
        }
    }

    /// <summary>One client for each connection.</summary>
    public List<TopUpService.TopUpServiceClient> Clients { get; } = [];

    /// <inheritdoc/>
    public void Dispose() => Channels.ForEach(channel => channel.Dispose());

    /// <summary>Makes the one connection of a client, when it is first used.</summary>
    /// <param name="bed">Has the certificates.</param>
    /// <param name="partner">Whose certificate.</param>
    internal static SocketsHttpHandler Handler(TestBed bed, string partner)
    {
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        trust.CustomTrustStore.ImportFromPemFile(bed.AuthorityFile);
        var (certificate, key) = bed.CertificateOf(partner);
        using var pem = X509Certificate2.CreateFromPemFile(certificate, key);
        var own = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        return new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = false,
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                CertificateChainPolicy = trust,
                ClientCertificateContext = SslStreamCertificateContext.Create(own, null, offline: true),
            },
        };
    }
}
