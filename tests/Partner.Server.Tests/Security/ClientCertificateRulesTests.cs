using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Partner.Core.Texts;
using Partner.Server.Security;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Security;

/// <summary>What a client's certificate must be, wherever it is shown; by made chains.</summary>
public sealed class ClientCertificateRulesTests
{
    private static readonly MadeProfile Good = MadeCertificate.Good;
    private static readonly MadeProfile Root = Good.AsAuthority() with { Ends = TimeSpan.FromDays(300) };

    [Fact]
    public void A_good_chain_is_accepted_whatever_its_acceptable_keys_and_signatures_are()
    {
        var rsa = MadeCertificate.Of(Root with { Key = () => RSA.Create(2048) });
        var ec = MadeCertificate.Of(Root);
        (MadeProfile Client, MadeCertificate Issuer)[] rows =
        [
            (Good, ec),
            (Good, rsa),
            (Good with { Pss = true }, rsa),
            (Good with { Key = () => RSA.Create(2048) }, ec),
            (Good with { Key = () => ECDsa.Create(ECCurve.NamedCurves.nistP521) }, ec),
            (Good with { KeyUsage = null }, ec),
        ];
        Assert.All(rows, row => Assert.Null(ProblemOf(MadeCertificate.Of(row.Client, row.Issuer), row.Issuer)));
    }

    [Fact]
    public void What_is_wrong_with_a_clients_own_certificate_is_told_with_what_helps()
    {
        var (rsa, ec) = (MadeCertificate.Of(Root with { Key = () => RSA.Create(2048) }), MadeCertificate.Of(Root));
        (MadeProfile Client, MadeCertificate Issuer, string Words)[] rows =
        [
            (Good with { Authority = true }, ec, "of an authority, not of a client; take the client's own"),
            (Good with { Use = "1.3.6.1.5.5.7.3.1" }, ec, "have it issued with the extended key usage clientAuth"),
            (Good with { Use = null }, ec, "have it issued with the extended key usage clientAuth"),
            (Good with { KeyUsage = X509KeyUsageFlags.KeyEncipherment }, ec, "the key usage digitalSignature"),
            (Good with { Key = () => RSA.Create(1024) }, ec, "it has an RSA key of 1024 bits; ECDSA P-256 or better"),
            (Good with { Key = () => ECDsa.Create(ECCurve.CreateFromFriendlyName("secp224r1")) }, ec, "of 224 bits"),
            (Good with { Key = () => DSA.Create(2048) }, ec, "neither RSA nor ECDSA"),
            (Good with { Hash = HashAlgorithmName.SHA1 }, ec, "it is signed with"),
            (Good with { Hash = HashAlgorithmName.SHA1 }, rsa, "it is signed with"),
            (Good with { Hash = HashAlgorithmName.MD5 }, rsa, "it is signed with"),
            (Good with { Hash = HashAlgorithmName.SHA1, Pss = true }, rsa, "it is signed with"),
        ];
        Assert.All(
            rows, row => Tells(row.Words, ProblemOf(MadeCertificate.Of(row.Client, row.Issuer), row.Issuer)));
    }

    [Fact]
    public void What_is_weak_anywhere_in_the_chain_is_told_with_the_authoritys_name()
    {
        var root = MadeCertificate.Of(Root);
        var weakRoot = MadeCertificate.Of(Root with { Key = () => RSA.Create(1024), Name = "old root" });
        var weakKey = MadeCertificate.Of(
            Root with { Key = () => RSA.Create(1024), Name = "between", Ends = TimeSpan.FromDays(200) }, root);
        var weakSignature = MadeCertificate.Of(
            Root with { Hash = HashAlgorithmName.SHA1, Name = "signed", Ends = TimeSpan.FromDays(200) }, root);

        Tells("CN=old root, has an RSA key of 1024", ProblemOf(Issued(weakRoot), weakRoot));
        Tells("CN=between, has an RSA key of 1024", ProblemOf(Issued(weakKey), weakKey, root));
        Tells("CN=signed, is signed with", ProblemOf(Issued(weakSignature), weakSignature, root));
    }

    [Fact]
    public void How_the_trusted_authority_signed_itself_does_not_matter()
    {
        var root = MadeCertificate.Of(Root with { Hash = HashAlgorithmName.SHA1 });

        Assert.Null(ProblemOf(Issued(root), root));
    }

    [Fact]
    public void The_clock_of_an_authority_may_be_five_minutes_ahead_and_no_certificate_lasts_longer_than_it_says()
    {
        var now = TimeProvider.System.GetUtcNow();
        Wording? Problem(TimeSpan begins, TimeSpan ends) => ClientCertificateRules.DateProblem(
            MadeCertificate.Of(Good with { Begins = begins, Ends = ends }).Certificate, now);

        Assert.Null(Problem(TimeSpan.FromMinutes(4), TimeSpan.FromDays(30)));
        Tells("is valid from", Problem(TimeSpan.FromMinutes(6), TimeSpan.FromDays(30)));
        Tells("expired at", Problem(TimeSpan.FromDays(-2), TimeSpan.FromMinutes(-1)));
    }

    [Fact]
    public void What_is_wrong_with_a_chain_is_told_in_both_languages()
    {
        var (root, stranger) = (MadeCertificate.Of(Root), MadeCertificate.Of(Root with { Name = "stranger" }));
        var now = TimeProvider.System.GetUtcNow();
        Wording? Problem(MadeCertificate client, TimeSpan later, params MadeCertificate[] between) =>
            ClientCertificateFile.Problem(
                client.Certificate, [.. between.Select(one => one.Certificate)], [root.Certificate], now + later);

        Tells("not issued by a partner authority", Problem(Issued(stranger), TimeSpan.Zero));
        var lasting = MadeCertificate.Of(Good with { Ends = TimeSpan.FromDays(900) }, root);
        Tells("has expired or is not valid yet", Problem(lasting, TimeSpan.FromDays(400)));
        var servers = MadeCertificate.Of(
            Root with { Use = "1.3.6.1.5.5.7.3.1", Name = "servers", Ends = TimeSpan.FromDays(200) }, root);
        Tells("may not issue certificates of TLS clients", Problem(Issued(servers), TimeSpan.Zero, servers));
    }

    private static void Tells(string words, Wording? problem)
    {
        Assert.Contains(words, problem?.English, StringComparison.Ordinal);
        ChineseText.Check(problem);
    }

    private static MadeCertificate Issued(MadeCertificate issuer) => MadeCertificate.Of(Good, issuer);

    private static Wording? ProblemOf(params MadeCertificate[] chain) =>
        ClientCertificateRules.Problem([.. chain.Select(one => one.Certificate)]);
}
