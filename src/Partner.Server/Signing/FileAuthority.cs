using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Partner.Contracts.Client;
using Partner.Core.Accounts;
using Partner.Core.Errors;
using Partner.Core.Texts;
using Partner.Server.Security;

namespace Partner.Server.Signing;

/// <summary>
/// An authority out of files, whose key this process holds in memory. What it signs says only what we say: of a request
/// the public key is used, and nothing else.
/// </summary>
internal sealed class FileAuthority : ISigningAuthority, IDisposable
{
    private const int SerialBytes = 16;
    private const int LargeCurve = 384;

    // Clocks of servers run a little ahead of each other.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);
    private static readonly Oid ClientAuthentication = new(CertificateUses.ClientAuthentication);

    private readonly X509Certificate2 _certificate;
    private readonly AsymmetricAlgorithm _key;
    private readonly X509SignatureGenerator _generator;
    private readonly HashAlgorithmName _hash;
    private readonly DateTimeOffset _end;
    private readonly int _usualDays;
    private readonly Lock _signing = new();

    private FileAuthority(X509Certificate2 certificate, X509Certificate2Collection above, int usualDays)
    {
        (_certificate, _usualDays) = (certificate, usualDays);
        (_key, _generator, _hash) = KeyOf(certificate);
        _end = above.Prepend(certificate).Min(one => new DateTimeOffset(one.NotAfter.ToUniversalTime()));
        Id = Thumbprints.OfKey(certificate.PublicKey);
        ChainPem = string.Concat(above.Prepend(certificate).Select(one => one.ExportCertificatePem() + "\n"));
    }

    /// <summary>SHA-256 of its public key, lower-case hex.</summary>
    public string Id { get; }

    /// <inheritdoc/>
    public Refusal? Unavailable => null;

    /// <inheritdoc/>
    public string ChainPem { get; }

    /// <summary>Reads an authority.</summary>
    /// <param name="options">Where its files are.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">
    /// A file is damaged, they do not belong together, the passphrase is wrong or the key is not encrypted.
    /// </exception>
    internal static FileAuthority Read(SigningOptions options)
    {
        var (certificateFile, keyFile) = (options.CertificateFile!, options.KeyFile!);
        var chain = PemFile.Certificates(certificateFile);
        if (chain.Count == 0 || !ClientCertificateRules.IsAuthority(chain[0]))
        {
            throw new CryptographicException($"{certificateFile} does not begin with the certificate of an authority.");
        }

        return new FileAuthority(
            WithKey(options, chain[0].ExportCertificatePem(), File.ReadAllText(keyFile), keyFile),
            [.. chain.Skip(1)],
            options.UsualDays);
    }

    /// <summary>Why no server would let in what it signs, for whoever starts one; null when they would.</summary>
    /// <param name="authorities">The partner authorities.</param>
    /// <param name="now">The present time.</param>
    internal string? Problem(X509Certificate2Collection authorities, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var order = new LeafOrder(
            new PartnerId("self-test"), Core.Identity.CertificateScope.Whole, new PublicKey(key), 1);
        var signed = Sign(order, now);
        if (signed.Refusal is not null)
        {
            return $"the signing authority ends at {InstantText.Utc(_end)}";
        }

        using var leaf = X509CertificateLoader.LoadCertificate(signed.Value.Encoded);
        return ClientCertificateFile.Problem(leaf, [], authorities, now)?.English;
    }

    /// <inheritdoc/>
    public Result<SignedLeaf> Sign(LeafOrder order, DateTimeOffset now)
    {
        var wanted = now.AddDays(order.Days == 0 ? _usualDays : order.Days);
        var end = WholeSeconds(wanted < _end ? wanted : _end);
        if (end <= now)
        {
            return new Refusal(Reason.SigningUnavailable);
        }

        var begin = WholeSeconds(now - ClockTolerance);
        var own = new DateTimeOffset(_certificate.NotBefore.ToUniversalTime());
        var request = new CertificateRequest(Subject(order), order.Key, _hash);
        AddExtensions(request);
        lock (_signing)
        {
            using var signed = request.Create(
                _certificate.SubjectName, _generator, begin < own ? own : begin, end, NewSerial());
            return new SignedLeaf(
                signed.RawData, Thumbprints.Of(signed), signed.SerialNumber, Id, signed.Subject,
                signed.NotAfter.ToUniversalTime());
        }
    }

