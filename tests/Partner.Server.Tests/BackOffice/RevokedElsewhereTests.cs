using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Leb.Operator.V1;
using Leb.Partner.V1;
using Partner.Core.Accounts;
using Partner.Core.Identity;
using Partner.Sandbox.Certificates;
using Partner.Server.Security;
using Partner.Server.Tests.Security;
using Partner.Server.Tests.Support;
using CertificateScope = Partner.Core.Identity.CertificateScope;
using PartnerStatus = Partner.Core.Identity.PartnerStatus;

namespace Partner.Server.Tests.BackOffice;

/// <summary>The signing authority's revocation list has its certificates that were not enrolled here, too.</summary>
/// <param name="shared">The server.</param>
[Collection(OperatorServer.Collection)]
public sealed class RevokedElsewhereTests(OperatorServer shared) : SharedServerTest(shared)
{
    private const int LongSerial = 40;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private OperatorServer Door => (OperatorServer)Shared;

    [Fact]
    public async Task What_was_registered_with_its_content_is_on_the_list_once_it_is_revoked()
    {
        var partner = await Shared.NewPartnerAsync();
        using var channel = Door.Channel(Shared.Running.Server.OperatorPort!.Value, await Door.OperatorAsync());
        var service = new CertificateService.CertificateServiceClient(channel);
        var (_, known) = Issue($"{partner.PartnerId}-known");
        await Shared.Running.Store.Partners.RegisterAsync(
            new Registration(
                Thumbprints.Of(known), partner.PartnerId, PartnerStatus.Active, null, Permissions.Sell, null),
            "by its thumbprint alone", known.NotAfter.ToUniversalTime(), Now);
        var certificates = new[] { Issue($"{partner.PartnerId}-new").Certificate, known };

        foreach (var one in certificates)
        {
            var registered = await service.RegisterCertificateAsync(new RegisterCertificateRequest
            {
                Parent = $"partners/{partner.PartnerId}", CertificatePem = one.ExportCertificatePem(),
                Permissions = { CertificatePermission.Sell }, Why = "contract",
            });
            Assert.Equal(one.SerialNumber, registered.Certificate.Certificate.Serial);
            Assert.False((await ListAsync()).Revokes(one));
            await service.RevokeCertificateAsync(
                new() { Name = registered.Certificate.Name, Why = "lost" });
        }

        var list = await ListAsync();
        Assert.All(certificates, one => Assert.True(list.Revokes(one)));
    }

    [Fact]
    public async Task What_a_rule_about_names_admitted_is_on_the_list_once_it_is_revoked()
    {
        var partner = await Shared.NewPartnerAsync();
        var name = $"{partner.PartnerId}.example.com";
        await Shared.Running.Store.CertificateRules.AddAsync(
            new NameRule(
                partner.PartnerId.Value, partner.PartnerId, NameKind.Dns, name,
                new CertificateGrant(CertificateScope.Whole, Permissions.Sell | Permissions.Read)),
            Now);
        var (issued, certificate) = Issue("till", name);
        var till = Shared.Running.Connect(new PartnerCertificate(
            new PartnerCertificateOrder(partner.PartnerId, Permissions.None), issued, "", ""));

        var seen = (await till.Account.ListCertificatesAsync(new(), TestClient.In("en"))).Certificates
            .Single(one => one.Origin == Leb.Partner.V1.CertificateOrigin.Admitted);
        Assert.Equal(certificate.SerialNumber, seen.Serial);
        await partner.Account.RevokeCertificateAsync(new() { Name = seen.Name }, TestClient.In("en"));

        Assert.True((await ListAsync()).Revokes(certificate));
    }

