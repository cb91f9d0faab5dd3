using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Partner.Contracts.Client;

namespace Partner.Server.Security;

/// <summary>A client certificate out of a file, and whether a server would ever let it in.</summary>
internal static class ClientCertificateFile
{
    private const int LeastRsaBits = 2048;
    private const int LeastEcBits = 256;

    /// <summary>sha1WithRSA, md5WithRSA, ecdsa-with-SHA1, dsa-with-sha1.</summary>
    private static readonly string[] WeakSignatures =
        ["1.2.840.113549.1.1.5", "1.2.840.113549.1.1.4", "1.2.840.10045.4.1", "1.2.840.10040.4.3"];

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

        chain = PemFile.Certificates(path);
        var leaves = chain.Where(certificate => !IsAuthority(certificate)).ToList();
        if (leaves.Count > 1)
        {
            throw new CryptographicException(
                $"{path} holds {leaves.Count} certificates of clients, and it is not clear which one is meant: "
                + string.Join("; ", leaves.Select(leaf => leaf.Subject)));
        }

        var own = leaves.Count == 1 ? leaves[0] : chain[0];
        chain.Remove(own);
        return own;
    }

    /// <summary>Why no server lets a certificate in, in words for an operator; null when it does.</summary>
    /// <param name="client">The certificate.</param>
    /// <param name="chain">Intermediate authorities that come with it.</param>
    /// <param name="authorities">The partner authorities; null where they are not known.</param>
    /// <param name="now">The present time.</param>
    internal static string? Problem(
        X509Certificate2 client,
        X509Certificate2Collection chain,
        X509Certificate2Collection? authorities,
        DateTimeOffset now)
    {
        if (IsAuthority(client))
        {
            return "it is the certificate of an authority, not of a client";
        }

        if (client.NotAfter.ToUniversalTime() <= now)
        {
            return $"it expired at {client.NotAfter.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'}";
        }

        if (!CertificateUses.AllowsClients(client))
        {
            return "it does not say that TLS clients may show it (extended key usage clientAuth)";
        }

        return WeakKey(client) ?? WeakSignature(client)
            ?? (authorities is null ? null : WrongChain(client, chain, authorities, now));
    }

    private static bool IsAuthority(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(basic => basic.CertificateAuthority);

    private static string? WeakKey(X509Certificate2 client)
    {
        using var rsa = client.GetRSAPublicKey();
        using var ec = client.GetECDsaPublicKey();
        return (rsa?.KeySize, ec?.KeySize) switch
        {
            ({ } bits, _) when bits < LeastRsaBits => $"its RSA key has {bits} bits, fewer than {LeastRsaBits}",
            (_, { } bits) when bits < LeastEcBits => $"its EC key has {bits} bits, fewer than {LeastEcBits}",
            (null, null) => "its key is neither RSA nor EC",
            _ => null,
        };
    }

    private static string? WeakSignature(X509Certificate2 client) =>
        WeakSignatures.Contains(client.SignatureAlgorithm.Value)
            ? $"it is signed with {client.SignatureAlgorithm.FriendlyName}, which is broken"
            : null;

    private static string? WrongChain(
        X509Certificate2 client,
        X509Certificate2Collection chain,
        X509Certificate2Collection authorities,
        DateTimeOffset now)
    {
        using var built = new X509Chain { ChainPolicy = ClientChains.PolicyOf(authorities) };

        // One that is not valid yet may be registered for its time.
        built.ChainPolicy.VerificationTime = Later(client.NotBefore.ToUniversalTime(), now.UtcDateTime).ToLocalTime();
        built.ChainPolicy.ExtraStore.AddRange(chain);
        return built.Build(client) ? null
            : built.ChainStatus.Any(status => status.Status == X509ChainStatusFlags.NotValidForUsage)
                ? "an authority that it was issued by may not issue certificates of TLS clients"
                : "it was not issued by the authority in --ca";
    }

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;
}
