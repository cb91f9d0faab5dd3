using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Grpc.Net.Client;
using Leb.Operator.V1;
using Leb.Partner.V1;
using Partner.Core.Accounts;
using Partner.Core.Identity;
using Partner.Server.Contract;
using Partner.Server.Tests.EndToEnd.Accounts;
using Partner.Server.Tests.Support;
using CaseService = Leb.Operator.V1.CaseService;
using CertificateScope = Leb.Partner.V1.CertificateScope;
using CoreKind = Partner.Core.Limits.LimitKind;
using CoreScope = Partner.Core.Limits.LimitScope;
using CoreSubject = Partner.Core.Limits.LimitSubject;
using CreateEnrollmentCodeRequest = Leb.Operator.V1.CreateEnrollmentCodeRequest;
using GetCaseRequest = Leb.Operator.V1.GetCaseRequest;
using GetTopUpRequest = Leb.Operator.V1.GetTopUpRequest;
using LimitService = Leb.Operator.V1.LimitService;
using ListCasesRequest = Leb.Operator.V1.ListCasesRequest;
using ListCertificatesRequest = Leb.Operator.V1.ListCertificatesRequest;
using ListEnrollmentCodesRequest = Leb.Operator.V1.ListEnrollmentCodesRequest;
using ListLimitsRequest = Leb.Operator.V1.ListLimitsRequest;
using ListTopUpsRequest = Leb.Operator.V1.ListTopUpsRequest;
using Money = Leb.Partner.V1.Money;
using RevokeCertificateRequest = Leb.Operator.V1.RevokeCertificateRequest;
using RevokeEnrollmentCodeRequest = Leb.Operator.V1.RevokeEnrollmentCodeRequest;
using SetLimitRequest = Leb.Operator.V1.SetLimitRequest;
using TopUpService = Leb.Operator.V1.TopUpService;

namespace Partner.Server.Tests.BackOffice;

/// <content>The calls about top-ups, cases, limits and certificates, and what has to be there for them.</content>
public sealed partial class OperatorServiceTests
{
    private const string NoTopUp = "topUps/00000000000000000000000000";

    // What a call is about, by partner: prepared where it has to be there.
    private static readonly ConcurrentDictionary<string, string> Prepared = new(StringComparer.Ordinal);

