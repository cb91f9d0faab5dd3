using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Partner.Core.Errors;
using Partner.Core.Texts;
using Partner.Server.Security;

namespace Partner.Server.Signing;

/// <summary>The key of a signing request that is good.</summary>
/// <param name="Key">The public key: all that is used of the request.</param>
/// <param name="Hash">SHA-256 of it (SubjectPublicKeyInfo), lower-case hex.</param>
internal sealed record RequestedKey(PublicKey Key, string Hash);

/// <summary>
/// Reads signing requests (PKCS#10, RFC 2986) that strangers made: the key first, then whether it signed the request.
/// </summary>
internal static class SigningRequests
{
    /// <summary>The largest request, in bytes or characters.</summary>
    internal const int Largest = 16 * 1024;

    private const int LeastRsaBits = 3072;
    private const int MostRsaBits = 8192;
    private const int LeastExponent = 65537;
    private const int MostExponentBits = 64;
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string Ec = "1.2.840.10045.2.1";

    private static readonly Wording Right = new(
        "ECDSA P-256, P-384 or P-521 is right, or RSA of 3072 to 8192 bits with the exponent 65537",
        "应使用 ECDSA P-256、P-384 或 P-521，或 3072 至 8192 位、指数为 65537 的 RSA 密钥");

    private static readonly HashSet<string> Labels = ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"];

    // By the curve's name, the bytes of a coordinate.
    private static readonly Dictionary<string, int> Curves = new(StringComparer.Ordinal)
    {
        ["1.2.840.10045.3.1.7"] = 32, ["1.3.132.0.34"] = 48, ["1.3.132.0.35"] = 66,
    };

    /// <summary>The DER form of a request in PEM.</summary>
    /// <param name="pem">The text.</param>
    /// <returns>The bytes; null when it is not one request and nothing else.</returns>
    internal static byte[]? Decode(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields) || !Labels.Contains(pem[fields.Label])
            || !string.IsNullOrWhiteSpace(pem[..fields.Location.Start])
            || !string.IsNullOrWhiteSpace(pem[fields.Location.End..]))
        {
            return null;
        }

        return Convert.FromBase64String(pem[fields.Base64Data]);
    }

    /// <summary>Looks at a request.</summary>
    /// <param name="request">The request, DER.</param>
    /// <returns>Its key; CERTIFICATE_REQUEST_INVALID or CERTIFICATE_KEY_TOO_WEAK.</returns>
    internal static Result<RequestedKey> Check(byte[] request)
    {
        try
        {
            var read = CertificateRequest.LoadSigningRequest(
                request, HashAlgorithmName.SHA256, out var length,
                CertificateRequestLoadOptions.SkipSignatureValidation);
            if (length != request.Length)
            {
                return Invalid("bytes follow its end", "其末尾之后还有其他字节");
            }

            if (Weakness(read.PublicKey) is { } weak)
            {
                return new Refusal(Reason.CertificateKeyTooWeak).With(
                    "problem", new Wording($"{weak.English}; {Right.English}", $"{weak.Chinese}；{Right.Chinese}"));
            }

            if (!CertificateSignature.IsStrong(request))
            {
                return Invalid("it is not signed with SHA-256 or better", "其签名算法弱于 SHA-256");
            }

            // Proof that whoever sends it has the key: it throws otherwise.
            CertificateRequest.LoadSigningRequest(request, HashAlgorithmName.SHA256, out _);
            return new RequestedKey(read.PublicKey, Thumbprints.OfKey(read.PublicKey));
        }
        catch (Exception fault) when (fault is CryptographicException or AsnContentException or ArgumentException
            or NotSupportedException)
        {
            return Invalid("it is damaged, or not signed with its own key", "已损坏，或并非用其自身的密钥签名");
        }
    }

    /// <summary>The refusal of what is no PEM of one signing request and nothing else.</summary>
    internal static Refusal NoRequest() =>
        Invalid("it is no PEM of one signing request and nothing else", "不是仅含一个证书申请的 PEM");

    /// <summary>The refusal of a request.</summary>
    /// <param name="english">What is wrong with it, in English.</param>
    /// <param name="chinese">The same in Chinese.</param>
    internal static Refusal Invalid(string english, string chinese) =>
        new Refusal(Reason.CertificateRequestInvalid).With("problem", new Wording(english, chinese));

    private static Wording? Weakness(PublicKey key) => key.Oid.Value switch
    {
        Rsa => RsaWeakness(key.EncodedKeyValue.RawData),
        Ec => EcWeakness(key),
        _ => new("the key is neither RSA nor ECDSA", "密钥既非 RSA 也非 ECDSA"),
    };

    private static Wording? RsaWeakness(byte[] key)
    {
        var parts = new AsnReader(key, AsnEncodingRules.DER).ReadSequence();
        var (modulus, exponent) = (parts.ReadInteger(), parts.ReadInteger());
        parts.ThrowIfNotEmpty();
        var bits = modulus.Sign > 0 ? modulus.GetBitLength() : 0;
        return bits is < LeastRsaBits or > MostRsaBits || modulus.IsEven
            ? new($"an RSA key of {bits} bits", $"RSA 密钥为 {bits} 位")
            : exponent < LeastExponent || exponent.IsEven || exponent.GetBitLength() > MostExponentBits
                ? new("an RSA key with an exponent that is too small, even or too large", "RSA 密钥的指数过小、过大或为偶数")
                : null;
    }

    private static Wording? EcWeakness(PublicKey key)
    {
        const byte uncompressed = 4;
        if (key.EncodedParameters?.RawData is not [(byte)UniversalTagNumber.ObjectIdentifier, ..] named)
        {
            return new("an elliptic-curve key on a curve without a name", "椭圆曲线密钥的曲线没有名称");
        }

        var curve = new AsnReader(named, AsnEncodingRules.DER).ReadObjectIdentifier();
        if (!Curves.TryGetValue(curve, out var bytes))
        {
            return new($"an elliptic-curve key on the curve {curve}", $"椭圆曲线密钥的曲线为 {curve}");
        }

        var point = key.EncodedKeyValue.RawData;
        return point.Length == 1 + (2 * bytes) && point[0] == uncompressed
            ? null
            : new("a point that is not written out", "椭圆曲线公钥的点没有完整写出");
    }
}