    [Fact]
    public async Task A_serial_number_that_is_too_long_or_given_twice_spoils_no_list()
    {
        var partner = await Shared.NewPartnerAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=long", key, HashAlgorithmName.SHA256);
        using var longest = request.Create(
            new X500DistinguishedName("CN=some authority"), X509SignatureGenerator.CreateForECDsa(key),
            Now, Now.AddDays(1), [1, .. new byte[LongSerial]]);
        Assert.Null(Thumbprints.IssuedAs(longest, "authority"));
        foreach (var digit in new[] { 'a', 'b' })
        {
            var one = new CertificateRecord(
                partner.PartnerId, partner.PartnerId.Value.Length.ToString("d63", null) + digit,
                CertificateScope.Whole, Permissions.Sell, "twice", Now.AddDays(1), Now)
            {
                Serial = digit == 'a' ? "0A0B" : "0a0b",
                Authority = AuthorityId(),
            };
            await Shared.Running.Store.Certificates.RegisterAsync(one);
            await Shared.Running.Store.Certificates.RevokeAsync(null, one.Thumbprint, "", false, Now);
        }

        // An INTEGER (2) of two octets.
        byte[] number = [2, 2, 0x0A, 0x0B];
        var encoded = await EncodedAsync();
        Assert.Single(
            Enumerable.Range(0, encoded.Length - number.Length),
            at => encoded.AsSpan(at, number.Length).SequenceEqual(number));
    }

    [Fact]
    public async Task Each_list_has_a_number_above_those_before_and_says_when_the_next_one_comes()
    {
        using var channel = Door.Channel(Shared.Running.Server.OperatorPort!.Value, await Door.OperatorAsync());
        var service = new CertificateService.CertificateServiceClient(channel);

        var lists = new List<MakeRevocationListResponse>();
        for (var days = 0; days < 3; days++)
        {
            lists.Add(await service.MakeRevocationListAsync(new() { ValidDays = days }));
        }

        Assert.Equal(
            [lists[0].Number, lists[0].Number + 1, lists[0].Number + 2], lists.Select(list => list.Number));
        foreach (var (list, days) in lists.Zip([7, 1, 2]))
        {
            CertificateRevocationListBuilder.LoadPem(list.Pem, out var number);
            Assert.Equal(list.Number, (long)number);
            Assert.InRange(list.NextUpdateTime.ToDateTimeOffset(), Now.AddDays(days).AddHours(-1), Now.AddDays(days));
        }

        foreach (var days in new[] { -1, 366 })
        {
            var wrong = (await service.MakeRevocationListAsync(new() { ValidDays = days }).AsErrorAsync())
                .Is(Grpc.Core.StatusCode.InvalidArgument, "INVALID_REQUEST");
            Assert.Equal("valid_days", Assert.Single(wrong.Violations).Field);
        }
    }

    private async Task<RevocationList> ListAsync()
    {
        using var authority = Shared.Running.Server.Pki.LoadAuthority();
        return RevocationList.Read(await EncodedAsync(), [authority]);
    }

    private async Task<byte[]> EncodedAsync()
    {
        var file = Path.Combine(Shared.Running.Folder, $"{Guid.NewGuid():N}.crl");
        var made = await OperatorSubjects.RunAsync(
            Shared.Running, "certificates", "crl", "--out", file, "--lang", "en");
        Assert.Matches("^Wrote revocation list [0-9]+ with [0-9]+ certificates to ", made.Out);
        var text = await File.ReadAllTextAsync(file);
        return Convert.FromBase64String(text[PemEncoding.Find(text).Base64Data]);
    }

    private string AuthorityId()
    {
        using var authority = Shared.Running.Server.Pki.LoadAuthority();
        return Thumbprints.OfKey(authority.PublicKey);
    }

    private (IssuedCertificate Issued, X509Certificate2 Certificate) Issue(string subject, params string[] names)
    {
        var (certificate, key) = DevelopmentPki.AuthorityIn(Shared.Running.Folder);
        using var authority = CertificateAuthority.Load(File.ReadAllText(certificate), File.ReadAllText(key));
        var issued = authority.Issue(new CertificateProfile(subject, Now.AddMinutes(-5), Now.AddDays(90))
        {
            HostNames = names,
            ClientAuthentication = true,
        });
        return (issued, X509Certificate2.CreateFromPem(issued.CertificatePem));
    }
}
