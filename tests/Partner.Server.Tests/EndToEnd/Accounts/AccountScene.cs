using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Leb.Partner.V1;
using Partner.Core.Identity;
using Partner.Sandbox.Certificates;
using Partner.Sandbox.Hosting;
using Partner.Server.Accounts;
using Partner.Server.Hosting;
using Partner.Server.Tests.Support;
using WireScope = Leb.Partner.V1.CertificateScope;

namespace Partner.Server.Tests.EndToEnd.Accounts;

/// <summary>A server that enrols, and does what is due often.</summary>
public sealed class AccountServer : SharedServer
{
    /// <inheritdoc/>
    protected override SandboxSettings Settings(SandboxSettings settings) => settings with
    {
        Enrollment = new KestrelAddress("127.0.0.1", 0),
        Accounts = new AccountOptions
        {
            Every = TimeSpan.FromMilliseconds(200),
            WrongCodesOfAddress = 1000,
            WrongCodeTakes = TimeSpan.FromMilliseconds(20),
        },
    };
}

/// <summary>A key and its signing request.</summary>
internal sealed record NewKey(ECDsa Key, byte[] Request)
{
    public static NewKey Make()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new NewKey(
            key, new CertificateRequest("CN=till", key, HashAlgorithmName.SHA256).CreateSigningRequest());
    }

    public SigningRequest Message => new() { Der = ByteString.CopyFrom(Request) };
}

/// <summary>What tests of accounts do again and again.</summary>
internal static class AccountScene
{
    public static readonly CertificatePermission[] SellAndRead =
        [CertificatePermission.Sell, CertificatePermission.Read];

    public static string NewId() => Guid.NewGuid().ToString("D");

    public static EnrollCertificateRequest Enroll(
        NewKey key, string outlet = "", string terminal = "", params CertificatePermission[] permissions)
    {
        var request = new EnrollCertificateRequest
        {
            RequestId = NewId(),
            SigningRequest = key.Message,
            Scope = new WireScope { Outlet = outlet, Terminal = terminal },
        };
        request.Permissions.AddRange(permissions.Length == 0 ? SellAndRead : permissions);
        return request;
    }

    public static async Task<EnrollCertificateResponse> EnrollAsync(
        this TestClient caller, EnrollCertificateRequest request) =>
        await caller.Account.EnrollCertificateAsync(request, TestClient.In("en"));

    /// <summary>A certificate of the caller's partner, enrolled by it, and a connection with it.</summary>
    public static async Task<TestClient> EnrolledAsync(
        this SharedServer shared, TestClient caller, string outlet = "", string terminal = "",
        params CertificatePermission[] permissions)
    {
        var key = NewKey.Make();
        var answer = await caller.EnrollAsync(Enroll(key, outlet, terminal, permissions));
        return shared.Connect(caller, answer.CertificatePem, key);
    }

    /// <summary>A connection with a certificate that was issued.</summary>
    public static TestClient Connect(
        this SharedServer shared, TestClient caller, string pem, NewKey key, SandboxServer? at = null)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        var issued = new IssuedCertificate(
            pem, key.Key.ExportPkcs8PrivateKeyPem(),
            Partner.Server.Security.Thumbprints.Of(certificate), certificate.NotAfter.ToUniversalTime());
        return shared.Running.Connect(
            new PartnerCertificate(
                new PartnerCertificateOrder(caller.PartnerId, Permissions.None), issued, "", ""),
            at);
    }

    public static async Task<CreateEnrollmentCodeResponse> CodeAsync(
        this TestClient caller, string outlet = "store-1", string terminal = "",
        params CertificatePermission[] permissions)
    {
        var request = new CreateEnrollmentCodeRequest
        {
            RequestId = NewId(),
            Scope = new WireScope { Outlet = outlet, Terminal = terminal },
        };
        request.Permissions.AddRange(permissions.Length == 0 ? SellAndRead : permissions);
        return await caller.Account.CreateEnrollmentCodeAsync(request, TestClient.In("en"));
    }

    public static async Task<List<Certificate>> ListAsync(
        this TestClient caller, ListCertificatesRequest? request = null)
    {
        var page = await caller.Account.ListCertificatesAsync(request ?? new(), TestClient.In("en"));
        return [.. page.Certificates];
    }

    /// <summary>Whoever has no certificate, at the port for enrolment.</summary>
    public static GrpcChannel Stranger(this SharedServer shared, SandboxServer? at = null)
    {
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        trust.CustomTrustStore.ImportFromPemFile(shared.Running.Server.Pki.AuthorityPath);
        var port = (at ?? shared.Running.Server).EnrollmentPort;
        return GrpcChannel.ForAddress(new Uri($"https://127.0.0.1:{port}"), new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                UseProxy = false,
                SslOptions = new System.Net.Security.SslClientAuthenticationOptions { CertificateChainPolicy = trust },
            },
            DisposeHttpClient = true,
        });
    }

    public static async Task<EnrollWithCodeResponse> EnrollWithCodeAsync(
        this ChannelBase channel, string code, NewKey key, string? requestId = null) =>
        await new EnrollmentService.EnrollmentServiceClient(channel).EnrollWithCodeAsync(
            new EnrollWithCodeRequest
            {
                RequestId = requestId ?? NewId(), Code = code, SigningRequest = key.Message,
            },
            TestClient.In("en"));
}
