using Grpc.Core;
using Grpc.Net.Client;
using Leb.Operator.V1;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Server.Tests.Cli;
using Partner.Server.Tests.Security;
using Partner.Server.Tests.Support;
using CertificateScope = Leb.Partner.V1.CertificateScope;
using CreateEnrollmentCodeRequest = Leb.Operator.V1.CreateEnrollmentCodeRequest;
using LimitService = Leb.Operator.V1.LimitService;
using ListCertificatesRequest = Leb.Operator.V1.ListCertificatesRequest;
using ListLimitsRequest = Leb.Operator.V1.ListLimitsRequest;
using RevokeCertificateRequest = Leb.Operator.V1.RevokeCertificateRequest;
using SetLimitRequest = Leb.Operator.V1.SetLimitRequest;

namespace Partner.Server.Tests.BackOffice;

/// <summary>Limits and certificates of partners, as the operator sets and sees them.</summary>
/// <param name="shared">The server.</param>
[Collection(OperatorServer.Collection)]
public sealed class OperatorLimitAndCertificateTests(OperatorServer shared) : SharedServerTest(shared)
{
    private const string Why = "asked for by mail";

    private OperatorServer Door => (OperatorServer)Shared;

    [Fact]
    public async Task The_operators_limit_holds_at_once_and_is_seen_beside_the_partners_and_the_usual_one()
    {
        var partner = await Shared.NewPartnerAsync();
        using var channel = await OperatorsAsync();
        var service = new LimitService.LimitServiceClient(channel);
        var scope = new LimitScope { Subject = LimitSubject.Partner };
        var set = new SetLimitRequest
        {
            Parent = $"partners/{partner.PartnerId}", Kind = LimitKind.TopUpAmount, Scope = scope, Why = Why,
            Value = new LimitValue { Amount = Sale.Amount("40.00 CNY") },
        };
        await partner.Limits.SetLimitAsync(
            new Leb.Partner.V1.SetLimitRequest
            {
                Kind = LimitKind.TopUpAmount, Scope = scope,
                Value = new LimitValue { Amount = Sale.Amount("60.00 CNY") },
            },
            TestClient.In("en"));

        var limit = (await service.SetLimitAsync(set)).Limit;
        var refused = ServerStore.IsShared ? null : await partner.TopUps
            .CreateTopUpAsync(Sale.Of(), TestClient.In("en")).AsErrorAsync();
        var listed = await service.ListLimitsAsync(new ListLimitsRequest { Parent = set.Parent });
        var usual = await service.ListLimitsAsync(new ListLimitsRequest { PageSize = 2 });
        var rest = await service.ListLimitsAsync(new ListLimitsRequest { PageToken = usual.NextPageToken });
        var deleted = (await service.DeleteLimitAsync(new DeleteLimitRequest
        {
            Parent = set.Parent, Kind = set.Kind, Scope = scope, Why = Why,
        })).Limit;

        Assert.Equal((4_000, 4_000, 6_000), (
            limit.Holds.Amount.Minor(), limit.Set.Amount.Minor(), limit.PartnersOwn.Amount.Minor()));
        // Where calls go to two servers by turns, the other one learns of it within 2 seconds.
        refused?.Is(StatusCode.FailedPrecondition, "LIMIT_EXCEEDED");
        Assert.Equal(limit, Assert.Single(listed.Limits));
        Assert.Equal((2, 3), (usual.Limits.Count, rest.Limits.Count));
        Assert.All(usual.Limits.Concat(rest.Limits), one => Assert.True(
            one is { Partner: "", Set: null, Usual.Count: > 0 } && one.Holds.Equals(one.Usual)));
        Assert.Null(deleted.Set);
        Assert.Equal(6_000, deleted.Holds.Amount.Minor());
        (await service.DeleteLimitAsync(new DeleteLimitRequest
        {
            Parent = set.Parent, Kind = set.Kind, Scope = scope, Why = Why,
        }).AsErrorAsync()).Is(StatusCode.NotFound, "LIMIT_NOT_FOUND");
        (await service.SetLimitAsync(set.Clone().With(one => one.Parent = "partners/nobody")).AsErrorAsync())
            .Is(StatusCode.NotFound, "PARTNER_NOT_FOUND");
        Assert.Equal("value.amount.currency_code", Field(await service.SetLimitAsync(
            set.Clone().With(one => one.Value.Amount.CurrencyCode = "HKD")).AsErrorAsync()));
    }

