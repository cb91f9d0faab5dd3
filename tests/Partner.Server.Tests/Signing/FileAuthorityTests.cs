using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Partner.Core.Accounts;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Server.Security;
using Partner.Server.Signing;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Signing;

/// <summary>What the authority out of files signs, and which files it takes.</summary>
public sealed class FileAuthorityTests : IDisposable
{
    private readonly TlsTestAuthority _root = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("leb-signing-").FullName;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public void What_is_signed_says_only_what_we_say_and_gets_in()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = SigningRequestTests.Of(key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("bank.example.com");
        request.CertificateExtensions.Add(names.Build());
        var asked = SigningRequests.Check(request.CreateSigningRequest()).Value;
        using var authority = FileAuthority.Read(Options("secret"));

        var signed = authority.Sign(
            new LeafOrder(new PartnerId("acme"), new CertificateScope("store-1", "till-1"), asked.Key, 0), Now).Value;

        using var leaf = X509CertificateLoader.LoadCertificate(signed.Encoded);
        Assert.Equal("O=LEB card partners, OU=store-1, OU=till-1, CN=acme", leaf.Subject);
        Assert.Equal(signed.Thumbprint, Thumbprints.Of(leaf));
        Assert.False(leaf.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal(
            X509KeyUsageFlags.DigitalSignature, leaf.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages);
        Assert.Empty(leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>());
        Assert.Null(ClientCertificateFile.Problem(leaf, [], [_root.Root], Now));
        Assert.Null(authority.Problem([_root.Root], Now));
        using var stranger = new TlsTestAuthority();
        Assert.NotNull(authority.Problem([stranger.Root], Now));
        Assert.InRange((leaf.NotAfter.ToUniversalTime() - DateTime.UtcNow).TotalDays, 89.9, 90.1);
    }

    [Fact]
    public void Nothing_is_signed_beyond_the_authoritys_end_and_serials_are_never_the_same()
    {
        using var authority = FileAuthority.Read(Options("secret"));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var order = new LeafOrder(new PartnerId("acme"), CertificateScope.Whole, new PublicKey(key), 398);
        var end = new DateTimeOffset(_root.Root.NotAfter.ToUniversalTime());

        Assert.Equal(end, authority.Sign(order, end.AddDays(-10)).Value.NotAfter);
        Assert.Equal(Reason.SigningUnavailable, authority.Sign(order, end).Refusal?.Reason);
        var serials = Enumerable.Range(0, 50).Select(_ => authority.Sign(order, Now).Value.Serial).ToList();
        Assert.Distinct(serials);
        Assert.All(serials, serial => Assert.InRange(serial.Length, 28, 34));
    }

    [Fact]
    public void A_key_that_is_not_encrypted_or_not_its_own_and_a_wrong_passphrase_are_refused_in_words()
    {
        Refused("not encrypted", Options("secret") with { KeyFile = Write("plain.key", _root.Own.KeyPem) });
        Refused("passphrase is wrong", Options("secret") with { Passphrase = "other" });
        Refused("passphrase", Options("secret") with { Passphrase = null });
        using var other = new TlsTestAuthority();
        Refused("not of that certificate", Options("secret") with
        {
            CertificateFile = Write("other.crt", other.Own.CertificatePem),
        });
        Refused("certificate of an authority", Options("secret") with
        {
            CertificateFile = Write("leaf.crt", _root.Client().CertificatePem),
        });
        using var fromFile = FileAuthority.Read(Options("secret") with
        {
            Passphrase = null,
            PassphraseFile = Write("passphrase", "secret\n"),
        });
        Assert.Null(fromFile.Unavailable);
    }

    [Fact]
    public void A_revocation_list_has_what_is_revoked_its_number_and_its_end_and_is_read_again()
    {
        using var authority = FileAuthority.Read(Options("secret"));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var order = new LeafOrder(new PartnerId("acme"), CertificateScope.Whole, new PublicKey(key), 10);
        var (bad, good) = (authority.Sign(order, Now).Value, authority.Sign(order, Now).Value);

        var encoded = authority.List([Record(bad)], 7, Now, Now.AddDays(7)).Value;

        var list = RevocationList.Read(encoded, [_root.Root]);
        Assert.Equal((7, 1), ((int)list.ListNumber, list.Count));
        Assert.True(list.Revokes(X509CertificateLoader.LoadCertificate(bad.Encoded)));
        Assert.False(list.Revokes(X509CertificateLoader.LoadCertificate(good.Encoded)));
        using var stranger = new TlsTestAuthority();
        Assert.Throws<CryptographicException>(() => RevocationList.Read(encoded, [stranger.Root]));
        for (var i = 0; i < encoded.Length; i += 3)
        {
            var damaged = (byte[])encoded.Clone();
            damaged[i] ^= 0x10;
            Assert.Throws<CryptographicException>(() => RevocationList.Read(damaged, [_root.Root]));
        }
    }

    [Fact]
    public void Lists_are_hard_or_soft_never_go_back_and_a_damaged_file_is_refused_whole()
    {
        using var authority = FileAuthority.Read(Options("secret"));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var order = new LeafOrder(new PartnerId("acme"), CertificateScope.Whole, new PublicKey(key), 10);
        var (bad, good) = (authority.Sign(order, Now).Value, authority.Sign(order, Now).Value);
        string ListFile(string name, int number) => Write(name, PemEncoding.WriteString(
            "X509 CRL", authority.List([Record(bad)], number, Now, Now.AddDays(7)).Value));
        var file = ListFile("one.crl", 5);
        using var revoked = X509CertificateLoader.LoadCertificate(bad.Encoded);
        using var free = X509CertificateLoader.LoadCertificate(good.Encoded);
        RevocationLists Read(RevocationFailure failure, RevocationLists? former = null, params string[] files) =>
            RevocationLists.Read(files.Length == 0 ? [file] : files, failure, [_root.Root], former);
        var (hard, soft) = (Read(RevocationFailure.Hard), Read(RevocationFailure.Soft));

        Assert.All(new[] { hard, soft }, lists =>
        {
            Assert.Contains("revokes it", lists.Problem([revoked], Now), StringComparison.Ordinal);
            Assert.Null(lists.Problem([free], Now));
            Assert.NotNull(lists.Problem([revoked], Now.AddDays(8)));
        });
        Assert.Contains("up to date", hard.Problem([free], Now.AddDays(8)), StringComparison.Ordinal);
        Assert.Null(soft.Problem([free], Now.AddDays(8)));
        Assert.Throws<CryptographicException>(() => Read(RevocationFailure.Soft, soft, ListFile("old.crl", 4)));
        Assert.NotNull(Read(RevocationFailure.Soft, soft, ListFile("new.crl", 6)));
        var text = File.ReadAllText(file);
        Assert.All(
            new[] { "", text[..^20], text + "-----BEGIN", "x" + text, text + text[..50] },
            broken => Assert.Throws<CryptographicException>(
                () => Read(RevocationFailure.Soft, null, file, Write("broken.crl", broken))));
    }

    public void Dispose()
    {
        _root.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static CertificateRecord Record(SignedLeaf leaf) => new(
        new PartnerId("acme"), leaf.Thumbprint, CertificateScope.Whole, Permissions.Sell, leaf.Subject, leaf.NotAfter,
        Now)
    {
        Serial = leaf.Serial,
        RevokedAt = Now,
    };

    private static void Refused(string words, SigningOptions options) => Assert.Contains(
        words, Assert.ThrowsAny<CryptographicException>(() => FileAuthority.Read(options)).Message,
        StringComparison.Ordinal);

    private SigningOptions Options(string passphrase)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(_root.Own.KeyPem);
        var encrypted = key.ExportEncryptedPkcs8PrivateKeyPem(
            passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        return new SigningOptions
        {
            CertificateFile = Write("ca.crt", _root.Own.CertificatePem),
            KeyFile = Write("ca.key", encrypted),
            Passphrase = passphrase,
        };
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
