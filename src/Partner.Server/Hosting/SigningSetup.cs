using System.Security.Cryptography;
using Partner.Contracts.Client;
using Partner.Server.Accounts;
using Partner.Server.Signing;

namespace Partner.Server.Hosting;

/// <summary>Who signs partners' certificates, and what callers are told of authorities.</summary>
internal static class SigningSetup
{
    /// <summary>The authority that settings name: files, or one elsewhere.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">The files cannot be used.</exception>
    internal static ISigningAuthority AuthorityOf(SigningOptions options) => options.CertificateFile is null
        ? new ExternalAuthority(options.Instructions)
        : FileAuthority.Read(options);

    /// <summary>Stops the start of a server that would not let in what it signs.</summary>
    /// <exception cref="CryptographicException">It would not; the message says why.</exception>
    internal static void Check(IServiceProvider services)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        if (services.GetRequiredService<ISigningAuthority>() is FileAuthority files
            && files.Problem(services.GetRequiredService<KestrelTls>().Authorities(), now) is { } problem)
        {
            throw new CryptographicException(
                $"What --signing-ca signs would not be let in: {problem}. It must be of --ca, or below one of it.");
        }
    }

    /// <summary>What callers are told.</summary>
    internal static AuthorityBundles BundlesOf(SigningOptions options, KestrelTls tls) => new(
        () => Pem(tls.Authorities()),
        () => options.ServerAuthoritiesFile is { } file ? Pem(PemFile.Certificates(file))
            : tls.ServerIsOfAuthorities() ? Pem(tls.Authorities())
            : "");

    private static string Pem(System.Security.Cryptography.X509Certificates.X509Certificate2Collection certificates) =>
        string.Concat(certificates.Select(one => one.ExportCertificatePem() + "\n"));
}
