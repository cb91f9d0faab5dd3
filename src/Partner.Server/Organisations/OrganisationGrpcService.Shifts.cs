using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Core.Organisations;
using Partner.Server.Contract;
using Partner.Server.Security;
using Partner.Storage;

namespace Partner.Server.Organisations;

/// <summary>Shifts of terminals.</summary>
public sealed partial class OrganisationGrpcService
{
    private const int UsualShifts = 20;
    private const int MostShifts = 50;

    /// <inheritdoc/>
    public override async Task<CloseShiftResponse> CloseShift(CloseShiftRequest request, ServerCallContext context)
    {
        var arrival = Arrival.Now(context.CancellationToken);
        var (caller, now) = (context.GetCaller(), clock.GetUtcNow());
        var order = OrganisationRequests.Read(request, caller).OrThrow();
        var today = await zones.DayAsync(caller.PartnerId, now, context.CancellationToken);
        var closed = await store.Shifts.CloseAsync(caller.PartnerId, Ids.New(now), order, today, now, arrival);
        if (order.LastOfDay)
        {
            cache.Changed();
        }

        // What is closed is closed: whoever leaves now finds it by the same request id.
        var (shift, replayed) = closed.OrThrow();
        var complete = await store.Shifts.CompleteAsync(shift, context.CancellationToken);
        return new CloseShiftResponse { Shift = complete.ToWire(), Replayed = replayed };
    }

    /// <inheritdoc/>
    public override async Task<GetShiftResponse> GetShift(GetShiftRequest request, ServerCallContext context)
    {
        var (caller, reader) = (context.GetCaller(), new RequestReader());
        var given = reader.Text(request.Outlet, UnitReference.Longest, "outlet");
        var asked = reader.Known(request.Terminal.Length == 0 ? caller.Terminal ?? "" : request.Terminal, "terminal");
        if (request.Number < 0)
        {
            reader.Note("number", "must not be below zero", "不得小于零");
        }

        reader.ThrowIfRefused();
        var (outlet, terminal) = (caller.OutletFor(given).OrThrow(), caller.TerminalFor(asked).OrThrow());
        var shift = await store.Shifts.FindAsync(
                caller.PartnerId, outlet, terminal, request.Number, context.CancellationToken)
            ?? throw new RefusalException(new Refusal(Reason.ShiftNotFound));
        var complete = await store.Shifts.CompleteAsync(shift, context.CancellationToken);
        return new GetShiftResponse { Shift = complete.ToWire() };
    }

    /// <inheritdoc/>
    public override async Task<ListShiftsResponse> ListShifts(ListShiftsRequest request, ServerCallContext context)
    {
        var (caller, reader) = (context.GetCaller(), new RequestReader());
        var size = reader.PageSize(request.PageSize, UsualShifts, MostShifts);
        var given = reader.Text(request.Outlet, UnitReference.Longest, "outlet");
        var asked = reader.Text(request.Terminal, UnitReference.Longest, "terminal");
        var day = reader.Date(request.BusinessDate, "business_date");
        reader.ThrowIfRefused();
        var (outlet, terminal) = (caller.OutletFor(given).OrThrow(), caller.TerminalFor(asked).OrThrow());
        var filter = $"shifts\u001f{outlet}\u001f{terminal}\u001f{day?.DayNumber}";
        var before = PageTokens.Read(request.PageToken, caller.PartnerId, filter).OrThrow();
        var found = await store.Shifts.ListAsync(
            caller.PartnerId, outlet.Length == 0 ? null : outlet, terminal.Length == 0 ? null : terminal, day, before,
            size + 1, context.CancellationToken);
        var response = new ListShiftsResponse
        {
            NextPageToken = found.Count > size
                ? PageTokens.Make(caller.PartnerId, filter, found[size - 1].Id)
                : "",
        };
        foreach (var shift in found.Take(size))
        {
            response.Shifts.Add((await store.Shifts.CompleteAsync(shift, context.CancellationToken)).ToWire());
        }

        return response;
    }
}
