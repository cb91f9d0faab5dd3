using Leb.Operator.V1;
using Partner.Core.Amounts;
using Partner.Server.Contract;
using Partner.Server.Tests.Support;
using CoreActor = Partner.Core.Actions.ActionActor;
using CoreActorKind = Partner.Core.Actions.ActorKind;
using CoreChange = Partner.Core.Approvals.MoneyChange;
using CoreChangeKind = Partner.Core.Approvals.MoneyChangeKind;
using CoreParty = Partner.Core.Approvals.ApprovalParty;

namespace Partner.Server.Tests.Walks;

internal static partial class Asks
{
    private const string Why = "walked through";

    private static void AddBackOffice()
    {
        On<CreatePartnerRequest>((ask, _) => (ask.PartnerId, ask.DisplayName, ask.CurrencyCode, ask.Why) = (
            NewPartner(), "New", "CNY", Why));
        On<GetPartnerRequest>((ask, at) => ask.Name = NameOf(at));
        On<ListPartnersRequest>((_, _) => { });
        On<SuspendPartnerRequest>(async (ask, world, _) => (ask.Name, ask.Why) = (await AddAsync(world), Why));
        On<ResumePartnerRequest>(async (ask, world, _) => (ask.Name, ask.Why) = (await AddAsync(world), Why));
        On<ClosePartnerRequest>(async (ask, world, _) => (ask.Name, ask.Why) = (await AddAsync(world), Why));
        On<SetParentRequest>(async (ask, world, _) => (ask.Name, ask.Parent, ask.Why) = (
            await AddAsync(world), await AddAsync(world), Why));
        On<SetTierRequest>(async (ask, world, _) => (ask.Name, ask.Tier, ask.Why) = (
            await AddAsync(world), "walk", Why));
        On<ListActionsRequest>((ask, at) => ask.Parent = NameOf(at));
    }

    private static void AddMoneyOfPartners()
    {
        On<SetCreditLimitRequest>(async (ask, world, _) => (ask.Name, ask.Why, ask.Limit) = (
            await AddAsync(world), Why, Sale.Amount("5.00 CNY")));
        On<CreateDepositRequest>(async (ask, world, _) => (ask.Name, ask.RequestId, ask.Why, ask.Amount) = (
            await AddAsync(world), Sale.NewRequestId(), Why, Sale.Amount("5.00 CNY")));
        On<CreateWithdrawalRequest>(async (ask, world, _) => (ask.Name, ask.RequestId, ask.Why, ask.Amount) = (
            await AddFundedAsync(world), Sale.NewRequestId(), Why, Sale.Amount("5.00 CNY")));
        On<CreateAdjustmentRequest>(async (ask, world, _) =>
        {
            (ask.Name, ask.RequestId, ask.Why) = (await AddFundedAsync(world), Sale.NewRequestId(), Why);
            (ask.Amount, ask.Reason, ask.Evidence) = (
                Sale.Amount("5.00 CNY"), AdjustmentReason.Compensation, "letter of the partner");
        });
    }

    private static void AddApprovals()
    {
        On<ListApprovalsRequest>((ask, at) => ask.Parent = NameOf(at));
        On<GetApprovalRequest>(async (ask, world, _) => ask.Name = await WaitingAsync(world));
        On<ApproveRequest>(async (ask, world, _) => (ask.Name, ask.Why) = (await WaitingAsync(world), Why));
        On<RejectRequest>(async (ask, world, _) => (ask.Name, ask.Why) = (await WaitingAsync(world), Why));
    }

    private static string NewPartner() => $"walk-{Guid.NewGuid():N}"[..30];

    private static string NameOf(Stock at) => $"partners/{at.Owner.PartnerId}";

    private static PartnerId PartnerOf(string name) => new(Sale.IdOf(name));

    private static async Task<string> AddAsync(World world)
    {
        var id = NewPartner();
        await world.Server.Running.Store.Partners.AddAsync(
            new Storage.PartnerAccount(new PartnerId(id), id, Core.Identity.PartnerStatus.Active, Currency.Of("CNY")),
            TimeProvider.System.GetUtcNow());
        return $"partners/{id}";
    }

    private static async Task<string> AddFundedAsync(World world)
    {
        var (name, now) = (await AddAsync(world), TimeProvider.System.GetUtcNow());
        await world.Server.Running.Store.Partners.DepositAsync(
            PartnerOf(name), new RequestId(Sale.NewRequestId()), Ids.New(now), Money.Parse("50.00 CNY")!.Value, now);
        return name;
    }

    /// <summary>A deposit that waits for a second person.</summary>
    private static async Task<string> WaitingAsync(World world)
    {
        var (name, now) = (await AddAsync(world), TimeProvider.System.GetUtcNow());
        var id = Ids.New(now);
        var asked = await world.Server.Running.Store.Approvals.MakeAsync(
            PartnerOf(name),
            new CoreChange(CoreChangeKind.Deposit, Money.Parse("5.00 CNY")!.Value)
            {
                RequestId = new RequestId(Sale.NewRequestId()),
            },
            id,
            new Core.Approvals.ApprovalThreshold(0),
            new CoreParty(new CoreActor(CoreActorKind.Verb, "anna@office"), "anna"),
            Why,
            now);
        Assert.False(asked.Value.Done);
        return $"{name}/approvals/{id}";
    }
}
