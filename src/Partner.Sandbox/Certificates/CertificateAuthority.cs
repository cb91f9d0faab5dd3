using System.Collections.ObjectModel;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Partner.Server.Security;

namespace Partner.Sandbox.Certificates;

/// <summary>
/// A private certificate authority: ECDSA P-256 with SHA-256, certificates by the profile of RFC 5280. Used for
/// development, tests and small installations; a larger one brings certificates of its own authority.
/// </summary>
public sealed class CertificateAuthority : IDisposable
{
    private const int SerialBytes = 16;

    private static readonly Oid ClientAuthenticationUse = new(CertificateUses.ClientAuthentication);
    private static readonly Oid ServerAuthenticationUse = new(CertificateUses.ServerAuthentication);

    private readonly ECDsa _key;

    private CertificateAuthority(X509Certificate2 certificate, ECDsa key) => (Certificate, _key) = (certificate, key);

    /// <summary>The authority's own certificate, without its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Makes a new authority.</summary>
    /// <param name="commonName">Its name.</param>
    /// <param name="notBefore">Start of its validity.</param>
    /// <param name="notAfter">End of its validity.</param>
    /// <param name="issued">Its certificate and key, to be stored.</param>
    public static CertificateAuthority Create(
        string commonName, DateTimeOffset notBefore, DateTimeOffset notAfter, out IssuedCertificate issued)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Name(commonName, null), key, HashAlgorithmName.SHA256);
        var extensions = request.CertificateExtensions;
        extensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        extensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        extensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var signed = request.Create(
            request.SubjectName, X509SignatureGenerator.CreateForECDsa(key), notBefore, notAfter, NewSerial());
        issued = IssuedCertificate.From(signed, key);
        return new CertificateAuthority(X509CertificateLoader.LoadCertificate(signed.RawData), key);
    }

    /// <summary>An authority from its stored form.</summary>
    /// <param name="certificatePem">Its certificate.</param>
    /// <param name="keyPem">Its private key.</param>
    /// <exception cref="CryptographicException">The texts are damaged or do not belong together.</exception>
    public static CertificateAuthority Load(string certificatePem, string keyPem)
    {
        using var pair = PemPair.Load(certificatePem, keyPem);
        var key = pair.GetECDsaPrivateKey()
            ?? throw new CryptographicException("The authority's key is not an elliptic-curve key.");
        return new CertificateAuthority(X509CertificateLoader.LoadCertificate(pair.RawData), key);
    }

    /// <summary>Issues a leaf certificate with a new key.</summary>
    /// <param name="profile">What it says.</param>
    /// <exception cref="ArgumentException">It would end before it starts.</exception>
    public IssuedCertificate Issue(CertificateProfile profile)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Name(profile.CommonName, profile.Unit), key, HashAlgorithmName.SHA256);
        var extensions = request.CertificateExtensions;
        extensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        extensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        extensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        extensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        AddUses(extensions, profile);
        AddNames(extensions, profile);
        using var signed = request.Create(
            Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_key),
            profile.NotBefore, profile.NotAfter, NewSerial());
        return IssuedCertificate.From(signed, key);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    private static void AddUses(Collection<X509Extension> extensions, CertificateProfile profile)
    {
        var uses = new OidCollection();
        if (profile.ServerAuthentication)
        {
            uses.Add(ServerAuthenticationUse);
        }

        if (profile.ClientAuthentication)
        {
            uses.Add(ClientAuthenticationUse);
        }

        if (uses.Count > 0)
        {
            extensions.Add(new X509EnhancedKeyUsageExtension(uses, critical: false));
        }
    }

    private static void AddNames(Collection<X509Extension> extensions, CertificateProfile profile)
    {
        if (profile.HostNames.Count == 0 && profile.Addresses.Count == 0)
        {
            return;
        }

        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in profile.HostNames.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            names.AddDnsName(name);
        }

        foreach (var address in profile.Addresses.Distinct())
        {
            names.AddIpAddress(address);
        }

        extensions.Add(names.Build());
    }

    private static X500DistinguishedName Name(string commonName, string? unit)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddOrganizationName("LEB card partners");
        if (unit is not null)
        {
            name.AddOrganizationalUnitName(unit);
        }

        name.AddCommonName(commonName);
        return name.Build();
    }

    // RFC 5280, 4.1.2.2: positive (so the first bit is off), at most 20 octets, and not to be guessed.
    private static byte[] NewSerial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] = (byte)((serial[0] & 0x3f) | 0x40);
        return serial;
    }
}
