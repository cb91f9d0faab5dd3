using Leb.Partner.V1;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Walks;

internal static partial class Asks
{
    private static void AddOrganisations()
    {
        On<GetOrganisationRequest>((_, _) => { });
        On<UpdateOrganisationRequest>((ask, _) => ask.RegisteredOnly = false);
        On<ImportOrganisationRequest>((ask, at) => ask.Rows.Add(new OrganisationRow
        {
            Kind = OrganisationKind.Terminal, Outlet = at.Outlet, Reference = at.Terminal, Name = "Till",
        }));
        On<ListOutletsRequest>((_, _) => { });
        On<GetOutletRequest>((ask, at) => ask.Outlet = at.Outlet);
        On<CreateOutletRequest>((ask, _) => ask.Reference = Reference());
        On<UpdateOutletRequest>((ask, at) => (ask.Outlet, ask.Name) = (at.Outlet, "Shop"));
        On<CloseOutletRequest>(async (ask, _, at) =>
        {
            ask.Outlet = Reference();
            await at.Owner.Organisations.CreateOutletAsync(
                new() { Reference = ask.Outlet }, TestClient.In("en"));
        });
        On<ListTerminalsRequest>((ask, at) => ask.Outlet = at.Outlet);
        On<GetTerminalRequest>((ask, at) => (ask.Outlet, ask.Terminal) = (at.Outlet, at.Terminal));
        On<CreateTerminalRequest>((ask, at) => (ask.Outlet, ask.Reference) = (at.Outlet, Reference()));
        On<UpdateTerminalRequest>((ask, at) => (ask.Outlet, ask.Terminal, ask.Name) = (
            at.Outlet, at.Terminal, "Till"));
        On<CloseTerminalRequest>(async (ask, _, at) =>
        {
            (ask.Outlet, ask.Terminal) = (World.Shop, Reference());
            await at.Owner.Organisations.CreateTerminalAsync(
                new() { Outlet = ask.Outlet, Reference = ask.Terminal }, TestClient.In("en"));
        });
        On<ListCashiersRequest>((ask, at) => ask.Outlet = at.Outlet);
        On<GetCashierRequest>((ask, at) => (ask.Outlet, ask.Cashier) = (at.Outlet, at.Cashier));
        On<CreateCashierRequest>((ask, at) => (ask.Outlet, ask.Reference) = (at.Outlet, Reference()));
        On<UpdateCashierRequest>((ask, at) => (ask.Outlet, ask.Cashier, ask.Name) = (at.Outlet, at.Cashier, "Anna"));
        On<CloseCashierRequest>(async (ask, _, at) =>
        {
            (ask.Outlet, ask.Cashier) = (World.Shop, Reference());
            await at.Owner.Organisations.CreateCashierAsync(
                new() { Outlet = ask.Outlet, Reference = ask.Cashier }, TestClient.In("en"));
        });
        On<CloseShiftRequest>(async (ask, _, at) =>
        {
            (ask.RequestId, ask.Outlet, ask.Terminal) = (Sale.NewRequestId(), at.Outlet, at.Terminal);

            // What others sold there meanwhile would be told by the first answer and not by the next.
            await at.Owner.Organisations.CloseShiftAsync(
                new() { RequestId = Sale.NewRequestId(), Outlet = at.Outlet, Terminal = at.Terminal },
                TestClient.In("en"));
        });
        On<GetShiftRequest>((ask, at) => (ask.Outlet, ask.Terminal, ask.Number) = (
            at.Outlet, at.Terminal, at.Shift.Number));
        On<ListShiftsRequest>((ask, at) => (ask.Outlet, ask.Terminal) = (at.Outlet, at.Terminal));
    }

    private static string Reference() => $"unit-{Guid.NewGuid():N}"[..20];
}
