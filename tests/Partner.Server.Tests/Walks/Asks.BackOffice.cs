using Leb.Operator.V1;
using Partner.Core.Amounts;
using Partner.Core.Identity;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Walks;

internal static partial class Asks
{
    private const string Why = "walked through";

    private static void AddBackOffice()
    {
        On<CreatePartnerRequest>((ask, _) => (ask.PartnerId, ask.DisplayName, ask.CurrencyCode, ask.Why) = (
            NewPartner(), "New", "CNY", Why));
        On<GetPartnerRequest>((ask, at) => ask.Name = $"partners/{at.Owner.PartnerId}");
        On<ListPartnersRequest>((_, _) => { });
        On<SuspendPartnerRequest>(async (ask, world, _) => (ask.Name, ask.Why) = (await AddAsync(world), Why));
        On<ResumePartnerRequest>(async (ask, world, _) => (ask.Name, ask.Why) = (await AddAsync(world), Why));
        On<SetCreditLimitRequest>(async (ask, world, _) => (ask.Name, ask.Why, ask.Limit) = (
            await AddAsync(world), Why, Sale.Amount("5.00 CNY")));
        On<CreateDepositRequest>(async (ask, world, _) => (ask.Name, ask.RequestId, ask.Why, ask.Amount) = (
            await AddAsync(world), Sale.NewRequestId(), Why, Sale.Amount("5.00 CNY")));
        On<ListActionsRequest>((ask, at) => ask.Parent = $"partners/{at.Owner.PartnerId}");
    }

    private static string NewPartner() => $"walk-{Guid.NewGuid():N}"[..30];

    private static async Task<string> AddAsync(World world)
    {
        var id = NewPartner();
        await world.Server.Running.Store.Partners.AddAsync(
            new Storage.PartnerAccount(new PartnerId(id), id, Core.Identity.PartnerStatus.Active, Currency.Of("CNY")),
            TimeProvider.System.GetUtcNow());
        return $"partners/{id}";
    }
}
