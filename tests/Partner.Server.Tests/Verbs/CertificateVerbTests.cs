using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Partner.Core.Actions;
using Partner.Core.Identity;
using Partner.Server.Hosting;
using Partner.Server.Tests.Support;
using Partner.Storage;

namespace Partner.Server.Tests.Verbs;

/// <summary>What operator-certificate register takes: what the server would let in, and nothing else.</summary>
public sealed class CertificateVerbTests : IAsyncLifetime
{
    private readonly TlsTestAuthority _authority = new();
    private readonly TlsTestAuthority _other = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("leb-register-").FullName;

    private string Authority => _authority.Files.ClientAuthorityPath;

    public async Task InitializeAsync() =>
        Assert.Equal(0, (await VerbOutcome.RunAsync("migrate", "--data", _folder)).Status);

    public Task DisposeAsync()
    {
        _authority.Dispose();
        _other.Dispose();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_clients_certificate_is_registered_with_its_chain_before_it_or_behind_it()
    {
        var (first, second) = (_authority.Client(), _authority.Client());

        Assert.Equal(0, (await RegisterAsync(first.CertificatePem + _authority.Own.CertificatePem)).Status);
        Assert.Equal(0, (await RegisterAsync(_authority.Own.CertificatePem + second.CertificatePem)).Status);
    }

    [Fact]
    public async Task What_no_server_lets_in_is_refused_in_words()
    {
        var good = TlsTestAuthority.Good("client");
        var (client, another) = (_authority.Client(), _authority.Client());
        var now = TimeProvider.System.GetUtcNow();
        (string Pem, string Word)[] rows =
        [
            (_authority.Own.CertificatePem, "of an authority"),
            (client.CertificatePem + another.CertificatePem, "not clear which"),
            (client.CertificatePem + another.CertificatePem[..200], "block 2"),
            (_other.Client().CertificatePem, "not issued by"),
            (_authority.Issue(good with { NotBefore = now.AddDays(-9), NotAfter = now.AddDays(-1) }).CertificatePem,
                "expired"),
            (_authority.Issue(good with { ClientAuthentication = false, ServerAuthentication = true }).CertificatePem,
                "clientAuth"),
            (_authority.Issue(good with { ClientAuthentication = false }).CertificatePem, "clientAuth"),
            (_authority.Issue(good with { NotBefore = now.AddHours(1) }).CertificatePem, "valid from"),
            (Made(MadeCertificate.Good with { Key = () => RSA.Create(1024) }), "1024 bits"),
            (Made(MadeCertificate.Good with { Hash = HashAlgorithmName.SHA1 }), "signed with"),
            (Made(MadeCertificate.Good with { KeyUsage = X509KeyUsageFlags.KeyEncipherment }), "digitalSignature"),
            (OfAnAuthorityForServers(), "may not issue"),
        ];
        foreach (var (pem, word) in rows)
        {
            var outcome = await RegisterAsync(pem);

            Assert.Equal((1, ""), (outcome.Status, outcome.Out));
            Assert.Contains(word, outcome.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_operators_certificate_belongs_to_no_partner_and_its_registration_is_recorded_once()
    {
        var ours = _authority.Client();
        var unsaid = await RegisterAsync(ours.CertificatePem, "--why", " ");
        var registered = await RegisterAsync(ours.CertificatePem, "--why", "she began on Monday");
        var again = await RegisterAsync(ours.CertificatePem);
        await using var store = PartnerStore.Open(StoreOptions.Sqlite(ServerSettings.DatabaseIn(_folder)));
        var found = await store.Certificates.FindRegistrationAsync(ours.Thumbprint, CancellationToken.None);
        var action = Assert.Single(await store.Actions.ListAsync(RecordedAction.CommonChain, null, 10, default));

        Assert.Equal((2, 0, 1), (unsaid.Status, registered.Status, again.Status));
        Assert.Contains("--why", unsaid.Error, StringComparison.Ordinal);
        Assert.Equal((RecordedAction.CommonChain, Permissions.Operator), (found?.PartnerId, found?.Permissions));
        Assert.Equal(
            (ActorKind.Verb, $"certificates/{ours.Thumbprint}", "she began on Monday"),
            (action.Actor.Kind, action.Subject, action.Why));
    }

    private async Task<VerbOutcome> RegisterAsync(string pem, params string[] words)
    {
        var file = Path.Combine(_folder, "client.crt");
        await File.WriteAllTextAsync(file, pem);
        return await VerbOutcome.RunAsync(
            [
                "operator-certificate", "register", .. words.Length > 0 ? words : ["--why", "to begin"], file, "--ca",
                Authority, "--data", _folder,
            ]);
    }

    private string OfAnAuthorityForServers()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var root = X509Certificate2.CreateFromPem(_authority.Own.CertificatePem, _authority.Own.KeyPem);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=servers", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var between = request.Create(root, now.AddDays(-1), now.AddDays(30), [1]);
        using var issuer = between.CopyWithPrivateKey(key);
        using var ownKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var own = new CertificateRequest("CN=client", ownKey, HashAlgorithmName.SHA256);
        own.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        using var client = own.Create(issuer, now.AddDays(-1), now.AddDays(30), [2]);
        return client.ExportCertificatePem() + "\n" + between.ExportCertificatePem();
    }

    private string Made(MadeProfile profile)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(_authority.Own.KeyPem);
        return MadeCertificate.Of(profile, new MadeCertificate(_authority.Root, key)).Pem;
    }
}