    [Fact]
    public async Task A_certificate_is_registered_once_listed_and_revoked_and_a_wrong_one_is_refused_in_words()
    {
        var (partner, other) = (await Shared.NewPartnerAsync(), await Shared.NewPartnerAsync());
        var (pem, thumbprint) = await OperatorSubjects.UnregisteredAsync(
            Shared.Running, $"{partner.PartnerId}-by-hand");
        using var channel = await OperatorsAsync();
        var service = new CertificateService.CertificateServiceClient(channel);
        var asked = new RegisterCertificateRequest
        {
            Parent = $"partners/{partner.PartnerId}", CertificatePem = pem, Thumbprint = thumbprint.ToUpperInvariant(),
            Scope = new CertificateScope { Outlet = "store-1" }, Permissions = { CertificatePermission.Sell },
            Why = Why,
        };

        Assert.Equal("thumbprint", Field(await service.RegisterCertificateAsync(
            asked.Clone().With(one => one.Thumbprint = new string('a', 64))).AsErrorAsync()));
        Assert.Equal("certificate_pem", Field(await service.RegisterCertificateAsync(
            asked.Clone().With(one => one.CertificatePem = pem[..^40])).AsErrorAsync()));
        var authority = await File.ReadAllTextAsync(Shared.Running.Server.Pki.AuthorityPath);
        Assert.Equal("certificate_pem", Field(await service.RegisterCertificateAsync(asked.Clone().With(one =>
            (one.CertificatePem, one.Thumbprint) = (authority, ""))).AsErrorAsync()));
        var first = await service.RegisterCertificateAsync(asked);
        var again = await service.RegisterCertificateAsync(asked);
        (await service.RegisterCertificateAsync(asked.Clone().With(one => one.Parent = $"partners/{other.PartnerId}"))
            .AsErrorAsync()).Is(StatusCode.AlreadyExists, "CERTIFICATE_EXISTS");
        var listed = await service.ListCertificatesAsync(new ListCertificatesRequest { Parent = asked.Parent });
        var all = await service.ListCertificatesAsync(new ListCertificatesRequest { PageSize = 500 });
        var revoke = new RevokeCertificateRequest { Name = first.Certificate.Name, Why = "lost" };
        var revoked = await service.RevokeCertificateAsync(revoke);

        Assert.Equal((false, true), (first.Replayed, again.Replayed));
        Assert.Equal($"{asked.Parent}/certificates/{thumbprint}", first.Certificate.Name);
        Assert.Contains(first.Certificate.Name, listed.Certificates.Select(one => one.Name));
        Assert.Contains(all.Certificates, one => one.IsOperators);
        Assert.Equal(CertificateState.Revoked, revoked.Certificate.Certificate.State);
        Assert.Equal(
            CertificateState.Revoked, (await service.RevokeCertificateAsync(revoke)).Certificate.Certificate.State);
        (await service.RevokeCertificateAsync(revoke.Clone().With(one =>
            one.Name = $"partners/{other.PartnerId}/certificates/{thumbprint}")).AsErrorAsync())
            .Is(StatusCode.NotFound, "CERTIFICATE_NOT_FOUND");
    }

    [Fact]
    public async Task A_code_for_a_first_certificate_is_told_once_and_a_rule_about_names_comes_and_goes()
    {
        var partner = await Shared.NewPartnerAsync();
        using var channel = await OperatorsAsync();
        var service = new CertificateService.CertificateServiceClient(channel);
        var asked = new CreateEnrollmentCodeRequest
        {
            Parent = $"partners/{partner.PartnerId}", RequestId = Sale.NewRequestId(), Why = Why,
            Permissions = { CertificatePermission.Manage, CertificatePermission.Read },
        };
        var rule = new CreateCertificateRuleRequest
        {
            Parent = asked.Parent, Kind = CertificateNameKind.Uri, Why = Why,
            Pattern = $"spiffe://{partner.PartnerId}/tills/*", Permissions = { CertificatePermission.Sell },
        };

        var code = await service.CreateEnrollmentCodeAsync(asked);
        var again = await service.CreateEnrollmentCodeAsync(asked);
        (await service.CreateEnrollmentCodeAsync(asked.Clone().With(one => one.Days = 5)).AsErrorAsync())
            .Is(StatusCode.AlreadyExists, "REQUEST_ID_CONFLICT");
        var added = await service.CreateCertificateRuleAsync(rule);
        var same = await service.CreateCertificateRuleAsync(rule);
        var rules = await service.ListCertificateRulesAsync(new ListCertificateRulesRequest { PageSize = 500 });
        var delete = new DeleteCertificateRuleRequest { Name = added.Rule.Name, Why = Why };
        await service.DeleteCertificateRuleAsync(delete);

        Assert.Matches("^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$", code.Code);
        Assert.Equal((true, ""), (again.Replayed, again.Code));
        Assert.Equal(code.EnrollmentCode.Name, again.EnrollmentCode.Name);
        Assert.Equal((added.Rule, true), (same.Rule, same.Replayed));
        Assert.Contains(added.Rule, rules.Rules);
        (await service.DeleteCertificateRuleAsync(delete).AsErrorAsync())
            .Is(StatusCode.NotFound, "CERTIFICATE_RULE_NOT_FOUND");
        Assert.Equal("pattern", Field(await service.CreateCertificateRuleAsync(
            rule.Clone().With(one => one.Pattern = "*")).AsErrorAsync()));
    }

