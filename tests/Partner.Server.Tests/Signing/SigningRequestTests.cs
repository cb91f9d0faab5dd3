using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Partner.Core.Errors;
using Partner.Server.Security;
using Partner.Server.Signing;

namespace Partner.Server.Tests.Signing;

/// <summary>Signing requests as strangers may make them.</summary>
public sealed class SigningRequestTests
{
    private static readonly HashAlgorithmName Sha256 = HashAlgorithmName.SHA256;

    [Fact]
    public void Good_keys_are_taken_in_both_forms()
    {
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var p521 = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        using var rsa = RSA.Create(3072);
        foreach (var request in new[] { Of(p256), Of(p384), Of(p521), Of(rsa) })
        {
            var checkedOne = SigningRequests.Check(request.CreateSigningRequest());
            Assert.Null(checkedOne.Refusal);
            Assert.Equal(Thumbprints.OfKey(request.PublicKey), checkedOne.Value.Hash);
            var pem = request.CreateSigningRequestPem();
            Assert.NotNull(SigningRequests.Decode($"\n{pem}\n"));
            Assert.Null(SigningRequests.Decode(pem + pem));
            Assert.Null(SigningRequests.Decode("text " + pem));
            Assert.Null(SigningRequests.Decode(pem.Replace("REQUEST", "OTHER", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Weak_keys_are_told_with_what_is_right()
    {
        using var small = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp224r1"));
        foreach (var request in new[] { Of(small).CreateSigningRequest(), Of(curve).CreateSigningRequest() })
        {
            Weak(request);
        }

        Weak(Forged(EcKey([0x30, 0], 65)));
        Weak(Forged(EcKey([6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7], 33)));
        Weak(Forged(RsaKey(3072, BigInteger.One)));
        Weak(Forged(RsaKey(3072, 3)));
        Weak(Forged(RsaKey(3072, 65538)));
        Weak(Forged(RsaKey(3072, BigInteger.Pow(2, 100) + 1)));
        Weak(Forged(RsaKey(16384, 65537)));
    }

    [Fact]
    public void What_is_not_signed_with_its_own_key_and_what_is_damaged_is_invalid()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var good = Of(key).CreateSigningRequest();
        var broken = (byte[])good.Clone();
        broken[^1] ^= 1;
        var otherSubject = (byte[])good.Clone();
        otherSubject[good.AsSpan().IndexOf("till"u8)] ^= 1;
        using var rsa = RSA.Create(3072);
        var sha1 = Of(rsa).CreateSigningRequest();
        byte[] withSha256 = [0x86, 0xf7, 0x0d, 1, 1, 0x0b];
        sha1[sha1.AsSpan().LastIndexOf(withSha256) + 5] = 5;

        byte[][] bad =
        [
            [], [0x30], [0x30, 0x80], new byte[100], broken, otherSubject, [.. good, 0], [.. good, .. good],
            good[..^1], Forged(RsaKey(3072, 65537)), sha1,
        ];
        Assert.All(bad, request =>
        {
            var refusal = SigningRequests.Check(request).Refusal;
            Assert.Equal(Reason.CertificateRequestInvalid, refusal?.Reason);
            ChineseText.Check(refusal!.Texts["problem"]);
        });
        ChineseText.Check(SigningRequests.NoRequest().Texts["problem"]);
    }

    [Fact]
    public void Of_random_damage_nothing_is_taken_and_nothing_throws()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var good = Of(key).CreateSigningRequest();
        var random = new Random(20261127);
        for (var round = 0; round < 500; round++)
        {
            var damaged = (byte[])good.Clone();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            Assert.NotNull(SigningRequests.Check(damaged).Refusal);
        }
    }

    internal static CertificateRequest Of(AsymmetricAlgorithm key) => key switch
    {
        RSA rsa => new CertificateRequest("CN=till", rsa, Sha256, RSASignaturePadding.Pkcs1),
        _ => new CertificateRequest("CN=till", (ECDsa)key, Sha256),
    };

    private static void Weak(byte[] request)
    {
        var refusal = SigningRequests.Check(request).Refusal;
        Assert.Equal(Reason.CertificateKeyTooWeak, refusal?.Reason);
        Assert.Contains("ECDSA P-256", refusal!.Texts["problem"].English, StringComparison.Ordinal);
        Assert.Contains("ECDSA P-256", refusal.Texts["problem"].Chinese, StringComparison.Ordinal);
        ChineseText.Check(refusal.Texts["problem"]);
    }

    private static PublicKey EcKey(byte[] parameters, int pointBytes)
    {
        var point = new byte[pointBytes];
        point[0] = pointBytes == 65 ? (byte)4 : (byte)2;
        return new PublicKey(
            new Oid("1.2.840.10045.2.1"), new AsnEncodedData(parameters), new AsnEncodedData(point));
    }

    private static PublicKey RsaKey(int bits, BigInteger exponent)
    {
        var modulus = BigInteger.Pow(2, bits - 1) + 1;
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(modulus);
            writer.WriteInteger(exponent);
        }

        var nothing = new AsnEncodedData(new byte[] { 5, 0 });
        return new PublicKey(new Oid("1.2.840.113549.1.1.1"), nothing, new AsnEncodedData(writer.Encode()));
    }

    // A request with any public key, signed with another one.
    private static byte[] Forged(PublicKey key)
    {
        using var signer = RSA.Create(2048);
        return new CertificateRequest(new X500DistinguishedName("CN=till"), key, Sha256)
            .CreateSigningRequest(X509SignatureGenerator.CreateForRSA(signer, RSASignaturePadding.Pkcs1));
    }
}