    private static Dictionary<string, Func<GrpcChannel, string, Task>> TopUpCalls => new(StringComparer.Ordinal)
    {
        ["/leb.operator.v1.TopUpService/GetTopUp"] = async (channel, id) => await TopUps(channel).GetTopUpAsync(
            new GetTopUpRequest { Name = About(id, NoTopUp) }),
        ["/leb.operator.v1.TopUpService/ListTopUps"] = async (channel, id) => await TopUps(channel).ListTopUpsAsync(
            new ListTopUpsRequest { Parent = $"partners/{id}" }),
        ["/leb.operator.v1.TopUpService/ListInDoubt"] = async (channel, _) =>
            await TopUps(channel).ListInDoubtAsync(new ListInDoubtRequest()),
        ["/leb.operator.v1.TopUpService/ResolveTopUp"] = async (channel, id) =>
            await TopUps(channel).ResolveTopUpAsync(new ResolveTopUpRequest
            {
                Name = About(id, NoTopUp), Outcome = ResolveOutcome.Failed, Evidence = "mail of the issuer", Why = Why,
            }),
        ["/leb.operator.v1.CaseService/ListCases"] = async (channel, id) => await Cases(channel).ListCasesAsync(
            new ListCasesRequest { Parent = $"partners/{id}" }),
        ["/leb.operator.v1.CaseService/GetCase"] = async (channel, id) => await Cases(channel).GetCaseAsync(
            new GetCaseRequest { Name = About(id, NoTopUp) + "/case" }),
        ["/leb.operator.v1.CaseService/CloseCase"] = async (channel, id) => await Cases(channel).CloseCaseAsync(
            new CloseCaseRequest
            {
                Name = About(id, NoTopUp) + "/case", Outcome = CloseOutcome.Repaired, Evidence = "mail", Why = Why,
            }),
        ["/leb.operator.v1.LimitService/ListLimits"] = async (channel, id) => await Limits(channel).ListLimitsAsync(
            new ListLimitsRequest { Parent = $"partners/{id}" }),
        ["/leb.operator.v1.LimitService/SetLimit"] = async (channel, id) => await Limits(channel).SetLimitAsync(
            new SetLimitRequest
            {
                Parent = $"partners/{id}", Kind = LimitKind.DayAmount, Scope = WholePartner, Why = Why,
                Value = new LimitValue { Amount = new Money { CurrencyCode = "CNY", Units = 900 } },
            }),
        ["/leb.operator.v1.LimitService/DeleteLimit"] = async (channel, id) => await Limits(channel).DeleteLimitAsync(
            new DeleteLimitRequest
            {
                Parent = $"partners/{id}", Kind = LimitKind.DayAmount, Scope = WholePartner, Why = Why,
            }),
        ["/leb.operator.v1.CertificateService/ListCertificates"] = async (channel, id) =>
            await Certificates(channel).ListCertificatesAsync(
                new ListCertificatesRequest { Parent = $"partners/{id}" }),
        ["/leb.operator.v1.CertificateService/RegisterCertificate"] = async (channel, id) =>
            await Certificates(channel).RegisterCertificateAsync(new RegisterCertificateRequest
            {
                Parent = $"partners/{id}", CertificatePem = Prepared.GetValueOrDefault(id, "-"), Why = Why,
                Permissions = { CertificatePermission.Sell },
            }),
        ["/leb.operator.v1.CertificateService/RevokeCertificate"] = async (channel, id) =>
            await Certificates(channel).RevokeCertificateAsync(new RevokeCertificateRequest
            {
                Name = About(id, $"certificates/{new string('a', 64)}"), Why = Why,
            }),
        ["/leb.operator.v1.CertificateService/CreateEnrollmentCode"] = async (channel, id) =>
            await Certificates(channel).CreateEnrollmentCodeAsync(new CreateEnrollmentCodeRequest
            {
                Parent = $"partners/{id}", RequestId = "first-code-000001", Why = Why,
                Permissions = { CertificatePermission.Sell },
            }),
        ["/leb.operator.v1.CertificateService/ListEnrollmentCodes"] = async (channel, id) =>
            await Certificates(channel).ListEnrollmentCodesAsync(
                new ListEnrollmentCodesRequest { Parent = $"partners/{id}" }),
        ["/leb.operator.v1.CertificateService/RevokeEnrollmentCode"] = async (channel, id) =>
            await Certificates(channel).RevokeEnrollmentCodeAsync(new RevokeEnrollmentCodeRequest
            {
                Name = About(id, "enrollmentCodes/00000000000000000000000000"), Why = Why,
            }),
        ["/leb.operator.v1.CertificateService/MakeRevocationList"] = async (channel, _) =>
            await Certificates(channel).MakeRevocationListAsync(new MakeRevocationListRequest()),
        ["/leb.operator.v1.NoticeService/OptOut"] = async (channel, id) =>
            await Notices(channel).OptOutAsync(new OptOutRequest { PhoneNumber = PhoneOf(id), Why = Why }),
        ["/leb.operator.v1.NoticeService/OptIn"] = async (channel, id) =>
            await Notices(channel).OptInAsync(new OptInRequest { PhoneNumber = PhoneOf(id), Why = Why }),
        ["/leb.operator.v1.NoticeService/GetNoticeStatus"] = async (channel, _) =>
            await Notices(channel).GetNoticeStatusAsync(new GetNoticeStatusRequest()),
        ["/leb.operator.v1.CertificateService/CreateCertificateRule"] = async (channel, id) =>
            await Certificates(channel).CreateCertificateRuleAsync(new CreateCertificateRuleRequest
            {
                Parent = $"partners/{id}", Kind = CertificateNameKind.Dns, Pattern = $"*.{id}.example.com", Why = Why,
                Scope = new CertificateScope { Outlet = "store-1" }, Permissions = { CertificatePermission.Sell },
            }),
        ["/leb.operator.v1.CertificateService/ListCertificateRules"] = async (channel, _) =>
            await Certificates(channel).ListCertificateRulesAsync(new ListCertificateRulesRequest()),
        ["/leb.operator.v1.CertificateService/DeleteCertificateRule"] = async (channel, id) =>
            await Certificates(channel).DeleteCertificateRuleAsync(new DeleteCertificateRuleRequest
            {
                Name = Prepared.GetValueOrDefault(id, "certificateRules/00000000000000000000000000"), Why = Why,
            }),
    };

