using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Leb.Partner.V1;
using Partner.Server.Security;

namespace Partner.Server.Tests.Support;

/// <summary>
/// One HTTP/2 connection with a client certificate, and the clients of the four services on it. It repeats nothing by
/// itself, so that a test sees every answer.
/// </summary>
public sealed class TestClient : IDisposable
{
    private readonly X509Certificate2 _certificate;
    private readonly GrpcChannel _channel;

    /// <summary>Prepares a connection; nothing is sent before the first call.</summary>
    public TestClient(int port, string authorityFile, PartnerCertificate certificate)
    {
        Certificate = certificate;
        _certificate = certificate.Issued.Load();
        Address = new Uri($"https://127.0.0.1:{port}");
        Http = new HttpMessageInvoker(Handler(authorityFile));
        _channel = GrpcChannel.ForAddress(Address, new GrpcChannelOptions { HttpHandler = Handler(authorityFile) });
        TopUps = new TopUpService.TopUpServiceClient(_channel);
        Balances = new BalanceService.BalanceServiceClient(_channel);
        Plans = new PlanCatalogService.PlanCatalogServiceClient(_channel);
        Cards = new CardService.CardServiceClient(_channel);
    }

    public PartnerCertificate Certificate { get; }

    public string PartnerId => Certificate.Order.PartnerId;

    public Uri Address { get; }

    /// <summary>For requests that no gRPC client would send.</summary>
    public HttpMessageInvoker Http { get; }

    public CallInvoker Invoker => _channel.CreateCallInvoker();

    public TopUpService.TopUpServiceClient TopUps { get; }

    public BalanceService.BalanceServiceClient Balances { get; }

    public PlanCatalogService.PlanCatalogServiceClient Plans { get; }

    public CardService.CardServiceClient Cards { get; }

    /// <summary>What a call needs: a deadline far away, and a language.</summary>
    public static CallOptions In(string language) => new(
        new Metadata { { "accept-language", language } },
        TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(30));

    /// <summary>Sells, and answers with what the clerk sees.</summary>
    public async Task<TopUp> SellAsync(CreateTopUpRequest request, string language = "en") =>
        (await TopUps.CreateTopUpAsync(request, In(language))).TopUp;

    /// <summary>Reads a top-up.</summary>
    public async Task<TopUp> GetAsync(string name, string language = "en") =>
        (await TopUps.GetTopUpAsync(new GetTopUpRequest { Name = name }, In(language))).TopUp;

    /// <summary>Reads the float.</summary>
    public async Task<Balance> BalanceAsync() =>
        (await Balances.GetBalanceAsync(new GetBalanceRequest(), In("en"))).Balance;

    /// <inheritdoc/>
    public void Dispose()
    {
        _channel.Dispose();
        Http.Dispose();
        _certificate.Dispose();
    }

    private SocketsHttpHandler Handler(string authorityFile)
    {
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        trust.CustomTrustStore.ImportFromPemFile(authorityFile);
        return new SocketsHttpHandler
        {
            UseProxy = false,
            EnableMultipleHttp2Connections = true,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = trust,
                ClientCertificateContext = SslStreamCertificateContext.Create(_certificate, null, offline: true),
            },
        };
    }
}
