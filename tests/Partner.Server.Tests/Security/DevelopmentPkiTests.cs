using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Partner.Core.Identity;
using Partner.Sandbox.Certificates;
using Partner.Server.Security;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Security;

public sealed class DevelopmentPkiTests : IDisposable
{
    private static readonly PartnerCertificateOrder Order = new(
        new PartnerId("acme"), Permissions.Sell | Permissions.Read);

    private readonly string _folder = Directory.CreateTempSubdirectory("leb-pki-").FullName;
    private readonly GrpcTestClock _clock = new();

    [Fact]
    public async Task The_first_start_makes_an_authority_and_a_server_certificate()
    {
        var pki = await OpenAsync("pos.example", "10.0.0.7");
        using var authority = pki.LoadAuthority();
        using var server = X509CertificateLoader.LoadCertificateFromFile(pki.ServerCertificatePath);

        var names = server.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.Equal(["localhost", "pos.example"], names.EnumerateDnsNames());
        Assert.Equal(["127.0.0.1", "::1", "10.0.0.7"], names.EnumerateIPAddresses().Select(a => a.ToString()));
        Assert.Equal([CertificateUses.ServerAuthentication], Uses(server));
        Assert.True(Chains(server, authority));
        Assert.True(server.NotAfter - server.NotBefore <= TimeSpan.FromDays(398));
        Assert.True(authority.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign,
            authority.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages);
    }

    [Fact]
    public async Task A_second_start_changes_nothing()
    {
        await OpenAsync();
        await (await OpenAsync()).EnsureAsync(Order, CancellationToken.None);
        var before = Contents();

        await (await OpenAsync()).EnsureAsync(Order, CancellationToken.None);

        Assert.Equal(before, Contents());
    }

