using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;
using Leb.Partner.V1;
using Partner.Core.Actions;
using Partner.Core.Identity;
using Partner.Sandbox.Certificates;
using Partner.Sandbox.Seed;
using Partner.Server.Tests.EndToEnd.Accounts;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Walks;

/// <summary>Somebody at a door.</summary>
/// <param name="Name">The column of the table.</param>
/// <param name="Open">Opens a channel.</param>
/// <param name="About">What it asks about.</param>
/// <param name="Anew">Whether each of its calls needs a connection of its own: there is none that stays.</param>
/// <param name="Thumbprint">Its certificate's; null where it has none.</param>
internal sealed record Somebody(
    string Name, Func<GrpcChannel> Open, Func<World, Stock> About, bool Anew = false, string? Thumbprint = null);

/// <summary>Everybody who may stand at a door of ours, by the table's columns, each with its certificate.</summary>
internal sealed class Callers : IDisposable
{
    private const CertificatePermission Sell = CertificatePermission.Sell;
    private const CertificatePermission Reverse = CertificatePermission.Reverse;
    private const CertificatePermission Read = CertificatePermission.Read;
    private const CertificatePermission Manage = CertificatePermission.Manage;

    private readonly World _world;
    private readonly Dictionary<string, GrpcChannel> _channels = new(StringComparer.Ordinal);
    private readonly List<GrpcChannel> _dropped = [];

    private Callers(World world) => _world = world;

    /// <summary>In the order of the table's columns.</summary>
    public List<Somebody> All { get; } = [];

    /// <summary>Gives everybody a certificate.</summary>
    public static async Task<Callers> MakeAsync(World world)
    {
        var callers = new Callers(world);
        await callers.AddStrangersAsync();
        await callers.AddOperatorsAsync();
        await callers.AddPartnersAsync();
        return callers;
    }

    /// <summary>Somebody's channel.</summary>
    public GrpcChannel Channel(Somebody who)
    {
        if (who.Anew)
        {
            _dropped.Add(who.Open());
            return _dropped[^1];
        }

        return _channels.TryGetValue(who.Name, out var open) ? open : _channels[who.Name] = who.Open();
    }

