using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Sandbox.Certificates;

namespace Partner.Server.Tests.Support;

/// <summary>
/// A client certificate, and the clients of the eight services that use it; an HTTP/2 connection to each server.
/// They repeat nothing by themselves, so that a test sees every answer.
/// </summary>
public sealed class TestClient : IDisposable
{
    private readonly X509Certificate2 _certificate;
    private readonly List<GrpcChannel> _channels;

    /// <summary>Prepares connections; nothing is sent before the first call.</summary>
    /// <param name="ports">Of the servers; with several, each call goes to the next.</param>
    /// <param name="authorityFile">Who signed the servers' certificates.</param>
    /// <param name="certificate">The client's certificate.</param>
    public TestClient(IReadOnlyList<int> ports, string authorityFile, PartnerCertificate certificate)
    {
        Certificate = certificate;
        _certificate = certificate.Issued.Load();
        Address = AddressOf(ports[0]);
        Http = new HttpMessageInvoker(Handler(authorityFile));
        _channels = [.. ports.Select(port => GrpcChannel.ForAddress(
            AddressOf(port), new GrpcChannelOptions { HttpHandler = Handler(authorityFile) }))];
        Invoker = new AlternatingInvoker([.. _channels.Select(channel => channel.CreateCallInvoker())]);
        TopUps = new TopUpService.TopUpServiceClient(Invoker);
        Balances = new BalanceService.BalanceServiceClient(Invoker);
        Plans = new PlanCatalogService.PlanCatalogServiceClient(Invoker);
        Cards = new CardService.CardServiceClient(Invoker);
        Receipts = new ReceiptService.ReceiptServiceClient(Invoker);
        Arrivals = new ArrivalService.ArrivalServiceClient(Invoker);
        Renewals = new AutoRenewalService.AutoRenewalServiceClient(Invoker);
        Esims = new EsimService.EsimServiceClient(Invoker);
        Reminders = new ReminderService.ReminderServiceClient(Invoker);
        Account = new PartnerAccountService.PartnerAccountServiceClient(Invoker);
        Organisations = new OrganisationService.OrganisationServiceClient(Invoker);
        Limits = new LimitService.LimitServiceClient(Invoker);
    }

    public PartnerCertificate Certificate { get; }

    public PartnerId PartnerId => Certificate.Order.PartnerId;

    public Uri Address { get; }

    /// <summary>For requests that no gRPC client would send.</summary>
    public HttpMessageInvoker Http { get; }

    public CallInvoker Invoker { get; }

    public TopUpService.TopUpServiceClient TopUps { get; }

    public BalanceService.BalanceServiceClient Balances { get; }

    public PlanCatalogService.PlanCatalogServiceClient Plans { get; }

    public CardService.CardServiceClient Cards { get; }

    public ReceiptService.ReceiptServiceClient Receipts { get; }

    public ArrivalService.ArrivalServiceClient Arrivals { get; }

    public AutoRenewalService.AutoRenewalServiceClient Renewals { get; }

    public EsimService.EsimServiceClient Esims { get; }

    public ReminderService.ReminderServiceClient Reminders { get; }

    public PartnerAccountService.PartnerAccountServiceClient Account { get; }

    public OrganisationService.OrganisationServiceClient Organisations { get; }

    public LimitService.LimitServiceClient Limits { get; }

    /// <summary>What a call needs: a deadline far away, and a language.</summary>
    public static CallOptions In(string language) => new(
        new Metadata { { "accept-language", language } },
        (TimeProvider.System.GetUtcNow() + Eventually.Longest).UtcDateTime);

    /// <summary>
    /// Sells, and answers with what the clerk sees. As a till does, it asks again when the sale is still under way
    /// after the wait, or the service is overloaded: how often it has to, is a matter of the machine.
    /// </summary>
    public async Task<TopUp> SellAsync(CreateTopUpRequest request, string language = "en")
    {
        var seen = await Eventually.SeeAsync(
            () => TrySellAsync(request, language),
            topUp => topUp is not null && (topUp.State != TopUpState.Processing || !Waits(request)));
        return seen!;
    }

    /// <summary>Reads a top-up.</summary>
    public async Task<TopUp> GetAsync(string name, string language = "en") =>
        (await TopUps.GetTopUpAsync(new GetTopUpRequest { Name = name }, In(language))).TopUp;

    /// <summary>Reads the float.</summary>
    public async Task<Balance> BalanceAsync() =>
        (await Balances.GetBalanceAsync(new GetBalanceRequest(), In("en"))).Balance;

    /// <inheritdoc/>
    public void Dispose()
    {
        _channels.ForEach(channel => channel.Dispose());
        Http.Dispose();
        _certificate.Dispose();
    }

    private static bool Waits(CreateTopUpRequest request) =>
        !request.ValidateOnly && request.Wait is not { Seconds: 0, Nanos: 0 };

    private async Task<TopUp?> TrySellAsync(CreateTopUpRequest request, string language)
    {
        try
        {
            return (await TopUps.CreateTopUpAsync(request, In(language))).TopUp;
        }
        catch (RpcException refused) when (PartnerError.From(refused).Reason == "OVERLOADED")
        {
            return null;
        }
    }

    private static Uri AddressOf(int port) => new($"https://127.0.0.1:{port}");

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
