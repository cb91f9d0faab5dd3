using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Partner.Server.Security;

/// <summary>
/// What a client's certificate must be, beside a chain to a partner authority: asked by the handshake and before a
/// certificate is registered. Each refusal says what helps.
/// </summary>
internal static class ClientCertificateRules
{
    private const int LeastRsaBits = 2048;
    private const int LeastEcBits = 256;

    /// <summary>How far the clocks of an authority and of a server may be apart.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Why a client may not show a certificate to us; null when it may.</summary>
    /// <param name="client">The certificate.</param>
    /// <param name="built">Its chain, as the platform tried to build it.</param>
    /// <param name="leads">Whether the chain leads to a partner authority.</param>
    internal static string? Problem(X509Certificate2 client, X509Chain built, bool leads) => leads
        ? Problem([.. built.ChainElements.Select(element => element.Certificate)])
        : Problem([client]) ?? ChainProblem(built);

    /// <summary>Why a client may not show a certificate, whoever issued it; null when it may.</summary>
    /// <param name="chain">
    /// The client's certificate and, as far as they are known, those that it was issued by, the nearest first.
    /// </param>
    internal static string? Problem(IReadOnlyList<X509Certificate2> chain) => chain
        .Select((one, index) => (index == 0 ? LeafProblem(one) : null)
            ?? KeyProblem(one, index)
            ?? (IsAnchor(chain, index) ? null : SignatureProblem(one, index)))
        .FirstOrDefault(problem => problem is not null);

    /// <summary>Why a certificate does not count at an instant; null when it does.</summary>
    /// <param name="client">The client's certificate.</param>
    /// <param name="now">The instant.</param>
    internal static string? DateProblem(X509Certificate2 client, DateTimeOffset now) =>
        client.NotAfter.ToUniversalTime() <= now
            ? $"it expired at {Utc(client.NotAfter)}; have a new one issued"
            : client.NotBefore.ToUniversalTime() > now + ClockSkew
                ? $"it is valid from {Utc(client.NotBefore)} only; come again then, or have it issued from now on"
                : null;

    /// <summary>Whether a certificate is that of an authority.</summary>
    /// <param name="certificate">The certificate.</param>
    internal static bool IsAuthority(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(basic => basic.CertificateAuthority);

    private static string ChainProblem(X509Chain built)
    {
        var found = built.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (sum, next) => sum | next.Status);
        var words = found switch
        {
            _ when (found & (X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot)) != 0 =>
                "it was not issued by a partner authority; have it issued by one, and show its intermediates with it",
            _ when found.HasFlag(X509ChainStatusFlags.NotTimeValid) =>
                "it, or an authority that it was issued by, has expired or is not valid yet; have a new one issued",
            _ when found.HasFlag(X509ChainStatusFlags.NotValidForUsage) =>
                "an authority that it was issued by may not issue certificates of TLS clients",
            _ => "its chain is wrong",
        };
        return $"{words} ({found})";
    }

    private static string? LeafProblem(X509Certificate2 client)
    {
        if (IsAuthority(client))
        {
            return "it is the certificate of an authority, not of a client; take the client's own";
        }

        if (!CertificateUses.AllowsClients(client))
        {
            return "it does not say that TLS clients may show it; "
                + "have it issued with the extended key usage clientAuth";
        }

        return client.Extensions.OfType<X509KeyUsageExtension>()
            .Any(usage => !usage.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature))
            ? "its key may not sign, as TLS clients must; have it issued with the key usage digitalSignature"
            : null;
    }

    // Nobody relies on the signature of the authority that is trusted itself.
    private static bool IsAnchor(IReadOnlyList<X509Certificate2> chain, int index) =>
        index > 0 && index == chain.Count - 1
        && chain[index].SubjectName.RawData.AsSpan().SequenceEqual(chain[index].IssuerName.RawData);

    private static string? KeyProblem(X509Certificate2 one, int index)
    {
        var key = Bits(one) switch
        {
            ({ } bits, _) when bits < LeastRsaBits => $"an RSA key of {bits} bits",
            (_, { } bits) when bits < LeastEcBits => $"an elliptic-curve key of {bits} bits",
            (null, null) => "a key that is neither RSA nor ECDSA",
            _ => null,
        };
        return key is null ? null
            : $"{Who(one, index)} has {key}; ECDSA P-256 or better is right, or RSA of {LeastRsaBits} bits or more";
    }

    private static (int? Rsa, int? Ec) Bits(X509Certificate2 one)
    {
        try
        {
            using var rsa = one.GetRSAPublicKey();
            using var ec = one.GetECDsaPublicKey();
            return (rsa?.KeySize, ec?.KeySize);
        }
        catch (CryptographicException)
        {
            // A key that the platform cannot read, on a curve that it does not know for one, is as good as none.
            return (null, null);
        }
    }

    private static string? SignatureProblem(X509Certificate2 one, int index) => CertificateSignature.IsStrong(one)
        ? null
        : $"{Who(one, index)} is signed with {one.SignatureAlgorithm.FriendlyName ?? one.SignatureAlgorithm.Value}, "
            + "not with SHA-256 or better; have it issued anew";

    private static string Who(X509Certificate2 one, int index) =>
        index == 0 ? "it" : $"an authority that it was issued by, {one.Subject},";

    private static string Utc(DateTime local) => $"{local.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'}";
}
