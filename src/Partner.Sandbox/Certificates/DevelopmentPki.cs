using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Partner.Core.Accounts;
using Partner.Server.Hosting;
using Partner.Server.Security;

namespace Partner.Sandbox.Certificates;

/// <summary>
/// The private authority and certificates of a development or demonstration server, in the folder <c>pki</c> of its
/// data folder: <c>ca.crt</c>, <c>ca.key</c>, <c>server.crt</c>, <c>server.key</c>, <c>receipts.key</c> and
/// <c>partners/NAME.crt</c>, <c>partners/NAME.key</c>. Only their owner can read them. Nothing here is for
/// production: there the operator brings certificates.
/// </summary>
public sealed class DevelopmentPki
{
    /// <summary>A server certificate with less than this left is replaced when the folder is opened.</summary>
    public static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    private static readonly TimeSpan AuthorityValidity = TimeSpan.FromDays(20 * 365);

    // Clocks of clients on the same network run a little behind ours.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private const int LockAttempts = 400;
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(25);

    private readonly TimeProvider _time;
    private readonly string _folder;

    private DevelopmentPki(string folder, TimeProvider time) => (_folder, _time) = (folder, time);

    /// <summary>
    /// File of the authority's certificate: what clients trust and client certificates must chain to.
    /// </summary>
    public string AuthorityPath => Path.Combine(_folder, "ca.crt");

    /// <summary>File of the server's certificate.</summary>
    public string ServerCertificatePath => Path.Combine(_folder, "server.crt");

    /// <summary>File of the server's private key.</summary>
    public string ServerKeyPath => Path.Combine(_folder, "server.key");

    /// <summary>File of the private key that signs receipts.</summary>
    public string ReceiptKeyPath => Path.Combine(_folder, "receipts.key");

    /// <summary>File of the key that customers' numbers are encrypted with.</summary>
    public string NoticeKeyPath => Path.Combine(_folder, "notices.key");

    private string AuthorityKeyPath => Path.Combine(_folder, "ca.key");

    /// <summary>What the server of a data folder has for TLS; <see cref="OpenAsync"/> makes the files.</summary>
    public static KestrelTlsFiles FilesIn(string dataFolder)
    {
        var pki = new DevelopmentPki(FolderIn(dataFolder), TimeProvider.System);
        return new KestrelTlsFiles(pki.ServerCertificatePath, pki.ServerKeyPath, pki.AuthorityPath);
    }

    /// <summary>
    /// The authority of a data folder's server, which signs partners' certificates: its certificate and its key, which
    /// is not encrypted; <see cref="OpenAsync"/> makes them.
    /// </summary>
    public static (string Certificate, string Key) AuthorityIn(string dataFolder)
    {
        var pki = new DevelopmentPki(FolderIn(dataFolder), TimeProvider.System);
        return (pki.AuthorityPath, pki.AuthorityKeyPath);
    }

    /// <summary>The key of receipts of a data folder's server; <see cref="OpenAsync"/> makes it.</summary>
    public static string ReceiptKeyIn(string dataFolder) =>
        new DevelopmentPki(FolderIn(dataFolder), TimeProvider.System).ReceiptKeyPath;

    /// <summary>The key of customers' numbers of a data folder's server; <see cref="OpenAsync"/> makes it.</summary>
    public static string NoticeKeyIn(string dataFolder) =>
        new DevelopmentPki(FolderIn(dataFolder), TimeProvider.System).NoticeKeyPath;

    /// <summary>
    /// Opens the folder; makes what is absent and renews the server's certificate when it is close to its end or lacks
    /// a host name. Processes that do so at the same time wait for each other and end up with the same files.
    /// </summary>
    /// <param name="hostNames">
    /// Names and addresses under which clients reach the server, beside localhost, 127.0.0.1 and ::1.
    /// </param>
    /// <param name="creation">Whether an authority may be made.</param>
    /// <param name="cancellationToken">Stops the wait for another process and the writing.</param>
    /// <exception cref="InvalidOperationException">There is no authority and none may be made.</exception>
    public static async Task<DevelopmentPki> OpenAsync(
        string dataFolder, IReadOnlyCollection<string> hostNames, PkiCreation creation, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var pki = new DevelopmentPki(FolderIn(dataFolder), time);
        if (creation == PkiCreation.Never && !File.Exists(pki.AuthorityPath))
        {
            throw new InvalidOperationException(
                $"There is no certificate authority in {pki._folder}: the verb seed makes one.");
        }

        OwnerOnlyFiles.CreateFolder(pki._folder);
        OwnerOnlyFiles.CreateFolder(Path.Combine(pki._folder, "partners"));
        await using var locked = await pki.LockAsync(cancellationToken);
        await pki.EnsureAuthorityAsync(creation, cancellationToken);
        await pki.EnsureServerAsync(hostNames, cancellationToken);
        await pki.EnsureReceiptKeyAsync(cancellationToken);
        await pki.EnsureNoticeKeyAsync(cancellationToken);
        return pki;
    }

