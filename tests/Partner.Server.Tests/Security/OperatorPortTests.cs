using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Reflection.V1;
using Leb.Partner.V1;
using Leb.Wire.Health.V1;
using Partner.Core.Actions;
using Partner.Core.Approvals;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Sandbox.Certificates;
using Partner.Sandbox.Hosting;
using Partner.Sandbox.Seed;
using Partner.Server.BackOffice;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Security;

/// <summary>A server with an operator's port.</summary>
[CollectionDefinition(Collection)]
public sealed class OperatorServer : SharedServer, ICollectionFixture<OperatorServer>
{
    /// <summary>The tests that share it.</summary>
    public const string Collection = "operator's port";

    /// <summary>A channel to a port with a certificate.</summary>
    internal GrpcChannel Channel(int port, PartnerCertificate certificate) => Channel(Running, port, certificate);

    /// <summary>A channel to a port of any server with a certificate.</summary>
    internal static GrpcChannel Channel(RunningServer running, int port, PartnerCertificate certificate) =>
        GrpcChannel.ForAddress(
            new Uri($"https://localhost:{port}"),
            new GrpcChannelOptions { HttpHandler = Handler(running, certificate), DisposeHttpClient = true });

    /// <summary>The operator's certificate.</summary>
    internal Task<PartnerCertificate> OperatorAsync() => OperatorAsync(Running);

    /// <summary>The operator's certificate at any server.</summary>
    internal static Task<PartnerCertificate> OperatorAsync(RunningServer running) => running.Server.Pki.EnsureAsync(
        new PartnerCertificateOrder(new PartnerId(DemoData.Operator), Permissions.Operator), CancellationToken.None);

    /// <summary>The certificate of another person of the operator's, or a further one of the same person.</summary>
    /// <param name="name">The person.</param>
    /// <param name="file">Name of its files; null for that of the person.</param>
    internal async Task<PartnerCertificate> OperatorAsync(string name, string? file = null)
    {
        var order = new PartnerCertificateOrder(new PartnerId(name), Permissions.Operator) { FileStem = file };
        var certificate = await Running.Server.Pki.EnsureAsync(order, CancellationToken.None);
        await Running.Store.Partners.RegisterAsync(
            certificate.ToRegistration() with { PartnerId = RecordedAction.CommonChain },
            name,
            certificate.Issued.NotAfter,
            TimeProvider.System.GetUtcNow());
        return certificate;
    }

    /// <summary>A partner's certificate with every permission that a partner can have.</summary>
    internal async Task<PartnerCertificate> PartnerAsync() => (await Running.ConnectDemoAsync()).Certificate;

    /// <summary>A certificate of our authority that nobody registered.</summary>
    internal Task<PartnerCertificate> StrangerAsync() => Running.Server.Pki.EnsureAsync(
        new PartnerCertificateOrder(new PartnerId("stranger"), Permissions.Sell), CancellationToken.None);

    /// <summary>Asks for a page.</summary>
    internal async Task<(HttpStatusCode Status, string Body, Version Version)> GetAsync(
        int port, PartnerCertificate certificate, Version version, string path = "/")
    {
        using var client = new HttpClient(Handler(Running, certificate));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://localhost:{port}{path}")
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Host = "partners.example";
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(), response.Version);
    }

    /// <inheritdoc/>
    protected override SandboxSettings Settings(SandboxSettings settings) =>
        settings with
        {
            Approvals = new ApprovalOptions { Above = ApprovalThreshold.Parse("50000.00") },
        };

    private static SocketsHttpHandler Handler(RunningServer running, PartnerCertificate certificate)
    {
        var authority = X509CertificateLoader.LoadCertificateFromFile(running.Server.Pki.AuthorityPath);
        return new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificates = [certificate.Issued.Load()],
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { authority },
                    RevocationMode = X509RevocationMode.NoCheck,
                },

                // The name that is asked for is that of the Host header, which a test makes up.
                RemoteCertificateValidationCallback = (_, _, _, errors) =>
                    (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None,
            },
        };
    }
}

/// <summary>Two doors: what is behind one does not exist behind the other; operators alone open the second.</summary>
/// <param name="shared">The server.</param>
[Collection(OperatorServer.Collection)]
public sealed class OperatorPortTests(OperatorServer shared) : SharedServerTest(shared)
{
    private OperatorServer Door => (OperatorServer)Shared;

    private int Partners => Shared.Running.Server.Port;

    private int Operators => Shared.Running.Server.OperatorPort!.Value;

