using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Organisations;
using Partner.Server.Contract;

namespace Partner.Server.Organisations;

/// <summary>Outlets, terminals and cashiers, one after the other.</summary>
public sealed partial class OrganisationGrpcService
{
    /// <inheritdoc/>
    public override async Task<ListOutletsResponse> ListOutlets(
        ListOutletsRequest request, ServerCallContext context)
    {
        var (found, next) = await units.ListAsync(
            new UnitFilter(UnitKind.Outlet, "", request.Status, request.PageSize, request.PageToken), context);
        var response = new ListOutletsResponse { NextPageToken = next };
        response.Outlets.AddRange(found.Select(OrganisationMapper.ToOutlet));
        return response;
    }

    /// <inheritdoc/>
    public override async Task<GetOutletResponse> GetOutlet(GetOutletRequest request, ServerCallContext context) =>
        new() { Outlet = (await units.GetAsync(UnitKind.Outlet, "", request.Outlet, context)).ToOutlet() };

    /// <inheritdoc/>
    public override async Task<CreateOutletResponse> CreateOutlet(
        CreateOutletRequest request, ServerCallContext context)
    {
        var (unit, replayed) = await units.CreateAsync(
            UnitKind.Outlet, "", request.Reference, request.Name, request.Comment, context);
        return new CreateOutletResponse { Outlet = unit.ToOutlet(), Replayed = replayed };
    }

    /// <inheritdoc/>
    public override async Task<UpdateOutletResponse> UpdateOutlet(
        UpdateOutletRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var name = reader.NewName(request.HasName, request.Name, "name");
        var status = reader.NewStatus(request.HasStatus, request.Status, "status");
        var unit = await units.UpdateAsync(
            reader, UnitKind.Outlet, "", request.Outlet, name, status, request.Comment, context);
        return new UpdateOutletResponse { Outlet = unit.ToOutlet() };
    }

    /// <inheritdoc/>
    public override async Task<CloseOutletResponse> CloseOutlet(
        CloseOutletRequest request, ServerCallContext context) =>
        new()
        {
            Outlet = (await units.CloseAsync(
                UnitKind.Outlet, "", request.Outlet, request.Comment, context)).ToOutlet(),
        };

    /// <inheritdoc/>
    public override async Task<ListTerminalsResponse> ListTerminals(
        ListTerminalsRequest request, ServerCallContext context)
    {
        var (found, next) = await units.ListAsync(
            new UnitFilter(UnitKind.Terminal, request.Outlet, request.Status, request.PageSize, request.PageToken),
            context);
        var response = new ListTerminalsResponse { NextPageToken = next };
        response.Terminals.AddRange(found.Select(OrganisationMapper.ToTerminal));
        return response;
    }

    /// <inheritdoc/>
    public override async Task<GetTerminalResponse> GetTerminal(
        GetTerminalRequest request, ServerCallContext context) =>
        new()
        {
            Terminal = (await units.GetAsync(
                UnitKind.Terminal, request.Outlet, request.Terminal, context)).ToTerminal(),
        };

    /// <inheritdoc/>
    public override async Task<CreateTerminalResponse> CreateTerminal(
        CreateTerminalRequest request, ServerCallContext context)
    {
        var (unit, replayed) = await units.CreateAsync(
            UnitKind.Terminal, request.Outlet, request.Reference, request.Name, request.Comment, context);
        return new CreateTerminalResponse { Terminal = unit.ToTerminal(), Replayed = replayed };
    }

    /// <inheritdoc/>
    public override async Task<UpdateTerminalResponse> UpdateTerminal(
        UpdateTerminalRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var name = reader.NewName(request.HasName, request.Name, "name");
        var status = reader.NewStatus(request.HasStatus, request.Status, "status");
        var unit = await units.UpdateAsync(
            reader, UnitKind.Terminal, request.Outlet, request.Terminal, name, status, request.Comment, context);
        return new UpdateTerminalResponse { Terminal = unit.ToTerminal() };
    }

    /// <inheritdoc/>
    public override async Task<CloseTerminalResponse> CloseTerminal(
        CloseTerminalRequest request, ServerCallContext context) =>
        new()
        {
            Terminal = (await units.CloseAsync(
                UnitKind.Terminal, request.Outlet, request.Terminal, request.Comment, context)).ToTerminal(),
        };

    /// <inheritdoc/>
    public override async Task<ListCashiersResponse> ListCashiers(
        ListCashiersRequest request, ServerCallContext context)
    {
        var (found, next) = await units.ListAsync(
            new UnitFilter(UnitKind.Cashier, request.Outlet, request.Status, request.PageSize, request.PageToken),
            context);
        var response = new ListCashiersResponse { NextPageToken = next };
        response.Cashiers.AddRange(found.Select(OrganisationMapper.ToCashier));
        return response;
    }

    /// <inheritdoc/>
    public override async Task<GetCashierResponse> GetCashier(GetCashierRequest request, ServerCallContext context) =>
        new()
        {
            Cashier = (await units.GetAsync(UnitKind.Cashier, request.Outlet, request.Cashier, context)).ToCashier(),
        };

    /// <inheritdoc/>
    public override async Task<CreateCashierResponse> CreateCashier(
        CreateCashierRequest request, ServerCallContext context)
    {
        var (unit, replayed) = await units.CreateAsync(
            UnitKind.Cashier, request.Outlet, request.Reference, request.Name, request.Comment, context);
        return new CreateCashierResponse { Cashier = unit.ToCashier(), Replayed = replayed };
    }

    /// <inheritdoc/>
    public override async Task<UpdateCashierResponse> UpdateCashier(
        UpdateCashierRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var name = reader.NewName(request.HasName, request.Name, "name");
        var status = reader.NewStatus(request.HasStatus, request.Status, "status");
        var unit = await units.UpdateAsync(
            reader, UnitKind.Cashier, request.Outlet, request.Cashier, name, status, request.Comment, context);
        return new UpdateCashierResponse { Cashier = unit.ToCashier() };
    }

    /// <inheritdoc/>
    public override async Task<CloseCashierResponse> CloseCashier(
        CloseCashierRequest request, ServerCallContext context) =>
        new()
        {
            Cashier = (await units.CloseAsync(
                UnitKind.Cashier, request.Outlet, request.Cashier, request.Comment, context)).ToCashier(),
        };
}
