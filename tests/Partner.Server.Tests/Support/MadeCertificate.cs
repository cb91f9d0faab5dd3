using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Partner.Server.Tests.Support;

/// <summary>A certificate with its key, good as a client's unless something about it is changed.</summary>
internal sealed record MadeCertificate(X509Certificate2 Certificate, AsymmetricAlgorithm Key)
{
    public static readonly MadeProfile Good = new();

    public string Pem => Certificate.ExportCertificatePem() + "\n";

    public static MadeCertificate Of(MadeProfile profile, MadeCertificate? issuer = null)
    {
        var key = profile.Key();
        var request = new CertificateRequest(
            new X500DistinguishedName($"CN={profile.Name}"), new PublicKey(key), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(profile.Authority, false, 0, critical: true));
        if (profile.KeyUsage is { } usage)
        {
            request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        }

        if (profile.Use is { } use)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        }

        var now = TimeProvider.System.GetUtcNow();
        var certificate = request.Create(
            issuer?.Certificate.SubjectName ?? request.SubjectName,
            new Signer(issuer?.Key ?? key, profile.Hash, profile.Pss),
            now + profile.Begins,
            now + profile.Ends,
            RandomNumberGenerator.GetBytes(8));
        return new MadeCertificate(certificate, key);
    }

    /// <summary>With its key, as TLS wants it.</summary>
    public X509Certificate2 ForTls()
    {
        using var pair = Key switch
        {
            RSA rsa => Certificate.CopyWithPrivateKey(rsa),
            DSA dsa => Certificate.CopyWithPrivateKey(dsa),
            _ => Certificate.CopyWithPrivateKey((ECDsa)Key),
        };
        return X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null);
    }

    // The platform's own generators sign with nothing weak.
    private sealed class Signer(AsymmetricAlgorithm key, HashAlgorithmName hash, bool pss) : X509SignatureGenerator
    {
        private static readonly Dictionary<string, string> Rsa = new()
        {
            ["MD5"] = "1.2.840.113549.1.1.4",
            ["SHA1"] = "1.2.840.113549.1.1.5",
            ["SHA256"] = "1.2.840.113549.1.1.11",
        };

        private static readonly Dictionary<string, string> Ec = new()
        {
            ["SHA1"] = "1.2.840.10045.4.1",
            ["SHA256"] = "1.2.840.10045.4.3.2",
        };

        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
        {
            if (pss)
            {
                return hash == HashAlgorithmName.SHA1
                    ? PssWithSha1()
                    : CreateForRSA((RSA)key, RSASignaturePadding.Pss).GetSignatureAlgorithmIdentifier(hash);
            }

            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier((key is RSA ? Rsa : Ec)[hash.Name!]);
                if (key is RSA)
                {
                    writer.WriteNull();
                }
            }

            return writer.Encode();
        }

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key is RSA rsa
            ? rsa.SignData(data, hash, pss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1)
            : ((ECDsa)key).SignData(data, hash, DSASignatureFormat.Rfc3279DerSequence);

        protected override PublicKey BuildPublicKey() => new(key);

        private static byte[] PssWithSha1()
        {
            // SHA-1 is what is meant where the parameters leave the hash out (RFC 4055, 3.1).
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.1.10");
                using var parameters = writer.PushSequence();
            }

            return writer.Encode();
        }
    }
}

/// <summary>What a made certificate says.</summary>
internal sealed record MadeProfile
{
    public string Name { get; init; } = "client";

    public Func<AsymmetricAlgorithm> Key { get; init; } = () => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>What its issuer signs with.</summary>
    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    public bool Pss { get; init; }

    public bool Authority { get; init; }

    public X509KeyUsageFlags? KeyUsage { get; init; } = X509KeyUsageFlags.DigitalSignature;

    /// <summary>Its extended key usage; clientAuth.</summary>
    public string? Use { get; init; } = "1.3.6.1.5.5.7.3.2";

    public TimeSpan Begins { get; init; } = TimeSpan.FromDays(-1);

    public TimeSpan Ends { get; init; } = TimeSpan.FromDays(30);

    public MadeProfile AsAuthority() => this with
    {
        Name = "authority",
        Authority = true,
        Use = null,
        KeyUsage = X509KeyUsageFlags.KeyCertSign,
    };
}
