using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Partner.Cli.Hosting;

namespace Partner.Cli.Output;

/// <summary>
/// The files of a certificate that is asked for. The key is made before anything is sent, readable by its owner only,
/// and used again where it is there: so a lost answer is asked for again with the same request. The certificate is
/// written beside it as a whole, last of all.
/// </summary>
/// <param name="stem">Their path without the ending: .key and .crt are added.</param>
/// <param name="language">The language of complaints.</param>
internal sealed class KeyAndCertificate(string stem, Language language)
{
    public string KeyPath => stem + ".key";

    public string CertificatePath => stem + ".crt";

    /// <summary>A signing request with the key of the file, which is made unless it is there.</summary>
    /// <returns>The request, DER, and an id that is the same for the same key.</returns>
    /// <exception cref="UsageException">A file is in the way, or cannot be written.</exception>
    public (byte[] Request, string RequestId) Prepare()
    {
        const int idBytes = 16;
        if (File.Exists(CertificatePath))
        {
            throw new UsageException(language.Pick(
                $"{CertificatePath} is there already: name another file with --out.",
                $"{CertificatePath} 已存在：请用 --out 指定其他文件。"));
        }

        using var key = Key();
        var request = new CertificateRequest("CN=partner", key, HashAlgorithmName.SHA256);
        var id = SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, idBytes);
        return (Stored(request), $"enroll-{Convert.ToHexStringLower(id)}");
    }

    /// <summary>Writes the certificate and what is to be shown with it.</summary>
    public void Save(string certificatePem, string chainPem)
    {
        var temporary = CertificatePath + ".tmp";
        Guarded(() =>
        {
            File.WriteAllText(temporary, certificatePem + chainPem);
            File.Move(temporary, CertificatePath, overwrite: false);
            File.Delete(RequestPath);
        });
    }

    // A signature differs each time it is made: what was sent once is sent again.
    private string RequestPath => stem + ".csr";

    private byte[] Stored(CertificateRequest request)
    {
        if (File.Exists(RequestPath))
        {
            var known = CertificateRequest.LoadSigningRequestPem(
                File.ReadAllText(RequestPath), HashAlgorithmName.SHA256);
            if (known.PublicKey.ExportSubjectPublicKeyInfo().AsSpan()
                .SequenceEqual(request.PublicKey.ExportSubjectPublicKeyInfo()))
            {
                return Convert.FromBase64String(Base64(File.ReadAllText(RequestPath)));
            }
        }

        var made = request.CreateSigningRequest();
        Guarded(() => File.WriteAllText(RequestPath, PemEncoding.WriteString("CERTIFICATE REQUEST", made) + "\n"));
        return made;
    }

    private static string Base64(string pem) => pem[PemEncoding.Find(pem).Base64Data];

    private ECDsa Key()
    {
        if (File.Exists(KeyPath))
        {
            var known = ECDsa.Create();
            Guarded(() => known.ImportFromPem(File.ReadAllText(KeyPath)));
            return known;
        }

        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Guarded(() =>
        {
            using var file = new StreamWriter(SecretFile.Open(KeyPath, FileMode.CreateNew));
            file.Write(key.ExportPkcs8PrivateKeyPem() + "\n");
        });
        return key;
    }

    private void Guarded(Action work)
    {
        try
        {
            work();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException
            or ArgumentException)
        {
            throw new UsageException(language.Pick(
                $"The files {stem}.* cannot be used: {fault.Message}",
                $"无法使用文件 {stem}.*：{FaultText.Of(language, fault)}"));
        }
    }
}
