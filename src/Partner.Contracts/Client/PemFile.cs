using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Partner.Contracts.Client;

/// <summary>
/// Certificates in PEM (RFC 7468), all or none. The platform's own reader skips what is damaged, and a bundle that was
/// cut off would silently be a smaller one.
/// </summary>
internal static class PemFile
{
    private const string Dashes = "-----";
    private const string Begin = "-----BEGIN ";
    private const string CertificateLabel = "CERTIFICATE";

    /// <summary>The certificates of a file, in its order; keys beside them are passed over.</summary>
    /// <param name="path">The file.</param>
    /// <returns>At least one.</returns>
    /// <exception cref="CertificateFileException">
    /// A block is damaged, or no certificate is there; the message names file and block.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    internal static X509Certificate2Collection Certificates(string path) =>
        Certificates(File.ReadAllText(path), path);

    /// <summary>The certificates of a text, in its order; keys beside them are passed over.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">Its file; null where it comes from none.</param>
    /// <returns>At least one.</returns>
    /// <exception cref="CertificateFileException">A block is damaged, or no certificate is there.</exception>
    internal static X509Certificate2Collection Certificates(string text, string? path)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            Read(text, path, certificates);
            return certificates.Count > 0
                ? certificates
                : throw new CertificateFileException(
                    $"{path ?? "the PEM"} holds no certificate.", $"{path ?? "该 PEM"} 中没有证书。");
        }
        catch
        {
            foreach (var certificate in certificates)
            {
                certificate.Dispose();
            }

            throw;
        }
    }

    /// <summary>Whether a file is PEM at all, and not DER or PKCS #12.</summary>
    /// <param name="path">The file.</param>
    internal static bool IsPem(string path) => File.ReadAllText(path).Contains(Begin, StringComparison.Ordinal);

    private static void Read(ReadOnlySpan<char> text, string? path, X509Certificate2Collection certificates)
    {
        for (var number = 1; ; number++)
        {
            var start = text.IndexOf(Dashes, StringComparison.Ordinal);
            if (start < 0)
            {
                // A file that was cut off may end with the first dashes of a block.
                if (text.TrimEnd().EndsWith('-'))
                {
                    throw Damaged(path, number, "it is not whole", "内容不完整");
                }

                return;
            }

            text = text[start..];
            var whole = text.StartsWith(Begin, StringComparison.Ordinal)
                && PemEncoding.TryFind(text, out var found)
                && found.Location.Start.Value == 0;
            if (!whole)
            {
                throw Damaged(path, number, "it is not whole", "内容不完整");
            }

            var fields = PemEncoding.Find(text);
            if (text[fields.Label].SequenceEqual(CertificateLabel))
            {
                certificates.Add(Load(text[fields.Base64Data], path, number));
            }

            text = text[fields.Location.End..];
        }
    }

    private static X509Certificate2 Load(ReadOnlySpan<char> base64, string? path, int number)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(Convert.FromBase64String(base64.ToString()));
        }
        catch (CryptographicException fault)
        {
            throw Damaged(path, number, fault.Message.TrimEnd('.'), "其中不是证书");
        }
    }

    private static CertificateFileException Damaged(string? path, int number, string english, string chinese) => new(
        $"PEM block {number} of {path ?? "the PEM"} is damaged: {english}.",
        $"{path ?? "该 PEM"} 的第 {number} 块已损坏：{chinese}。");
}
