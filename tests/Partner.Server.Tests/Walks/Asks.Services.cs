using Grpc.Reflection.V1;
using Leb.Partner.V1;
using Leb.Wire.Health.V1;
using Partner.Server.Tests.EndToEnd.Accounts;
using Partner.Server.Tests.EndToEnd.Renewals;
using Partner.Server.Tests.Support;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.Walks;

internal static partial class Asks
{
    private static void AddMoney()
    {
        On<GetBalanceRequest>((_, _) => { });
        On<ListStatementEntriesRequest>((_, _) => { });
        On<GetCommissionSummaryRequest>((_, _) => { });
        On<ListCommissionEntriesRequest>((_, _) => { });
        On<ListSettlementsRequest>((_, _) => { });
        On<GetSettlementRequest>((ask, world, _) =>
        {
            ask.Name = world.Settlement.Name;
            return Task.CompletedTask;
        });
        On<ListChildVolumesRequest>((_, _) => { });
        On<ListPlansRequest>((_, _) => { });
        On<GetPlanRequest>((ask, _) => ask.Name = "plans/phone-50");
        On<ListPricesRequest>((ask, at) => ask.Outlet = at.Outlet);
        On<ListPromotionsRequest>((_, _) => { });
        On<WatchCatalogRequest>((_, _) => { });
        On<ListLimitsRequest>((ask, at) => ask.Scope = LimitOf(at));
        On<SetLimitRequest>((ask, at) => (ask.Kind, ask.Scope, ask.Value) = (
            LimitKind.TopUpAmount, LimitOf(at), new() { Amount = Sale.Amount("5000.00 CNY") }));
        On<RemoveLimitRequest>(async (ask, _, at) =>
        {
            (ask.Kind, ask.Scope) = (LimitKind.DayAmount, LimitOf(at));
            await at.Owner.Limits.SetLimitAsync(
                new() { Kind = ask.Kind, Scope = ask.Scope, Value = new() { Amount = Sale.Amount("50000.00 CNY") } },
                TestClient.In("en"));
        });
    }

    private static LimitScope LimitOf(Stock at) => new()
    {
        Subject = LimitSubject.Terminal, Outlet = at.Outlet, Holder = at.Terminal,
    };

    private static void AddCards()
    {
        On<GetCardRequest>((ask, at) => ask.Card = at.Sold.Card);
        On<CreateAutoRenewalRequest>((ask, at) =>
        {
            ask.MergeFrom(RenewalScene.Of(Sale.NewCard(CoreType.RegistrationEsim)));
            ask.Outlet = at.Outlet;
        });
        On<PauseAutoRenewalRequest>((ask, at) => ask.Name = at.Renewal.Name);
        On<ResumeAutoRenewalRequest>((ask, at) => ask.Name = at.Paused.Name);
        On<CancelAutoRenewalRequest>((ask, at) => ask.Name = at.Ending.Name);
        On<GetAutoRenewalRequest>((ask, at) => ask.Name = at.Renewal.Name);
        On<ListAutoRenewalsRequest>((ask, at) => ask.Outlet = at.Outlet);
        On<ListAutoRenewalStepsRequest>((ask, at) => ask.AutoRenewal = at.Renewal.Name);
        On<ListExpiringCardsRequest>((ask, at) => ask.Outlet = at.Outlet);
        On<WatchRemindersRequest>((ask, at) => ask.Outlet = at.Outlet);
        On<GetInstallationRequest>((ask, at) => ask.Card = new() { Iccid = at.EsimCard });
        On<ReissueInstallationRequest>(async (ask, _, at) =>
        {
            ask.MergeFrom(ReissueOf(await at.TakeEsimAsync()));
            (ask.Outlet, ask.Terminal) = (at.Outlet, at.Terminal);
        });
        On<GetReissueRequest>((ask, at) => ask.Name = at.Reissue.Name);
    }

    private static void AddAccounts()
    {
        On<EnrollCertificateRequest>((ask, at) => ask.MergeFrom(AccountScene.Enroll(
            NewKey.Make(), at.Outlet, at.Terminal, CertificatePermission.Manage)));
        On<RenewCertificateRequest>((ask, _) => (ask.RequestId, ask.SigningRequest) = (
            AccountScene.NewId(), NewKey.Make().Message));
        On<ListCertificatesRequest>((ask, at) => (ask.Outlet, ask.Terminal) = (at.Outlet, at.Terminal));
        On<RevokeCertificateRequest>(async (ask, _, at) => ask.Name = await at.TakeCertificateAsync());
        On<GetCaBundleRequest>((_, _) => { });
        On<CreateEnrollmentCodeRequest>((ask, at) =>
        {
            ask.RequestId = AccountScene.NewId();
            ask.Scope = new() { Outlet = at.Outlet, Terminal = at.Terminal };
            ask.Permissions.Add(CertificatePermission.Manage);
        });
        On<ListEnrollmentCodesRequest>((_, _) => { });
        On<RevokeEnrollmentCodeRequest>(async (ask, _, at) =>
            ask.Name = (await at.TakeCodeAsync()).EnrollmentCode.Name);
        On<WatchAccountRequest>((_, _) => { });
        On<EnrollWithCodeRequest>(async (ask, _, at) => (ask.RequestId, ask.Code, ask.SigningRequest) = (
            AccountScene.NewId(), (await at.TakeCodeAsync()).Code, NewKey.Make().Message));
        On<EnrollmentServiceGetCaBundleRequest>((_, _) => { });
    }

    private static void AddShared()
    {
        On<HealthCheckRequest>((_, _) => { });
        On<HealthListRequest>((_, _) => { });
        On<ServerReflectionRequest>((ask, _) => ask.ListServices = "");
    }
}
