using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Partner.Contracts.Client;
using Partner.Server.Contract;
using Partner.Server.Security;

namespace Partner.Server.BackOffice;

/// <summary>Certificates out of a message.</summary>
/// <param name="Client">The client's; null where there is none.</param>
/// <param name="All">The others.</param>
internal sealed record ShownCertificate(X509Certificate2? Client, X509Certificate2Collection All) : IDisposable
{
    private const int Largest = 32 * 1024;

    /// <summary>Reads a client's certificate with its intermediates; what is wrong is noted.</summary>
    /// <param name="pem">The field certificate_pem.</param>
    /// <param name="thumbprint">The field thumbprint: what the certificate's must be; empty for any.</param>
    public static ShownCertificate Read(RequestReader reader, string pem, string thumbprint)
    {
        const string field = "certificate_pem";
        if (pem.Length is 0 or > Largest)
        {
            reader.Note(field, "is required: PEM, at most 32 KiB", "必须填写：PEM，最多 32 KiB");
            return new ShownCertificate(null, []);
        }

        X509Certificate2Collection all = [];
        try
        {
            all = PemFile.Certificates(pem, path: null);
            var read = new ShownCertificate(ClientCertificateFile.Of(all, path: null), all);
            if (thumbprint.Length > 0
                && !string.Equals(thumbprint, Thumbprints.Of(read.Client!), StringComparison.OrdinalIgnoreCase))
            {
                reader.Note(
                    "thumbprint", $"must be that of the certificate, {Thumbprints.Of(read.Client!)}",
                    $"必须与证书一致：{Thumbprints.Of(read.Client!)}");
            }

            return read;
        }
        catch (CryptographicException damaged)
        {
            // What is not ours is the platform's word about the bytes of a certificate.
            var chinese = (damaged as CertificateFileException)?.Chinese ?? "证书已损坏";
            reader.Note(field, $"cannot be read: {damaged.Message}", $"无法读取：{chinese}");
            return new ShownCertificate(null, all);
        }
    }

    /// <summary>The partner authorities.</summary>
    /// <param name="pem">PEM.</param>
    public static ShownCertificate Authorities(string pem) =>
        new(null, PemFile.Certificates(pem, path: null));

    /// <inheritdoc/>
    public void Dispose()
    {
        Client?.Dispose();
        foreach (var one in All)
        {
            one.Dispose();
        }
    }
}