    /// <summary>The authority's certificate. The caller disposes of it.</summary>
    public X509Certificate2 LoadAuthority() => X509CertificateLoader.LoadCertificateFromFile(AuthorityPath);

    /// <summary>What the authority calls a certificate that it issued, for its revocation list.</summary>
    /// <param name="certificate">The certificate.</param>
    public IssuedAs? IssuedAs(PartnerCertificate certificate)
    {
        using var authority = LoadAuthority();
        using var issued = X509Certificate2.CreateFromPem(certificate.Issued.CertificatePem);
        return Thumbprints.IssuedAs(issued, Thumbprints.OfKey(authority.PublicKey));
    }

    /// <summary>
    /// Issues a client certificate with a new key and writes its files, replacing those of that name.
    /// </summary>
    /// <param name="order">For whom, for what, for how long.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ArgumentException">An identifier or the validity is out of its range.</exception>
    public async Task<PartnerCertificate> IssueAsync(
        PartnerCertificateOrder order, CancellationToken cancellationToken)
    {
        Check(order);
        await using var locked = await LockAsync(cancellationToken);
        return await IssueLockedAsync(order, cancellationToken);
    }

    /// <summary>The client certificate of an order's name: the one that is there, or else a new one.</summary>
    /// <param name="order">For whom, for what, for how long; one that is close to its end is replaced.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ArgumentException">An identifier or the validity is out of its range.</exception>
    public async Task<PartnerCertificate> EnsureAsync(
        PartnerCertificateOrder order, CancellationToken cancellationToken)
    {
        Check(order);
        await using var locked = await LockAsync(cancellationToken);
        var (certificatePath, keyPath) = PathsOf(order.Stem);
        var issued = await ReadAsync(certificatePath, keyPath, cancellationToken);
        return issued is not null && issued.NotAfter - _time.GetUtcNow() > TimeSpan.FromDays(1)
            ? new PartnerCertificate(order, issued, certificatePath, keyPath)
            : await IssueLockedAsync(order, cancellationToken);
    }

    private static string FolderIn(string dataFolder) => Path.Combine(Path.GetFullPath(dataFolder), "pki");

    private static void Check(PartnerCertificateOrder order)
    {
        CheckName(order.PartnerId.Value);
        CheckName(order.Stem);
        if (order.Outlet is not null)
        {
            CheckName(order.Outlet);
        }

        if (order.Validity <= TimeSpan.Zero || order.Validity > CertificateProfile.LongestLeaf)
        {
            throw new ArgumentException("A certificate is valid for at most 398 days.", nameof(order));
        }
    }

    // These names become file names, so no separator may get in.
    private static void CheckName(string name)
    {
        var good = name.Length is >= 1 and <= 140 && name[0] is not ('.' or '-')
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
        if (!good)
        {
            throw new ArgumentException($"\"{name}\" cannot name a certificate: use letters, digits, '.', '_', '-'.");
        }
    }

    private async Task<PartnerCertificate> IssueLockedAsync(
        PartnerCertificateOrder order, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var (certificatePath, keyPath) = PathsOf(order.Stem);
        var issued = await IssueAsync(
            new CertificateProfile(order.PartnerId.Value, now - ClockTolerance, now - ClockTolerance + order.Validity)
            {
                Unit = order.Outlet,
                ClientAuthentication = true,
            },
            cancellationToken);
        await WriteAsync(issued, certificatePath, keyPath, cancellationToken);
        return new PartnerCertificate(order, issued, certificatePath, keyPath);
    }

    private (string Certificate, string Key) PathsOf(string stem) =>
        (Path.Combine(_folder, "partners", stem + ".crt"), Path.Combine(_folder, "partners", stem + ".key"));

    private async Task EnsureAuthorityAsync(PkiCreation creation, CancellationToken cancellationToken)
    {
        if (File.Exists(AuthorityPath))
        {
            return;
        }

        if (creation == PkiCreation.Never)
        {
            throw new InvalidOperationException("The certificate authority disappeared while it was being opened.");
        }

        var now = _time.GetUtcNow();
        using var authority = CertificateAuthority.Create(
            "Development partner CA", now - ClockTolerance, now + AuthorityValidity, out var issued);
        await WriteAsync(issued, AuthorityPath, AuthorityKeyPath, cancellationToken);
    }

