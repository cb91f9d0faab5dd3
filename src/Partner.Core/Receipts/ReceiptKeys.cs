using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Partner.Core.Receipts;

/// <summary>A receipt's signature.</summary>
/// <param name="KeyId">Which key made it: <see cref="ReceiptKeys.IdOf"/>.</param>
/// <param name="Value">
/// 64 bytes: r and s as in IEEE P1363, in base64url without padding, as JWS (RFC 7518, 3.4) has them.
/// </param>
/// <param name="Code">The short code that follows from it.</param>
public sealed record ReceiptSignature(string KeyId, string Value, string Code);

/// <summary>Whether a signature is one of ours.</summary>
public enum SignatureVerdict
{
    /// <summary>It is, and of exactly this content.</summary>
    Genuine,

    /// <summary>It is not.</summary>
    NotGenuine,

    /// <summary>Its key is not among those that are known.</summary>
    KeyUnknown,
}

/// <summary>
/// The keys of receipts: ES256, which is ECDSA on P-256 with SHA-256 (RFC 7518). One may sign; all may verify, so that
/// receipts of earlier keys stay genuine. What is signed is the content's UTF-8 and a last line that names the key.
/// </summary>
public sealed class ReceiptKeys
{
    private const int SignatureLength = 64;
    private const int IdLength = 16;
    private const string KeyLine = "\nkey=";

    private readonly ECParameters? _own;
    private readonly Dictionary<string, ECParameters> _public = new(StringComparer.Ordinal);

    private ReceiptKeys(ECParameters? own, IEnumerable<ECParameters> others)
    {
        _own = own;
        foreach (var key in others)
        {
            _public[IdOf(key)] = key;
        }

        if (own is { } signing)
        {
            OwnId = IdOf(signing);
            _public[OwnId] = signing with { D = null };
        }
    }

    /// <summary>The id of the key that signs; null when none does.</summary>
    public string? OwnId { get; }

    /// <summary>Reads keys.</summary>
    /// <param name="privatePem">The key that signs, PEM, not encrypted; null when none does.</param>
    /// <param name="publicPems">
    /// Keys that verify, PEM: public ones, or private ones, of which only that half is used.
    /// </param>
    /// <exception cref="CryptographicException">
    /// A text is no key of P-256, or the one that signs is a public one.
    /// </exception>
    public static ReceiptKeys Read(string? privatePem, params IEnumerable<string> publicPems) => new(
        privatePem is null ? null : Parameters(privatePem, true),
        [.. publicPems.Select(pem => Parameters(pem, false))]);

    /// <summary>
    /// The id of a key: the first 16 hex digits of the SHA-256 of its public half (SubjectPublicKeyInfo, DER), so that
    /// it needs no name that could be given twice.
    /// </summary>
    public static string IdOf(ECParameters key)
    {
        using var ecdsa = ECDsa.Create(key with { D = null });
        return Convert.ToHexStringLower(SHA256.HashData(ecdsa.ExportSubjectPublicKeyInfo()))[..IdLength];
    }

    /// <summary>Signs a receipt.</summary>
    /// <param name="content">What <see cref="ReceiptContent.Write"/> wrote.</param>
    /// <returns>The signature, another one each time; null without a key that signs.</returns>
    public ReceiptSignature? Sign(string content)
    {
        if (_own is not { } key)
        {
            return null;
        }

        using var ecdsa = ECDsa.Create(key);
        var signature = ecdsa.SignData(
            Encoding.UTF8.GetBytes(SignedText(content, OwnId!)),
            HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return new ReceiptSignature(OwnId!, Base64Url.EncodeToString(signature), ReceiptCode.Of(signature));
    }

    /// <summary>Verifies a signature.</summary>
    /// <param name="content">The content that it should be of.</param>
    /// <param name="keyId">The key that it names.</param>
    /// <param name="signature">The signature, base64url.</param>
    public SignatureVerdict Verify(string content, string keyId, string signature)
    {
        if (!_public.TryGetValue(keyId, out var key))
        {
            return SignatureVerdict.KeyUnknown;
        }

        if (Decoded(signature) is not { Length: SignatureLength } bytes)
        {
            return SignatureVerdict.NotGenuine;
        }

        using var ecdsa = ECDsa.Create(key);
        return ecdsa.VerifyData(
            Encoding.UTF8.GetBytes(SignedText(content, keyId)),
            bytes,
            HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
            ? SignatureVerdict.Genuine
            : SignatureVerdict.NotGenuine;
    }

    /// <summary>What is signed: the content, and the line that names the key.</summary>
    public static string SignedText(string content, string keyId) => content + KeyLine + keyId;

    // Only the one text of a signature: the last character has bits that mean nothing, and could be changed.
    private static byte[]? Decoded(string signature) =>
        Base64Url.IsValid(signature) && Base64Url.DecodeFromChars(signature) is var bytes
        && Base64Url.EncodeToString(bytes) == signature
            ? bytes
            : null;

    private static ECParameters Parameters(string pem, bool signs)
    {
        const string curve = "1.2.840.10045.3.1.7";
        using var ecdsa = ECDsa.Create();
        try
        {
            ecdsa.ImportFromPem(pem);
        }
        catch (ArgumentException fault)
        {
            throw new CryptographicException("It is no key in PEM.", fault);
        }

        var named = ecdsa.ExportParameters(false);
        if (named.Curve.Oid?.Value != curve && named.Curve.Oid?.FriendlyName is not ("nistP256" or "ECDSA_P256"))
        {
            throw new CryptographicException("It is no key of the curve P-256, which ES256 wants.");
        }

        if (!signs)
        {
            return named;
        }

        try
        {
            return ecdsa.ExportParameters(true);
        }
        catch (CryptographicException fault)
        {
            throw new CryptographicException("It is a public key: only a private one can sign.", fault);
        }
    }
}