    [Fact]
    public async Task Starts_at_the_same_time_end_up_with_the_same_files()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            var pki = await OpenAsync();
            var issued = await pki.EnsureAsync(Order, CancellationToken.None);
            return (Server: await File.ReadAllTextAsync(pki.ServerCertificatePath), issued.Thumbprint);
        })));

        Assert.Single(opened.Distinct());
        Assert.DoesNotContain(Contents().Keys, path => path.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_the_owner_can_read_keys_and_certificates()
    {
        await (await OpenAsync()).IssueAsync(Order, CancellationToken.None);

        const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.All(
            Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories),
            path => Assert.Equal(file, ModeOf(path, file)));
        const UnixFileMode folder = file | UnixFileMode.UserExecute;
        Assert.All(
            Directory.EnumerateDirectories(_folder, "*", SearchOption.AllDirectories),
            path => Assert.Equal(folder, ModeOf(path, folder)));
    }

    [Fact]
    public async Task Without_leave_no_authority_is_made()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => DevelopmentPki.OpenAsync(
            _folder, [], PkiCreation.Never, _clock, CancellationToken.None));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData(367, false)]
    [InlineData(369, true)]
    public async Task The_server_certificate_is_renewed_in_its_last_30_days(int days, bool renewed)
    {
        await OpenAsync();
        var before = Contents();

        _clock.Advance(TimeSpan.FromDays(days));
        await OpenAsync();

        Assert.Equal(renewed, before["server.crt"] != Contents()["server.crt"]);
        Assert.Equal(before["ca.crt"], Contents()["ca.crt"]);
    }

    [Fact]
    public async Task A_new_host_name_renews_the_server_certificate()
    {
        await OpenAsync();
        var before = Contents();

        await OpenAsync("pos.example");

        Assert.NotEqual(before["server.crt"], Contents()["server.crt"]);
    }

    [Fact]
    public async Task A_key_that_was_lost_between_two_writes_is_made_anew_with_its_certificate()
    {
        var pki = await OpenAsync();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(pki.ServerKeyPath, other.ExportPkcs8PrivateKeyPem());

        await OpenAsync();

        using var pair = X509Certificate2.CreateFromPemFile(pki.ServerCertificatePath, pki.ServerKeyPath);
        Assert.True(pair.HasPrivateKey);
    }

    [Fact]
    public async Task Certificates_of_an_authority_that_was_replaced_are_replaced_too()
    {
        var before = await (await OpenAsync()).EnsureAsync(Order, CancellationToken.None);
        File.Delete(Path.Combine(_folder, "pki", "ca.crt"));

        var pki = await OpenAsync();
        var after = await pki.EnsureAsync(Order, CancellationToken.None);

        using var authority = pki.LoadAuthority();
        using var server = X509CertificateLoader.LoadCertificateFromFile(pki.ServerCertificatePath);
        Assert.NotEqual(before.Thumbprint, after.Thumbprint);
        Assert.True(Chains(server, authority));
    }

    [Fact]
    public async Task A_partner_certificate_says_who_holds_it_and_can_be_registered()
    {
        var pki = await OpenAsync();
        var issued = await pki.IssueAsync(
            Order with { Outlet = "store-1", Validity = TimeSpan.FromDays(90) }, CancellationToken.None);
        using var authority = pki.LoadAuthority();
        using var certificate = X509Certificate2.CreateFromPemFile(issued.CertificatePath, issued.KeyPath);

        Assert.Equal("acme.store-1.crt", Path.GetFileName(issued.CertificatePath));
        Assert.Contains("CN=acme", certificate.Subject, StringComparison.Ordinal);
        Assert.Contains("OU=store-1", certificate.Subject, StringComparison.Ordinal);
        Assert.Equal([CertificateUses.ClientAuthentication], Uses(certificate));
        Assert.Equal(TimeSpan.FromDays(90), certificate.NotAfter - certificate.NotBefore);
        Assert.True(Chains(certificate, authority));
        Assert.Equal(certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant(), issued.Thumbprint);
        var key = await File.ReadAllTextAsync(issued.KeyPath);
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", key, StringComparison.Ordinal);
        Assert.Equal(
            new Registration(
                issued.Thumbprint, new PartnerId("acme"), PartnerStatus.Active, "store-1", Order.Permissions,
                RevokedAt: null),
            issued.ToRegistration());
    }

    [Fact]
    public async Task Issuing_again_makes_a_new_certificate_for_rotation()
    {
        var pki = await OpenAsync();

        var first = await pki.IssueAsync(Order, CancellationToken.None);
        var second = await pki.IssueAsync(Order with { FileStem = "acme-2027" }, CancellationToken.None);

        Assert.NotEqual(first.Thumbprint, second.Thumbprint);
        Assert.True(File.Exists(first.CertificatePath));
        Assert.True(File.Exists(second.CertificatePath));
    }

    [Theory]
    [InlineData("../ca")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    [InlineData("")]
    [InlineData("空")]
    public async Task A_name_cannot_lead_out_of_the_folder(string name)
    {
        var pki = await OpenAsync();

        await Assert.ThrowsAsync<ArgumentException>(
            () => pki.IssueAsync(Order with { PartnerId = new PartnerId(name) }, CancellationToken.None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(399)]
    public async Task A_certificate_is_valid_for_at_most_398_days(int days)
    {
        var pki = await OpenAsync();

        await Assert.ThrowsAsync<ArgumentException>(
            () => pki.IssueAsync(Order with { Validity = TimeSpan.FromDays(days) }, CancellationToken.None));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Windows has no modes: there the access list of the folder counts.
    private static UnixFileMode ModeOf(string path, UnixFileMode onWindows) =>
        OperatingSystem.IsWindows() ? onWindows : File.GetUnixFileMode(path);

    private static IEnumerable<string?> Uses(X509Certificate2 certificate) => certificate.Extensions
        .OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Cast<Oid>().Select(use => use.Value);

    private static bool Chains(X509Certificate2 certificate, X509Certificate2 authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    private Task<DevelopmentPki> OpenAsync(params string[] hosts) =>
        DevelopmentPki.OpenAsync(_folder, hosts, PkiCreation.WhenAbsent, _clock, CancellationToken.None);

    private Dictionary<string, string> Contents() => Directory
        .EnumerateFiles(Path.Combine(_folder, "pki"), "*", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(Path.Combine(_folder, "pki"), path), File.ReadAllText);
}
