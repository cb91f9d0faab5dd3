using Leb.Partner.V1;
using Partner.Core.Accounts;
using Partner.Core.Identity;
using Partner.Server.Contract;
using Partner.Server.Tests.BackOffice;
using Partner.Server.Tests.Support;
using CoreKind = Partner.Core.Limits.LimitKind;
using CoreScope = Partner.Core.Limits.LimitScope;
using CoreSetter = Partner.Core.Limits.LimitSetter;
using Operators = Leb.Operator.V1;

namespace Partner.Server.Tests.Walks;

internal static partial class Asks
{
    private static void AddOperatorTopUps()
    {
        On<Operators.GetTopUpRequest>((ask, at) => ask.Name = $"{NameOf(at)}/{at.Sold.Name}");
        On<Operators.ListTopUpsRequest>((ask, at) => ask.Parent = NameOf(at));
        On<Operators.ListInDoubtRequest>((_, _) => { });

        // This issuer leaves nothing in doubt for long: the sale has ended, and the answer says so.
        On<Operators.ResolveTopUpRequest>((ask, at) => (ask.Name, ask.Outcome, ask.Evidence, ask.Why) = (
            $"{NameOf(at)}/{at.Sold.Name}", Operators.ResolveOutcome.Failed, "mail of the issuer", Why));
        On<Operators.ListCasesRequest>((ask, at) => ask.Parent = NameOf(at));
        On<Operators.GetCaseRequest>((ask, at) => ask.Name = $"{NameOf(at)}/{at.Missed.Name}/case");
        On<Operators.CloseCaseRequest>(async (ask, world, _) =>
        {
            ask.Name = await OperatorSubjects.EscalatedAsync(world.Server.Running, world.Ours) + "/case";
            (ask.Outcome, ask.Evidence, ask.Why) = (Operators.CloseOutcome.Repaired, "mail of the issuer", Why);
        });
        On<Operators.ListLimitsRequest>((ask, at) => ask.Parent = NameOf(at));
        On<Operators.SetLimitRequest>(async (ask, world, _) =>
        {
            (ask.Parent, ask.Kind, ask.Why) = (await AddAsync(world), LimitKind.DayAmount, Why);
            (ask.Scope, ask.Value) = (
                new LimitScope { Subject = LimitSubject.Partner },
                new LimitValue { Amount = Sale.Amount("900.00 CNY") });
        });
        On<Operators.DeleteLimitRequest>(async (ask, world, _) =>
        {
            (ask.Parent, ask.Kind, ask.Why) = (await AddAsync(world), LimitKind.DayAmount, Why);
            ask.Scope = new LimitScope { Subject = LimitSubject.Partner };
            await world.Server.Running.Store.Limits.SetAsync(new Core.Limits.Limit(
                PartnerOf(ask.Parent), CoreSetter.Operator, CoreKind.DayAmount, CoreScope.Partner, 5,
                TimeProvider.System.GetUtcNow()));
        });
    }

    private static void AddOperatorCertificates()
    {
        On<Operators.ListCertificatesRequest>((ask, at) => ask.Parent = NameOf(at));
        On<Operators.RegisterCertificateRequest>(async (ask, world, _) =>
        {
            (ask.Parent, ask.Why) = (await AddAsync(world), Why);
            ask.CertificatePem = (await OperatorSubjects.UnregisteredAsync(world.Server.Running, NewPartner())).Pem;
            ask.Permissions.Add(CertificatePermission.Sell);
        });
        On<Operators.RevokeCertificateRequest>(async (ask, world, _) =>
        {
            var partner = await world.Server.NewPartnerAsync(deposit: null);
            (ask.Name, ask.Why) = (
                $"partners/{partner.PartnerId}/certificates/{partner.Certificate.Thumbprint}", Why);
        });
        On<Operators.CreateEnrollmentCodeRequest>(async (ask, world, _) =>
        {
            (ask.Parent, ask.RequestId, ask.Why) = (await AddAsync(world), Sale.NewRequestId(), Why);
            ask.Permissions.Add(CertificatePermission.Sell);
        });
        On<Operators.ListEnrollmentCodesRequest>((ask, at) => ask.Parent = NameOf(at));
        On<Operators.MakeRevocationListRequest>((_, _) => { });
        On<Operators.OptOutRequest>((ask, _) => (ask.PhoneNumber, ask.Why) = ("+8613912345678", Why));
        On<Operators.OptInRequest>((ask, _) => (ask.PhoneNumber, ask.Why) = ("+8613912345678", Why));
        On<Operators.GetNoticeStatusRequest>((_, _) => { });
        On<Operators.RevokeEnrollmentCodeRequest>(async (ask, _, at) => (ask.Name, ask.Why) = (
            $"{NameOf(at)}/{(await at.TakeCodeAsync()).EnrollmentCode.Name}", Why));
        On<Operators.CreateCertificateRuleRequest>(async (ask, world, _) =>
        {
            (ask.Parent, ask.Kind, ask.Why) = (await AddAsync(world), Operators.CertificateNameKind.Dns, Why);
            ask.Pattern = $"*.{Sale.IdOf(ask.Parent)}.example.com";
            ask.Permissions.Add(CertificatePermission.Sell);
        });
        On<Operators.ListCertificateRulesRequest>((_, _) => { });
        On<Operators.DeleteCertificateRuleRequest>(async (ask, world, _) =>
        {
            var (owner, now) = (PartnerOf(await AddAsync(world)), TimeProvider.System.GetUtcNow());
            var rule = new NameRule(
                Ids.New(now), owner, NameKind.Dns, $"*.{owner}.example.com",
                new CertificateGrant(Core.Identity.CertificateScope.Whole, Permissions.Sell));
            await world.Server.Running.Store.CertificateRules.AddAsync(rule, now);
            (ask.Name, ask.Why) = ($"certificateRules/{rule.Id}", Why);
        });
    }
}
