using Microsoft.Extensions.Logging.Abstractions;
using Partner.Server.Hosting;
using Partner.Server.Security;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Security;

/// <summary>
/// Kubernetes mounts a Secret as links: server.crt -> ..data/server.crt, where ..data is a link too, to a folder that
/// is replaced when the Secret changes. The links of the files themselves stay as they are for ever.
/// </summary>
public sealed class MountedCertificateTests : IDisposable
{
    private readonly string _mount = Directory.CreateTempSubdirectory("leb-mount-").FullName;
    private readonly TlsTestAuthority _authority = new();
    private readonly GrpcTestClock _clock = new();

    [Fact]
    public void A_certificate_renewed_in_a_mounted_secret_is_used_without_a_restart()
    {
        Project("..first");
        foreach (var file in Names())
        {
            File.CreateSymbolicLink(Path.Combine(_mount, file), Path.Combine("..data", file));
        }

        var tls = new KestrelTls(Mounted(), _clock, NullLogger<KestrelTls>.Instance);
        var before = Shown(tls);
        var renewed = _authority.WriteServer();
        Project("..second");

        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.NotEqual(renewed.Thumbprint, before);
        Assert.Equal(renewed.Thumbprint, Shown(tls));
    }

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_mount, recursive: true);
    }

    // As the kubelet does: a new folder, then one link that makes all of it visible.
    private void Project(string folder)
    {
        Directory.CreateDirectory(Path.Combine(_mount, folder));
        foreach (var (from, name) in Sources().Zip(Names()))
        {
            File.Copy(from, Path.Combine(_mount, folder, name));
        }

        var data = Path.Combine(_mount, "..data");
        File.Delete(data);
        File.CreateSymbolicLink(data, folder);
    }

    private KestrelTlsFiles Mounted() => new(
        Path.Combine(_mount, "server.crt"), Path.Combine(_mount, "server.key"), Path.Combine(_mount, "ca.crt"));

    private IEnumerable<string> Sources() =>
        [_authority.Files.CertificatePath, _authority.Files.KeyPath, _authority.Files.ClientAuthorityPath];

    private IEnumerable<string> Names() => Sources().Select(path => Path.GetFileName(path)!);

    private static string Shown(KestrelTls tls) =>
        Thumbprints.Of(tls.Current().ServerCertificateContext!.TargetCertificate);
}
