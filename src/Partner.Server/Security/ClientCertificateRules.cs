using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Partner.Core.Texts;

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
    internal static Wording? Problem(X509Certificate2 client, X509Chain built, bool leads) => leads
        ? Problem([.. built.ChainElements.Select(element => element.Certificate)])
        : Problem([client]) ?? ChainProblem(built);

    /// <summary>Why a client may not show a certificate, whoever issued it; null when it may.</summary>
    /// <param name="chain">
    /// The client's certificate and, as far as they are known, those that it was issued by, the nearest first.
    /// </param>
    internal static Wording? Problem(IReadOnlyList<X509Certificate2> chain) => chain
        .Select((one, index) => (index == 0 ? LeafProblem(one) : null)
            ?? KeyProblem(one, index)
            ?? (IsAnchor(chain, index) ? null : SignatureProblem(one, index)))
        .FirstOrDefault(problem => problem is not null);

    /// <summary>Why a certificate does not count at an instant; null when it does.</summary>
    /// <param name="client">The client's certificate.</param>
    /// <param name="now">The instant.</param>
    internal static Wording? DateProblem(X509Certificate2 client, DateTimeOffset now) =>
        client.NotAfter.ToUniversalTime() <= now
            ? new(
                $"it expired at {Utc(client.NotAfter)}; have a new one issued",
                $"已于 {Utc(client.NotAfter)} 过期；请重新签发")
            : client.NotBefore.ToUniversalTime() > now + ClockSkew
                ? new(
                    $"it is valid from {Utc(client.NotBefore)} only; come again then, or have it issued from now on",
                    $"自 {Utc(client.NotBefore)} 起才有效；请届时再试，或签发立即生效的证书")
                : null;

    /// <summary>Whether a certificate is that of an authority.</summary>
    /// <param name="certificate">The certificate.</param>
    internal static bool IsAuthority(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(basic => basic.CertificateAuthority);

    private static Wording ChainProblem(X509Chain built)
    {
        var found = built.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (sum, next) => sum | next.Status);
        Wording words = found switch
        {
            _ when (found & (X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot)) != 0 => new(
                "it was not issued by a partner authority; have it issued by one, and show its intermediates with it",
                "并非由合作方 CA 签发；请由合作方 CA 签发，并附上中间证书"),
            _ when found.HasFlag(X509ChainStatusFlags.NotTimeValid) => new(
                "it, or an authority that it was issued by, has expired or is not valid yet; have a new one issued",
                "该证书或签发它的 CA 已过期或尚未生效；请重新签发"),
            _ when found.HasFlag(X509ChainStatusFlags.NotValidForUsage) => new(
                "an authority that it was issued by may not issue certificates of TLS clients",
                "签发它的 CA 无权签发 TLS 客户端证书"),
            _ => new("its chain is wrong", "其证书链有误"),
        };
        return new($"{words.English} ({found})", $"{words.Chinese}（{found}）");
    }

    private static Wording? LeafProblem(X509Certificate2 client)
    {
        if (IsAuthority(client))
        {
            return new(
                "it is the certificate of an authority, not of a client; take the client's own",
                "这是 CA 的证书，不是客户端证书；请使用客户端自己的证书");
        }

        if (!CertificateUses.AllowsClients(client))
        {
            return new(
                "it does not say that TLS clients may show it; "
                + "have it issued with the extended key usage clientAuth",
                "未注明可用作 TLS 客户端证书；请签发带有扩展密钥用途 clientAuth 的证书");
        }

        return client.Extensions.OfType<X509KeyUsageExtension>()
            .Any(usage => !usage.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature))
            ? new(
                "its key may not sign, as TLS clients must; have it issued with the key usage digitalSignature",
                "其密钥不得用于签名，而 TLS 客户端必须签名；请签发带有密钥用途 digitalSignature 的证书")
            : null;
    }

    // Nobody relies on the signature of the authority that is trusted itself.
    private static bool IsAnchor(IReadOnlyList<X509Certificate2> chain, int index) =>
        index > 0 && index == chain.Count - 1
        && chain[index].SubjectName.RawData.AsSpan().SequenceEqual(chain[index].IssuerName.RawData);

    private static Wording? KeyProblem(X509Certificate2 one, int index)
    {
        Wording? key = Bits(one) switch
        {
            ({ } bits, _) when bits < LeastRsaBits =>
                new($"an RSA key of {bits} bits", $"{bits} 位的 RSA 密钥"),
            (_, { } bits) when bits < LeastEcBits =>
                new($"an elliptic-curve key of {bits} bits", $"{bits} 位的椭圆曲线密钥"),
            (null, null) => new("a key that is neither RSA nor ECDSA", "既非 RSA 也非 ECDSA 的密钥"),
            _ => null,
        };
        if (key is null)
        {
            return null;
        }

        var who = Who(one, index);
        return new(
            $"{who.English} has {key.English}; ECDSA P-256 or better is right, or RSA of {LeastRsaBits} bits or more",
            $"{who.Chinese}使用{key.Chinese}；应使用 ECDSA P-256 或更强的密钥，或 {LeastRsaBits} 位以上的 RSA 密钥");
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

    private static Wording? SignatureProblem(X509Certificate2 one, int index)
    {
        if (CertificateSignature.IsStrong(one))
        {
            return null;
        }

        var (who, algorithm) = (Who(one, index), one.SignatureAlgorithm.FriendlyName ?? one.SignatureAlgorithm.Value);
        return new(
            $"{who.English} is signed with {algorithm}, not with SHA-256 or better; have it issued anew",
            $"{who.Chinese}的签名算法为 {algorithm}，弱于 SHA-256；请重新签发");
    }

    private static Wording Who(X509Certificate2 one, int index) => index == 0
        ? new("it", "该证书")
        : new($"an authority that it was issued by, {one.Subject},", $"签发它的 CA（{one.Subject}）");

    private static string Utc(DateTime local) => $"{local.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'}";
}
