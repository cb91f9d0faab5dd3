using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Partner.Contracts.Client;

/// <summary>Reads the partner's certificate and key, in the forms in which authorities hand them out.</summary>
internal static class ClientKey
{
    private const string EncryptedKey = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
    private const string OldEncryption = "Proc-Type: 4,ENCRYPTED";

    /// <summary>The certificate with its key and the certificates between it and its CA.</summary>
    /// <param name="options">Names the files.</param>
    /// <exception cref="CryptographicException">
    /// A file is damaged, key and certificate do not belong together, or the passphrase is missing or wrong.
    /// </exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static SslStreamCertificateContext Load(PartnerConnectionOptions options) =>
        PemFile.IsPem(options.CertificateFile) ? LoadPem(options) : LoadPkcs12(options);

    private static SslStreamCertificateContext LoadPkcs12(PartnerConnectionOptions options)
    {
        X509Certificate2Collection all;
        try
        {
            all = X509CertificateLoader.LoadPkcs12CollectionFromFile(options.CertificateFile, options.Passphrase);
        }
        catch (CryptographicException fault)
        {
            var (file, missing) = (options.CertificateFile, options.Passphrase is null);
            var secret = missing ? "no passphrase was given" : "the passphrase may be wrong";
            throw new CertificateFileException(
                $"{file} cannot be read as PEM or PKCS #12; {secret}: {fault.Message}",
                $"{file} 无法作为 PEM 或 PKCS #12 读取；{(missing ? "未提供密码" : "密码可能有误")}。",
                fault);
        }

        var own = all.FirstOrDefault(certificate => certificate.HasPrivateKey)
            ?? throw new CertificateFileException(
                $"{options.CertificateFile} holds no private key.", $"{options.CertificateFile} 中没有私钥。");
        all.Remove(own);
        return SslStreamCertificateContext.Create(own, all, offline: true);
    }

    private static SslStreamCertificateContext LoadPem(PartnerConnectionOptions options)
    {
        var chain = PemFile.Certificates(options.CertificateFile);
        using var pem = Pair(options);

        // Windows cannot use a key that lives in memory only for TLS; a detour over PKCS #12 gives it a container.
        var certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        return SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    private static X509Certificate2 Pair(PartnerConnectionOptions options)
    {
        var keyFile = options.KeyFile ?? options.CertificateFile;
        var certificate = File.ReadAllText(options.CertificateFile);
        var key = File.ReadAllText(keyFile);
        if (key.Contains(OldEncryption, StringComparison.Ordinal))
        {
            throw new CertificateFileException(
                $"{keyFile} is encrypted in OpenSSL's old form; openssl pkcs8 -topk8 writes it in the usual one.",
                $"{keyFile} 以 OpenSSL 的旧格式加密；请用 openssl pkcs8 -topk8 转为通用格式。");
        }

        var encrypted = key.Contains(EncryptedKey, StringComparison.Ordinal);
        if (encrypted && options.Passphrase is null)
        {
            throw new CertificateFileException(
                $"{keyFile} is encrypted, and no passphrase was given.", $"{keyFile} 已加密，但未提供密码。");
        }

        try
        {
            return encrypted
                ? X509Certificate2.CreateFromEncryptedPem(certificate, key, options.Passphrase)
                : X509Certificate2.CreateFromPem(certificate, key);
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException)
        {
            // The certificate was read before, so it is the key. The platform says for sure that it is another's only
            // where both are of one kind: for it an RSA key is a damaged one beside a certificate with a curve's.
            var (or, orZh) = (fault, encrypted) switch
            {
                (ArgumentException, _) => ("", ""),
                (_, true) => (", or is damaged, or the passphrase is wrong", "，或已损坏，或密码有误"),
                _ => (", or is damaged", "，或已损坏"),
            };
            throw new CertificateFileException(
                $"The private key in {keyFile} does not belong to the certificate in {options.CertificateFile}{or}.",
                $"{keyFile} 中的私钥与 {options.CertificateFile} 中的证书不匹配{orZh}。",
                fault);
        }
    }
}