    private async Task EnsureServerAsync(IReadOnlyCollection<string> hostNames, CancellationToken cancellationToken)
    {
        var addresses = new List<IPAddress> { IPAddress.Loopback, IPAddress.IPv6Loopback };
        var names = new List<string> { "localhost" };
        foreach (var host in hostNames)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                addresses.Add(address);
            }
            else
            {
                names.Add(host);
            }
        }

        var now = _time.GetUtcNow();
        var present = await ReadAsync(ServerCertificatePath, ServerKeyPath, cancellationToken);
        if (present is not null && present.NotAfter - now > RenewBefore && Names(present, names, addresses))
        {
            return;
        }

        var start = now - ClockTolerance;
        var issued = await IssueAsync(
            new CertificateProfile("localhost", start, start + CertificateProfile.LongestLeaf)
            {
                HostNames = names,
                Addresses = addresses,
                ServerAuthentication = true,
            },
            cancellationToken);
        await WriteAsync(issued, ServerCertificatePath, ServerKeyPath, cancellationToken);
    }

    // Receipts that it signed are asked about later, so that it is never renewed.
    private async Task EnsureReceiptKeyAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(ReceiptKeyPath))
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            await OwnerOnlyFiles.WriteAsync(ReceiptKeyPath, key.ExportPkcs8PrivateKeyPem() + "\n", cancellationToken);
        }
    }

    private async Task EnsureNoticeKeyAsync(CancellationToken cancellationToken)
    {
        const int length = 32;
        if (!File.Exists(NoticeKeyPath))
        {
            var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(length));
            await OwnerOnlyFiles.WriteAsync(NoticeKeyPath, key + "\n", cancellationToken);
        }
    }

    private static bool Names(IssuedCertificate issued, List<string> names, List<IPAddress> addresses)
    {
        using var certificate = X509Certificate2.CreateFromPem(issued.CertificatePem);
        var alternative = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return alternative is not null
            && names.All(n => alternative.EnumerateDnsNames().Contains(n, StringComparer.OrdinalIgnoreCase))
            && addresses.All(a => alternative.EnumerateIPAddresses().Contains(a));
    }

    private async Task<IssuedCertificate> IssueAsync(CertificateProfile profile, CancellationToken cancellationToken)
    {
        using var authority = CertificateAuthority.Load(
            await File.ReadAllTextAsync(AuthorityPath, cancellationToken),
            await File.ReadAllTextAsync(AuthorityKeyPath, cancellationToken));
        return authority.Issue(profile);
    }

    // The certificate is written last: where it is, its key is too.
    private static async Task WriteAsync(
        IssuedCertificate issued, string certificatePath, string keyPath, CancellationToken cancellationToken)
    {
        await OwnerOnlyFiles.WriteAsync(keyPath, issued.KeyPem, cancellationToken);
        await OwnerOnlyFiles.WriteAsync(certificatePath, issued.CertificatePem, CancellationToken.None);
    }

    // Null when a file is absent or damaged, belongs to another key, as after a crash between two writes, or to an
    // authority that is no longer the one in the folder.
    private async Task<IssuedCertificate?> ReadAsync(
        string certificatePath, string keyPath, CancellationToken cancellationToken)
    {
        if (!File.Exists(certificatePath) || !File.Exists(keyPath))
        {
            return null;
        }

        var certificatePem = await File.ReadAllTextAsync(certificatePath, cancellationToken);
        var keyPem = await File.ReadAllTextAsync(keyPath, cancellationToken);
        try
        {
            using var certificate = PemPair.Load(certificatePem, keyPem);
            return IsOurs(certificate)
                ? new IssuedCertificate(
                    certificatePem, keyPem, Thumbprints.Of(certificate), certificate.NotAfter.ToUniversalTime())
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private bool IsOurs(X509Certificate2 certificate)
    {
        using var authority = LoadAuthority();
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(certificate);
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(_folder, ".lock");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return OwnerOnlyFiles.OpenLock(path);
            }
            catch (IOException) when (attempt < LockAttempts)
            {
                // Another process holds it; it lets go within milliseconds, also when it is killed.
                await Task.Delay(LockPause, TimeProvider.System, cancellationToken);
            }
        }
    }
}
