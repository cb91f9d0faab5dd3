using Grpc.Core;
using Leb.Partner.V1;

namespace Partner.Server.Tests.Support;

/// <summary>A TopUpService whose two kinds of methods do what a test says; the others do not exist.</summary>
internal sealed class GrpcFakeTopUps : TopUpService.TopUpServiceBase
{
    private int _calls;

    /// <summary>How many calls got through to the service.</summary>
    public int Calls => Volatile.Read(ref _calls);

    public Func<CreateTopUpRequest, ServerCallContext, Task<CreateTopUpResponse>> OnCreate { get; set; } =
        (_, _) => Task.FromResult(new CreateTopUpResponse());

    public Func<IServerStreamWriter<WatchTopUpResponse>, ServerCallContext, Task> OnWatch { get; set; } =
        (_, _) => Task.CompletedTask;

    public Func<Task<ListTopUpsResponse>> OnList { get; set; } = () => Task.FromResult(new ListTopUpsResponse());

    public override Task<ListTopUpsResponse> ListTopUps(ListTopUpsRequest request, ServerCallContext context)
    {
        Interlocked.Increment(ref _calls);
        return OnList();
    }

    public override Task<CreateTopUpResponse> CreateTopUp(CreateTopUpRequest request, ServerCallContext context)
    {
        Interlocked.Increment(ref _calls);
        return OnCreate(request, context);
    }

    public override Task WatchTopUp(
        WatchTopUpRequest request, IServerStreamWriter<WatchTopUpResponse> responseStream, ServerCallContext context)
    {
        Interlocked.Increment(ref _calls);
        return OnWatch(responseStream, context);
    }
}

internal sealed class GrpcFakeBalances : BalanceService.BalanceServiceBase;

internal sealed class GrpcFakePlans : PlanCatalogService.PlanCatalogServiceBase;

internal sealed class GrpcFakeCards : CardService.CardServiceBase;

internal sealed class GrpcFakeReceipts : ReceiptService.ReceiptServiceBase;

internal sealed class GrpcFakeArrivals : ArrivalService.ArrivalServiceBase;

internal sealed class GrpcFakeRenewals : AutoRenewalService.AutoRenewalServiceBase;

internal sealed class GrpcFakeReminders : ReminderService.ReminderServiceBase;

internal sealed class GrpcFakeAccounts : PartnerAccountService.PartnerAccountServiceBase;

/// <summary>The service of eSIMs.</summary>
internal sealed class GrpcFakeEsims : EsimService.EsimServiceBase;

/// <summary>The service of limits.</summary>
internal sealed class GrpcFakeLimits : LimitService.LimitServiceBase;

/// <summary>OrganisationService without any method.</summary>
internal sealed class GrpcFakeOrganisations : OrganisationService.OrganisationServiceBase;