    /// <inheritdoc/>
    public Result<byte[]> List(
        IEnumerable<CertificateRecord> revoked, long number, DateTimeOffset now, DateTimeOffset until)
    {
        var list = new CertificateRevocationListBuilder();

        // Some authorities give a number twice; a list names it once.
        foreach (var one in revoked.DistinctBy(one => one.Serial, StringComparer.OrdinalIgnoreCase))
        {
            list.AddEntry(Convert.FromHexString(one.Serial), one.RevokedAt);
        }

        lock (_signing)
        {
            return list.Build(
                _certificate.SubjectName, _generator, new BigInteger(number), until, _hash, KeyIdentifier(), now);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private static X509Certificate2 WithKey(SigningOptions options, string certificate, string key, string keyFile)
    {
        var encrypted = key.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal);
        if (!encrypted && !options.TakesPlainKey)
        {
            throw new CryptographicException(
                $"The key {keyFile} is not encrypted: openssl pkcs8 -topk8 -v2 aes-256-cbc does that.");
        }

        try
        {
            return encrypted
                ? X509Certificate2.CreateFromEncryptedPem(certificate, key, PassphraseOf(options))
                : PemPair.Load(certificate, key);
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            throw new CryptographicException(
                $"The key {keyFile} cannot be used with {options.CertificateFile}: it is not of that certificate, or "
                + "the passphrase is wrong.",
                fault);
        }
    }

    private static string PassphraseOf(SigningOptions options) => options.PassphraseFile is { } file
        ? File.ReadLines(file).FirstOrDefault("")
        : options.Passphrase ?? throw new CryptographicException(
            "The signing key is encrypted: give --signing-passphrase-file or Partner__Signing__Passphrase.");

    private static (AsymmetricAlgorithm Key, X509SignatureGenerator Generator, HashAlgorithmName Hash) KeyOf(
        X509Certificate2 certificate)
    {
        if (certificate.GetECDsaPrivateKey() is { } ec)
        {
            return (
                ec, X509SignatureGenerator.CreateForECDsa(ec),
                ec.KeySize >= LargeCurve ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256);
        }

        var rsa = certificate.GetRSAPrivateKey()
            ?? throw new CryptographicException("The authority's key is neither RSA nor ECDSA.");
        return (rsa, X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1), HashAlgorithmName.SHA256);
    }

    private void AddExtensions(CertificateRequest request)
    {
        var extensions = request.CertificateExtensions;
        extensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        extensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        extensions.Add(new X509EnhancedKeyUsageExtension([ClientAuthentication], critical: false));
        extensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        extensions.Add(KeyIdentifier());
    }

    private X509AuthorityKeyIdentifierExtension KeyIdentifier()
    {
        var named = _certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Any();
        return X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            _certificate, includeKeyIdentifier: named, includeIssuerAndSerial: !named);
    }

    private static X500DistinguishedName Subject(LeafOrder order)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddOrganizationName("LEB card partners");
        foreach (var unit in new[] { order.Scope.Outlet, order.Scope.Terminal }.OfType<string>())
        {
            name.AddOrganizationalUnitName(unit);
        }

        name.AddCommonName(order.PartnerId.Value);
        return name.Build();
    }

    // RFC 5280, 4.1.2.5: without a fraction.
    private static DateTimeOffset WholeSeconds(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    // RFC 5280, 4.1.2.2: positive, and not to be guessed. It is read as unsigned; an octet before it makes it so.
    private static byte[] NewSerial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] |= serial.AsSpan().IndexOfAnyExcept((byte)0) < 0 ? (byte)1 : (byte)0;
        return serial;
    }
}
