using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Partner.Core.Accounts;

namespace Partner.Server.Security;

/// <summary>The names in a certificate that rules are about (subjectAltName, RFC 5280, 4.2.1.6).</summary>
internal static class CertificateNames
{
    private const string AlternativeName = "2.5.29.17";
    private const int MostNames = 20;

    private static readonly Asn1Tag Dns = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag Uri = new(TagClass.ContextSpecific, 6);

    /// <summary>The DNS names and URIs of a certificate.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <returns>None where the extension is damaged, or has more names than anybody needs.</returns>
    internal static IReadOnlyList<CertificateName> Of(X509Certificate2 certificate)
    {
        try
        {
            return certificate.Extensions.FirstOrDefault(one => one.Oid?.Value == AlternativeName) is { } extension
                ? Read(extension.RawData)
                : [];
        }
        catch (AsnContentException)
        {
            return [];
        }
    }

    private static List<CertificateName> Read(byte[] extension)
    {
        var names = new List<CertificateName>();
        var parts = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
        while (parts.HasData)
        {
            var tag = parts.PeekTag();
            if (tag.HasSameClassAndValue(Dns))
            {
                names.Add(new CertificateName(
                    NameKind.Dns, parts.ReadCharacterString(UniversalTagNumber.IA5String, Dns)));
            }
            else if (tag.HasSameClassAndValue(Uri))
            {
                names.Add(new CertificateName(
                    NameKind.Uri, parts.ReadCharacterString(UniversalTagNumber.IA5String, Uri)));
            }
            else
            {
                parts.ReadEncodedValue();
            }
        }

        return names.Count <= MostNames ? names : [];
    }
}
