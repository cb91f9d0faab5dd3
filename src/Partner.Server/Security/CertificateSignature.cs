using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Partner.Server.Security;

/// <summary>How a certificate is signed (RFC 5280, 4.1.1.2), read from its bytes.</summary>
internal static class CertificateSignature
{
    /// <summary>RSASSA-PSS, whose hash is a parameter (RFC 4055, 3.1).</summary>
    private const string Pss = "1.2.840.113549.1.1.10";

    private static readonly HashSet<string> StrongAlgorithms = new(StringComparer.Ordinal)
    {
        "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13", // RSA: SHA-256, SHA-384, SHA-512
        "1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4", // ECDSA: the same
    };

    private static readonly HashSet<string> StrongHashes = new(StringComparer.Ordinal)
    {
        "2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3", // SHA-256, SHA-384, SHA-512
    };

    /// <summary>Whether a certificate is signed with RSA or ECDSA and SHA-256 or better.</summary>
    /// <param name="certificate">The certificate.</param>
    internal static bool IsStrong(X509Certificate2 certificate) => IsStrong(certificate.RawDataMemory);

    /// <summary>The same of anything that is signed as certificates are, a signing request for one.</summary>
    /// <param name="signed">It, DER.</param>
    internal static bool IsStrong(ReadOnlyMemory<byte> signed)
    {
        try
        {
            var parts = new AsnReader(signed, AsnEncodingRules.DER).ReadSequence();
            parts.ReadEncodedValue();
            var algorithm = parts.ReadSequence();
            var name = algorithm.ReadObjectIdentifier();
            return name == Pss ? StrongHashes.Contains(HashOfPss(algorithm)) : StrongAlgorithms.Contains(name);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    // What is left out is SHA-1.
    private static string HashOfPss(AsnReader algorithm)
    {
        var hash = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        if (!algorithm.HasData)
        {
            return "";
        }

        var parameters = algorithm.ReadSequence();
        return parameters.HasData && parameters.PeekTag() == hash
            ? parameters.ReadSequence(hash).ReadSequence().ReadObjectIdentifier()
            : "";
    }
}