    private static LimitScope WholePartner => new() { Subject = LimitSubject.Partner };

    private static string About(string id, string none) => Prepared.GetValueOrDefault(id, $"partners/{id}/{none}");

    private static TopUpService.TopUpServiceClient TopUps(GrpcChannel channel) => new(channel);

    private static NoticeService.NoticeServiceClient Notices(GrpcChannel channel) => new(channel);

    // A number of the partner's own, so that none was opted out by another test.
    private static string PhoneOf(string id) =>
        $"+86139{Convert.ToUInt32(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..6], 16):D8}";

    private static CaseService.CaseServiceClient Cases(GrpcChannel channel) => new(channel);

    private static LimitService.LimitServiceClient Limits(GrpcChannel channel) => new(channel);

    private static CertificateService.CertificateServiceClient Certificates(GrpcChannel channel) => new(channel);

    private async Task PrepareAsync(string method, TestClient partner)
    {
        var (store, id, now) = (Shared.Running.Store, partner.PartnerId, TimeProvider.System.GetUtcNow());
        switch (method.Split('/')[2])
        {
            case "ResolveTopUp":
                Prepared[id.Value] = await OperatorSubjects.InDoubtAsync(Shared.Running, partner);
                break;
            case "GetTopUp":
                Prepared[id.Value] = $"partners/{id}/{(await partner.SellAsync(Sale.Of())).Name}";
                break;
            case "GetCase" or "CloseCase":
                Prepared[id.Value] = await OperatorSubjects.EscalatedAsync(Shared.Running, partner);
                break;
            case "DeleteLimit":
                await store.Limits.SetAsync(new Core.Limits.Limit(
                    id, Core.Limits.LimitSetter.Operator, CoreKind.DayAmount,
                    new CoreScope(CoreSubject.Partner, "", "", false), 5, now));
                break;
            case "RegisterCertificate":
                Prepared[id.Value] = (await OperatorSubjects.UnregisteredAsync(Shared.Running, $"{id}-new")).Pem;
                break;
            case "RevokeCertificate":
                Prepared[id.Value] = $"partners/{id}/certificates/{partner.Certificate.Thumbprint}";
                break;
            case "OptIn":
                await OperatorSubjects.RunAsync(
                    Shared.Running, "notices", "opt-out", PhoneOf(id.Value), "--why", Why);
                break;
            case "RevokeEnrollmentCode":
                Prepared[id.Value] = $"partners/{id}/{(await partner.CodeAsync()).EnrollmentCode.Name}";
                break;
            case "DeleteCertificateRule":
                var rule = new NameRule(
                    Ids.New(now), id, NameKind.Dns, $"*.{id}.example.com",
                    new CertificateGrant(Core.Identity.CertificateScope.Whole, Permissions.Sell));
                await store.CertificateRules.AddAsync(rule, now);
                Prepared[id.Value] = $"certificateRules/{rule.Id}";
                break;
        }
    }
}