    public static TheoryData<string> Versions => ["1.1", "2.0"];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_console_says_who_is_logged_in_whatever_the_Host_header_is(string version)
    {
        var ours = await Door.OperatorAsync();

        var (status, body, spoken) = await Door.GetAsync(Operators, ours, Version.Parse(version));

        Assert.Equal((HttpStatusCode.OK, Version.Parse(version)), (status, spoken));
        Assert.Contains(ours.Thumbprint, body, StringComparison.Ordinal);
        var unknown = await Door.GetAsync(Operators, ours, Version.Parse(version), "/nothing");
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Whoever_is_no_operator_gets_a_403_for_every_page_that_says_nothing_else(string version)
    {
        foreach (var path in new[] { "/", "/nothing" })
        {
            var (status, missing, _) = await Door.GetAsync(
                Operators, await Door.PartnerAsync(), Version.Parse(version), path);
            Assert.Equal(HttpStatusCode.Forbidden, status);
            (status, var body, _) = await Door.GetAsync(
                Operators, await Door.StrangerAsync(), Version.Parse(version), path);
            Assert.Equal((HttpStatusCode.Forbidden, missing), (status, body));
        }
    }

    [Theory]
    [InlineData("/leb.partner.v1.TopUpService/CreateTopUp")]
    [InlineData("/grpc.health.v1.Health/Check")]
    [InlineData("/no.Such/Method")]
    public async Task A_partners_certificate_opens_nothing_at_the_operators_port(string method)
    {
        using var channel = Door.Channel(Operators, await Door.PartnerAsync());

        var error = await GrpcAssert.Refused(
            Reason.PermissionMissing, StatusCode.PermissionDenied, () => channel.CallAsync(method, []));

        Assert.Equal("operator", error.Facts["permission"]);
    }

    [Fact]
    public async Task Partners_services_do_not_exist_at_the_operators_port()
    {
        using var channel = Door.Channel(Operators, await Door.OperatorAsync());

        foreach (var method in new[] { "/leb.partner.v1.TopUpService/CreateTopUp", "/no.Such/Method" })
        {
            await GrpcAssert.Refused(
                Reason.MethodUnknown, StatusCode.Unimplemented, () => channel.CallAsync(method, []));
        }

        var health = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest());
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
    }

    [Fact]
    public async Task At_the_partners_port_the_back_office_does_not_exist_and_an_operator_may_do_nothing()
    {
        var ours = await Door.OperatorAsync();
        using var channel = Door.Channel(Partners, ours);

        await GrpcAssert.Refused(
            Reason.PermissionMissing,
            StatusCode.PermissionDenied,
            async () => await new TopUpService.TopUpServiceClient(channel).GetTopUpAsync(new GetTopUpRequest()));
        foreach (var certificate in new[] { ours, await Door.PartnerAsync() })
        {
            var console = await Door.GetAsync(Partners, certificate, HttpVersion.Version20);
            var nothing = await Door.GetAsync(Partners, certificate, HttpVersion.Version20, "/nothing");
            Assert.Equal((nothing.Status, nothing.Body), (console.Status, console.Body));
            Assert.Equal(HttpStatusCode.NotFound, console.Status);
        }
    }

    [Fact]
    public async Task Reflection_tells_of_the_services_of_its_own_door()
    {
        using var theirs = Door.Channel(Partners, await Door.PartnerAsync());
        using var ours = Door.Channel(Operators, await Door.OperatorAsync());

        Assert.DoesNotContain(await ServicesAsync(theirs), name => name.StartsWith("leb.operator.", Ordinal));
        Assert.DoesNotContain(await ServicesAsync(ours), name => name.StartsWith("leb.partner.", Ordinal));
        Assert.Contains("leb.partner.v1.TopUpService", await ServicesAsync(theirs));
    }

    [Fact]
    public async Task A_certificate_is_a_partners_or_the_operators_and_never_both()
    {
        var (store, ours, now) = (
            Shared.Running.Store, await Door.OperatorAsync(), TimeProvider.System.GetUtcNow());
        var demo = DemoData.PartnerId;
        Registration[] both =
        [
            Of(demo, Permissions.Operator),
            Of(demo, Permissions.Sell | Permissions.Operator),
            Of(RecordedAction.CommonChain, Permissions.Sell),
            Of(RecordedAction.CommonChain, Permissions.Sell | Permissions.Operator),
            Of(RecordedAction.CommonChain, Permissions.Operator) with { Outlet = "store-1" },
        ];
        foreach (var registration in both)
        {
            await Assert.ThrowsAsync<ArgumentException>(
                () => store.Partners.RegisterAsync(registration, "test", now.AddDays(1), now));
        }

        Assert.False(await store.Partners.RegisterAsync(
            Of(demo, Permissions.Sell) with { Thumbprint = ours.Thumbprint }, "test", now.AddDays(1), now));

        static Registration Of(PartnerId partnerId, Permissions permissions) => new(
            new string('a', 64), partnerId, PartnerStatus.Active, null, permissions, null);
    }

    [Fact]
    public async Task A_revoked_certificate_of_an_operator_opens_nothing_on_an_open_connection()
    {
        var certificate = await Shared.Running.Server.Pki.EnsureAsync(
            new PartnerCertificateOrder(new PartnerId("leaver"), Permissions.Operator), CancellationToken.None);
        var now = TimeProvider.System.GetUtcNow();
        await Shared.Running.Store.Partners.RegisterAsync(
            certificate.ToRegistration() with { PartnerId = RecordedAction.CommonChain }, "test", now.AddDays(1), now);
        using var channel = Door.Channel(Operators, certificate);
        var client = new Health.HealthClient(channel);
        await client.CheckAsync(new HealthCheckRequest());

        await Shared.Running.Store.Partners.RevokeAsync(certificate.Thumbprint, now);

        var refused = await Eventually.SeeAsync(
            () => Record.ExceptionAsync(async () => await client.CheckAsync(new HealthCheckRequest())),
            exception => exception is not null);
        GrpcAssert.Refused(
            Reason.CertificateRevoked, StatusCode.Unauthenticated, Assert.IsType<RpcException>(refused));
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static async Task<IReadOnlyList<string>> ServicesAsync(GrpcChannel channel)
    {
        using var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        var services = call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name);
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None));
        return [.. services];
    }
}
