using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Partner.Contracts.Client;
using Partner.Core.Accounts;
using Partner.Core.Texts;

namespace Partner.Server.Security;

/// <summary>A client certificate out of a file, and whether a server would ever let it in.</summary>
internal static class ClientCertificateFile
{
    /// <summary>The client's certificate of a file. The caller disposes of it.</summary>
    /// <param name="path">PEM, with the certificates of intermediate authorities or without; or DER.</param>
    /// <param name="chain">The other certificates of the file.</param>
    /// <exception cref="CryptographicException">
    /// The file is damaged, or it is not clear which certificate is the client's.
    /// </exception>
    internal static X509Certificate2 Read(string path, out X509Certificate2Collection chain)
    {
        chain = [];
        if (!PemFile.IsPem(path))
        {
            return X509CertificateLoader.LoadCertificateFromFile(path);
        }

        return Of(chain = PemFile.Certificates(path), path);
    }

    /// <summary>The client's certificate among several, which it is taken from.</summary>
    /// <param name="chain">All of them; those of intermediate authorities stay.</param>
    /// <param name="path">Their file; null where they are a text.</param>
    /// <exception cref="CertificateFileException">It is not clear which certificate is the client's.</exception>
    internal static X509Certificate2 Of(X509Certificate2Collection chain, string? path)
    {
        var leaves = chain.Where(certificate => !ClientCertificateRules.IsAuthority(certificate)).ToList();
        if (leaves.Count > 1)
        {
            var subjects = string.Join("; ", leaves.Select(leaf => leaf.Subject));
            throw new CertificateFileException(
                $"{path ?? "the PEM"} holds {leaves.Count} certificates of clients, and it is not clear which one is "
                + $"meant: {subjects}",
                $"{path ?? "该 PEM"} 含有 {leaves.Count} 个客户端证书，无法确定是哪一个：{subjects}");
        }

        var own = leaves.Count == 1 ? leaves[0] : chain[0];
        chain.Remove(own);
        return own;
    }

    /// <summary>Why no server lets a certificate in, in words for people; null when it does.</summary>
    /// <param name="client">The certificate.</param>
    /// <param name="chain">Intermediate authorities that come with it.</param>
    /// <param name="authorities">The partner authorities; null where they are not known.</param>
    /// <param name="now">The present time.</param>
    internal static Wording? Problem(
        X509Certificate2 client,
        X509Certificate2Collection chain,
        X509Certificate2Collection? authorities,
        DateTimeOffset now) => ClientCertificateRules.Problem([client, .. chain])
            ?? ClientCertificateRules.DateProblem(client, now)
            ?? (authorities is null ? null : ChainProblem(client, chain, authorities, now));

    /// <summary>What its authority calls a certificate.</summary>
    /// <param name="client">The certificate.</param>
    /// <param name="chain">Intermediate authorities that come with it.</param>
    /// <param name="authorities">The partner authorities; null where they are not known.</param>
    /// <param name="now">The present time.</param>
    /// <returns>It, without the authority where none of those signed the certificate; null as of Thumbprints.</returns>
    internal static IssuedAs? IssuedAs(
        X509Certificate2 client,
        X509Certificate2Collection chain,
        X509Certificate2Collection? authorities,
        DateTimeOffset now)
    {
        using var built = ChainOf(client, chain, authorities ?? chain, now);
        return Thumbprints.IssuedAs(
            client,
            built.Build(client) && built.ChainElements.Count > 1
                ? Thumbprints.OfKey(built.ChainElements[1].Certificate.PublicKey)
                : null);
    }

    private static Wording? ChainProblem(
        X509Certificate2 client,
        X509Certificate2Collection chain,
        X509Certificate2Collection authorities,
        DateTimeOffset now)
    {
        using var built = ChainOf(client, chain, authorities, now);
        return ClientCertificateRules.Problem(client, built, built.Build(client));
    }

    private static X509Chain ChainOf(
        X509Certificate2 client,
        X509Certificate2Collection chain,
        X509Certificate2Collection authorities,
        DateTimeOffset now)
    {
        var built = new X509Chain { ChainPolicy = ClientChains.PolicyOf(authorities) };

        // One that begins in a moment, by the clock of its authority, is judged as of then.
        built.ChainPolicy.VerificationTime = Later(client.NotBefore.ToUniversalTime(), now.UtcDateTime).ToLocalTime();
        built.ChainPolicy.ExtraStore.AddRange(chain);
        return built;
    }

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;
}