    /// <summary>Somebody by the column's name.</summary>
    public Somebody Of(string name) => All.Single(who => who.Name == name);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var channel in _channels.Values.Concat(_dropped))
        {
            channel.Dispose();
        }
    }

    private int Partners => _world.Server.Running.Server.Port;

    private int Operators => _world.Server.Running.Server.OperatorPort!.Value;

    private int Enrolment => _world.Server.Running.Server.EnrollmentPort!.Value;

    private async Task AddStrangersAsync()
    {
        using var another = new TlsTestAuthority();
        var (foreign, pki) = (another.Client(), _world.Server.Running.Server.Pki);
        var unknown = await pki.IssueAsync(
            new PartnerCertificateOrder(_world.Ours.PartnerId, Permissions.Sell) { FileStem = "walk-unknown" },
            default);
        var revoked = await EnrolAsync(_world.Ours, "", "", Sell, Reverse, Read, Manage);
        await _world.Ours.Account.RevokeCertificateAsync(
            new() { Name = $"certificates/{revoked.Thumbprint}" }, TestClient.In("en"));
        Add("none", Partners, null, anew: true);
        Add("foreign", Partners, foreign, anew: true);
        Add("unknown", Partners, unknown.Issued);
        Add("revoked", Partners, revoked);
        Add("suspended", Partners, _world.Halted.Certificate.Issued);
        Add("none@op", Operators, null, anew: true);
        Add("foreign@op", Operators, foreign, anew: true);
        Add("unknown@op", Operators, unknown.Issued);
        Add("revoked@op", Operators, revoked);
        Add("partner@op", Operators, _world.Ours.Certificate.Issued);
    }

    private async Task AddOperatorsAsync()
    {
        var (running, now) = (_world.Server.Running, TimeProvider.System.GetUtcNow());
        var operators = await running.Server.Pki.EnsureAsync(
            new PartnerCertificateOrder(new PartnerId(DemoData.Operator), Permissions.Operator), default);
        var leaver = await running.Server.Pki.EnsureAsync(
            new PartnerCertificateOrder(new PartnerId("leaver"), Permissions.Operator), default);
        await running.Store.Partners.RegisterAsync(
            leaver.ToRegistration() with { PartnerId = RecordedAction.CommonChain }, "test", now.AddDays(1), now);
        await running.Store.Partners.RevokeAsync(leaver.Thumbprint, now);
        Add("leaver@op", Operators, leaver.Issued);
        Add("op@op", Operators, operators.Issued);
        Add("op", Partners, operators.Issued);
        Add("enrol", Enrolment, null);
    }

    private async Task AddPartnersAsync()
    {
        var ours = _world.Ours;
        Add("sell", Partners, await EnrolAsync(ours, "", "", Sell));
        Add("reverse", Partners, await EnrolAsync(ours, "", "", Reverse));
        Add("read", Partners, await EnrolAsync(ours, "", "", Read));
        Add("manage", Partners, await EnrolAsync(ours, "", "", Manage));
        var nothing = await _world.Server.Running.ConnectAsync(
            new PartnerCertificateOrder(ours.PartnerId, Permissions.None) { FileStem = "walk-nothing" });
        Add("nothing", Partners, nothing.Certificate.Issued);
        Add("whole", Partners, await EnrolAsync(ours, "", "", Sell, Reverse, Read, Manage));
        Add("outlet", Partners, await EnrolAsync(ours, World.Shop, "", Sell, Reverse, Read, Manage));
        Add("till", Partners, await EnrolAsync(ours, World.Shop, World.Till, Sell, Reverse, Read, Manage));
        Add("other-till", Partners, await EnrolAsync(ours, World.Shop, World.OtherTill, Sell, Reverse, Read, Manage));
        Add("other-shop", Partners, await EnrolAsync(ours, World.OtherShop, "", Sell, Reverse, Read, Manage));
        Add("theirs", Partners, await EnrolAsync(_world.Theirs, "", "", Sell, Reverse, Read, Manage));
        Add(
            "closed-shop", Partners, await EnrolAsync(ours, World.ClosedShop, "", Sell, Reverse, Read, Manage),
            world => world.AtClosedShop);
        Add(
            "closed-till", Partners,
            await EnrolAsync(ours, World.Shop, World.ClosedTill, Sell, Reverse, Read, Manage),
            world => world.AtClosedTill);
    }

    private static async Task<IssuedCertificate> EnrolAsync(
        TestClient partner, string outlet, string terminal, params CertificatePermission[] permissions)
    {
        var key = NewKey.Make();
        var pem = (await partner.EnrollAsync(AccountScene.Enroll(key, outlet, terminal, permissions))).CertificatePem;
        using var certificate = X509Certificate2.CreateFromPem(pem);
        return new IssuedCertificate(
            pem, key.Key.ExportPkcs8PrivateKeyPem(), Partner.Server.Security.Thumbprints.Of(certificate),
            certificate.NotAfter.ToUniversalTime());
    }

    private void Add(
        string name, int port, IssuedCertificate? certificate, Func<World, Stock>? about = null, bool anew = false) =>
        All.Add(new Somebody(
            name, () => Open(port, certificate), about ?? (world => world.Home), anew, certificate?.Thumbprint));

    private GrpcChannel Open(int port, IssuedCertificate? certificate)
    {
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck,
        };
        trust.CustomTrustStore.ImportFromPemFile(_world.Server.Running.Server.Pki.AuthorityPath);
        return GrpcChannel.ForAddress(new Uri($"https://localhost:{port}"), new GrpcChannelOptions
        {
            DisposeHttpClient = true,
            HttpHandler = new SocketsHttpHandler
            {
                UseProxy = false,
                SslOptions = new SslClientAuthenticationOptions
                {
                    CertificateChainPolicy = trust,

                    // In this form it is sent also where the server names other authorities.
                    ClientCertificateContext = certificate is null
                        ? null
                        : SslStreamCertificateContext.Create(certificate.Load(), null, offline: true),
                },
            },
        });
    }
}