    [Fact]
    public async Task The_operator_command_sets_limits_and_looks_after_certificates_in_both_languages()
    {
        var partner = (await Shared.NewPartnerAsync()).PartnerId.Value;
        var file = Path.Combine(Shared.Running.Folder, $"{partner}.pem");
        var (pem, thumbprint) = await OperatorSubjects.UnregisteredAsync(Shared.Running, $"{partner}-typed");
        await File.WriteAllTextAsync(file, pem);

        var set = await RunAsync(
            "limits", "set", partner, "--kind", "day-amount", "--value", "300.00", "--why", Why, "--lang", "en");
        var limits = await RunAsync("limits", "list", partner, "--lang", "zh-CN");
        var gone = await RunAsync("limits", "delete", partner, "--kind", "day-amount", "--why", Why, "--json");
        var registered = await RunAsync(
            "certificates", "register", partner, file, "--thumbprint", thumbprint, "--why", Why, "--lang", "en");
        var listed = await RunAsync("certificates", "list", partner, "--ends-within", "3000", "--lang", "zh-CN");
        var revoked = await RunAsync(
            "certificates", "revoke", $"partners/{partner}/certificates/{thumbprint}", "--why", Why, "--lang", "zh-CN");
        var code = await RunAsync("certificates", "code", partner, "--why", Why, "--lang", "en");
        var rules = await RunAsync("certificates", "rules", "list", "--json");

        Assert.Matches("DAY_AMOUNT +300.00 CNY +300.00 CNY", set.Out);
        Assert.Contains("运营方设定", limits.Out, StringComparison.Ordinal);
        Assert.True(gone.Status == 0, gone.Error);
        Assert.Contains(thumbprint, registered.Out, StringComparison.Ordinal);
        Assert.Contains(thumbprint, listed.Out, StringComparison.Ordinal);
        Assert.Contains("同时吊销 0 张", revoked.Out, StringComparison.Ordinal);
        Assert.Matches("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", code.Out);
        Assert.True(rules.Status == 0, rules.Error);
    }

    [Fact]
    public async Task An_operator_who_reads_Chinese_is_told_in_Chinese_what_is_wrong_with_a_certificate()
    {
        var partner = (await Shared.NewPartnerAsync()).PartnerId.Value;
        var (pem, _) = await OperatorSubjects.UnregisteredAsync(Shared.Running, $"{partner}-told");
        var authority = MadeCertificate.Of(MadeCertificate.Good.AsAuthority() with { Name = "elsewhere" });
        (string Text, string Chinese)[] wrong =
        [
            (await File.ReadAllTextAsync(Shared.Running.Server.Pki.AuthorityPath), "不是客户端证书"),
            (MadeCertificate.Of(MadeCertificate.Good, authority).Pem, "并非由合作方 CA 签发"),
            (MadeCertificate.Of(MadeCertificate.Good with { Use = null }, authority).Pem, "clientAuth"),
            (pem + "\n" + MadeCertificate.Of(MadeCertificate.Good, authority).Pem, "2 个客户端证书"),
            (pem[..^40], "无法读取"),
            ("nothing", "没有证书"),
        ];
        using var channel = await OperatorsAsync();
        var service = new CertificateService.CertificateServiceClient(channel);
        foreach (var (text, chinese) in wrong)
        {
            var asked = new RegisterCertificateRequest
            {
                Parent = $"partners/{partner}", CertificatePem = text, Why = Why,
                Permissions = { CertificatePermission.Sell },
            };
            var problem = Assert.Single((await service.RegisterCertificateAsync(asked, TestClient.In("zh-CN"))
                .AsErrorAsync()).Violations).Problem;
            Assert.Contains(chinese, problem, StringComparison.Ordinal);
            ChineseText.Check(problem);
        }

        var file = Path.Combine(Shared.Running.Folder, $"{partner}-wrong.pem");
        await File.WriteAllTextAsync(file, wrong[1].Text);
        var typed = await RunAsync(
            "certificates", "register", partner, file, "--why", Why, "--lang", "zh-CN");
        Assert.Contains("服务器不接受该证书：并非由合作方 CA 签发", typed.Error, StringComparison.Ordinal);
        ChineseText.Check(typed.Error);
    }

    private static string Field(PartnerError error)
    {
        error.Is(StatusCode.InvalidArgument, "INVALID_REQUEST");
        return Assert.Single(error.Violations).Field;
    }

    private async Task<GrpcChannel> OperatorsAsync() =>
        Door.Channel(Shared.Running.Server.OperatorPort!.Value, await Door.OperatorAsync());

    private async Task<CliOutcome> RunAsync(params string[] args) =>
        await OperatorSubjects.RunAsync(Shared.Running, args);
}
