using System.Net;
using System.Security.Cryptography.X509Certificates;
using Partner.Sandbox.Certificates;
using Partner.Server.Hosting;
using Partner.Server.Security;

namespace Partner.Server.Tests.Support;

/// <summary>
/// An authority of its own for one test, with the files that a server needs and any client certificate.
/// </summary>
internal sealed class TlsTestAuthority : IDisposable
{
    private readonly CertificateAuthority _authority;
    private readonly string _folder = Directory.CreateTempSubdirectory("leb-tls-").FullName;

    public TlsTestAuthority()
    {
        var now = TimeProvider.System.GetUtcNow();
        _authority = CertificateAuthority.Create("Test CA", now.AddYears(-1), now.AddYears(10), out var own);
        Own = own;
        File.WriteAllText(Files.ClientAuthorityPath, own.CertificatePem);
        WriteServer();
    }

    /// <summary>The authority's own certificate and key.</summary>
    public IssuedCertificate Own { get; }

    public KestrelTlsFiles Files => new(
        Path.Combine(_folder, "server.crt"), Path.Combine(_folder, "server.key"), Path.Combine(_folder, "ca.crt"))
    {
        RevocationListPaths = File.Exists(ListPath) ? [ListPath] : [],
        RevocationFailure = RevocationFailure.Hard,
    };

    /// <summary>Its revocation list, once there is one.</summary>
    public string ListPath => Path.Combine(_folder, "ca.crl");

    /// <summary>Writes its revocation list.</summary>
    /// <param name="number">The list's number.</param>
    /// <param name="revoked">What it revokes.</param>
    public void WriteList(int number, params IssuedCertificate[] revoked)
    {
        using var pair = X509Certificate2.CreateFromPem(Own.CertificatePem, Own.KeyPem);
        var list = new CertificateRevocationListBuilder();
        foreach (var one in revoked)
        {
            using var certificate = X509Certificate2.CreateFromPem(one.CertificatePem);
            list.AddEntry(certificate);
        }

        var now = TimeProvider.System.GetUtcNow();
        File.WriteAllBytes(ListPath, list.Build(
            pair, number, now.AddDays(7), System.Security.Cryptography.HashAlgorithmName.SHA256, thisUpdate: now));
    }

    /// <summary>What clients trust.</summary>
    public X509Certificate2 Root => _authority.Certificate;

    /// <summary>Issues a server certificate and puts it into the files.</summary>
    public IssuedCertificate WriteServer()
    {
        var now = TimeProvider.System.GetUtcNow();
        var issued = _authority.Issue(new CertificateProfile("localhost", now.AddDays(-1), now.AddDays(90))
        {
            HostNames = ["localhost"],
            Addresses = [IPAddress.Loopback, IPAddress.IPv6Loopback],
            ServerAuthentication = true,
        });
        File.WriteAllText(Files.KeyPath, issued.KeyPem);
        File.WriteAllText(Files.CertificatePath, issued.CertificatePem);
        return issued;
    }

    /// <summary>A good client certificate, valid from yesterday for 30 days.</summary>
    public IssuedCertificate Client(string name = "client") => Issue(Good(name));

    public IssuedCertificate Issue(CertificateProfile profile) => _authority.Issue(profile);

    public static CertificateProfile Good(string name)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateProfile(name, now.AddDays(-1), now.AddDays(30)) { ClientAuthentication = true };
    }

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
