using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Partner.Server.Security;

/// <summary>A certificate revocation list (RFC 5280, 5): complete, and signed by the authority that it is of.</summary>
internal sealed class RevocationList
{
    private const string Number = "2.5.29.20";

    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Dictionary<string, HashAlgorithmName> RsaHashes = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.11"] = HashAlgorithmName.SHA256,
        ["1.2.840.113549.1.1.12"] = HashAlgorithmName.SHA384,
        ["1.2.840.113549.1.1.13"] = HashAlgorithmName.SHA512,
    };

    private static readonly Dictionary<string, HashAlgorithmName> EcHashes = new(StringComparer.Ordinal)
    {
        ["1.2.840.10045.4.3.2"] = HashAlgorithmName.SHA256,
        ["1.2.840.10045.4.3.3"] = HashAlgorithmName.SHA384,
        ["1.2.840.10045.4.3.4"] = HashAlgorithmName.SHA512,
    };

    private readonly HashSet<BigInteger> _serials = [];

    private RevocationList(byte[] issuer, DateTimeOffset? next) => (Issuer, NextUpdate) = (issuer, next);

    /// <summary>The name of the authority that it is of, DER.</summary>
    internal byte[] Issuer { get; }

    /// <summary>When a newer one is there at the latest (UTC); null where it does not say.</summary>
    internal DateTimeOffset? NextUpdate { get; }

    /// <summary>Its number: lists of an authority are numbered upwards. 0 where it has none.</summary>
    internal BigInteger ListNumber { get; private set; }

    /// <summary>How many certificates it revokes.</summary>
    internal int Count => _serials.Count;

    /// <summary>Whether it revokes a certificate of its authority.</summary>
    /// <param name="certificate">The certificate.</param>
    internal bool Revokes(X509Certificate2 certificate) =>
        _serials.Contains(new BigInteger(certificate.SerialNumberBytes.Span, isUnsigned: true, isBigEndian: true));

    /// <summary>Reads a list.</summary>
    /// <param name="encoded">It, DER.</param>
    /// <param name="authorities">The authorities, one of which must have signed it.</param>
    /// <exception cref="CryptographicException">
    /// It is damaged, not of one of the authorities, or says of itself that it is not complete.
    /// </exception>
    internal static RevocationList Read(byte[] encoded, X509Certificate2Collection authorities)
    {
        try
        {
            var whole = new AsnReader(encoded, AsnEncodingRules.DER);
            var parts = whole.ReadSequence();
            whole.ThrowIfNotEmpty();
            var body = parts.ReadEncodedValue();
            var algorithm = parts.ReadSequence().ReadObjectIdentifier();
            var signature = parts.ReadBitString(out _);
            parts.ThrowIfNotEmpty();
            var list = ReadBody(body);
            if (!authorities.Any(one => one.SubjectName.RawData.AsSpan().SequenceEqual(list.Issuer)
                && IsSigned(body.Span, signature, algorithm, one)))
            {
                throw new CryptographicException("no authority of --ca signed it, with SHA-256 or better");
            }

            return list;
        }
        catch (AsnContentException fault)
        {
            throw new CryptographicException("it is damaged", fault);
        }
    }

    private static RevocationList ReadBody(ReadOnlyMemory<byte> body)
    {
        var parts = new AsnReader(body, AsnEncodingRules.DER).ReadSequence();
        if (parts.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            parts.ReadInteger();
        }

        parts.ReadSequence();
        var issuer = parts.ReadEncodedValue().ToArray();
        ReadTime(parts);
        var next = parts.HasData && IsTime(parts.PeekTag()) ? ReadTime(parts) : (DateTimeOffset?)null;
        var list = new RevocationList(issuer, next);
        if (parts.HasData && parts.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            list.ReadEntries(parts.ReadSequence());
        }

        if (parts.HasData)
        {
            list.ReadExtensions(parts.ReadSequence(Extensions).ReadSequence());
        }

        parts.ThrowIfNotEmpty();
        return list;
    }

    private void ReadEntries(AsnReader entries)
    {
        while (entries.HasData)
        {
            var entry = entries.ReadSequence();
            _serials.Add(entry.ReadInteger());
            ReadTime(entry);
            if (entry.HasData)
            {
                ReadExtensions(entry.ReadSequence());
            }
        }
    }

    // What is critical and not known here (a part of a list, changes to one, entries of other authorities) would make
    // it mean something else.
    private void ReadExtensions(AsnReader extensions)
    {
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var name = extension.ReadObjectIdentifier();
            if (extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean())
            {
                throw new CryptographicException($"it has the critical extension {name}: a complete list is needed");
            }

            var value = extension.ReadOctetString();
            ListNumber = name == Number ? new AsnReader(value, AsnEncodingRules.DER).ReadInteger() : ListNumber;
        }
    }

    private static bool IsTime(Asn1Tag tag) =>
        tag.HasSameClassAndValue(Asn1Tag.UtcTime) || tag.HasSameClassAndValue(Asn1Tag.GeneralizedTime);

    private static DateTimeOffset ReadTime(AsnReader parts) => parts.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime)
        ? parts.ReadUtcTime()
        : parts.ReadGeneralizedTime();

    private static bool IsSigned(
        ReadOnlySpan<byte> body, byte[] signature, string algorithm, X509Certificate2 authority)
    {
        if (RsaHashes.TryGetValue(algorithm, out var hash))
        {
            using var rsa = authority.GetRSAPublicKey();
            return rsa is not null && rsa.VerifyData(body, signature, hash, RSASignaturePadding.Pkcs1);
        }

        using var ec = authority.GetECDsaPublicKey();
        return ec is not null && EcHashes.TryGetValue(algorithm, out hash)
            && ec.VerifyData(body, signature, hash, DSASignatureFormat.Rfc3279DerSequence);
    }
}
