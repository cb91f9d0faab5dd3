using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Commissions;
using Partner.Core.Errors;
using Partner.Server.Contract;
using Partner.Server.Security;

namespace Partner.Server.Balances;

/// <summary>The commissions of the contract's BalanceService.</summary>
internal sealed partial class BalanceGrpcService
{
    private const int LongestPartner = 40;

    /// <inheritdoc/>
    public override async Task<GetCommissionSummaryResponse> GetCommissionSummary(
        GetCommissionSummaryRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var month = reader.Month(request.Month, "month");
        reader.ThrowIfRefused();
        var reports = await commissions
            .SumAsync(context.GetCaller().PartnerId, month, context.CancellationToken);
        var response = new GetCommissionSummaryResponse();
        response.Summaries.AddRange(reports.Select(report => report.ToWire()));
        return response;
    }

    /// <inheritdoc/>
    public override async Task<ListCommissionEntriesResponse> ListCommissionEntries(
        ListCommissionEntriesRequest request, ServerCallContext context)
    {
        var caller = context.GetCaller();
        var reader = new RequestReader();
        var size = reader.PageSize(request.PageSize, UsualPage, LargestCommissionPage);
        var month = reader.Month(request.Month, "month");
        reader.ThrowIfRefused();
        var filter = $"commissions\u001f{month}\u001f{caller.Outlet}\u001f{caller.Terminal}";
        var before = PageTokens.Read(request.PageToken, caller.PartnerId, filter).OrThrow();
        var page = await store.Commissions
            .ListAsync(caller.PartnerId, month, before, caller.Scope, size + 1, context.CancellationToken);
        var response = new ListCommissionEntriesResponse();
        response.Entries.AddRange(page.Take(size).Select(entry => entry.ToWire()));
        response.NextPageToken = page.Count > size
            ? PageTokens.Make(caller.PartnerId, filter, page[size - 1].Record.Entry.TopUpId.Value)
            : "";
        return response;
    }

    /// <inheritdoc/>
    public override async Task<ListChildVolumesResponse> ListChildVolumes(
        ListChildVolumesRequest request, ServerCallContext context)
    {
        var (caller, reader, now) = (context.GetCaller(), new RequestReader(), clock.GetUtcNow());
        var size = reader.PageSize(request.PageSize, UsualPage, LargestCommissionPage);
        var given = reader.Month(request.Month, "month");
        var child = reader.Text(request.Child, LongestPartner, "child");
        reader.ThrowIfRefused();
        if (caller.Outlet is { } own)
        {
            throw new RefusalException(new Refusal(Reason.OutletMismatch).With("outlet", own));
        }

        var month = given ?? CommissionMath.MonthOf(
            now, (await zones.ZoneAsync(caller.PartnerId, now, context.CancellationToken)).OrThrow());
        if (child.Length > 0 && !await IsBeneathAsync(caller.PartnerId, new PartnerId(child), context))
        {
            throw new RefusalException(new Refusal(Reason.ChildNotFound));
        }

        var filter = $"children\u001f{given}\u001f{child}";
        var after = PageTokens.Read(request.PageToken, caller.PartnerId, filter).OrThrow();
        var volumes = await store.ChildVolumes.ListAsync(
            caller.PartnerId, month, child.Length == 0 ? null : new PartnerId(child), context.CancellationToken);
        var rest = volumes.SkipWhile(one => after is not null && string.CompareOrdinal(one.Place, after) <= 0).ToList();
        var response = new ListChildVolumesResponse();
        response.Volumes.AddRange(rest.Take(size).Select(one => one.ToWire(month)));
        response.NextPageToken = rest.Count > size
            ? PageTokens.Make(caller.PartnerId, filter, rest[size - 1].Place)
            : "";
        return response;
    }

    /// <summary>Whether a partner is beneath another by the network in force, or sold for it once.</summary>
    private async Task<bool> IsBeneathAsync(PartnerId parentId, PartnerId childId, ServerCallContext context) =>
        (terms.At(clock.GetUtcNow()) is { } inForce
            && inForce.Index.Chain(childId).Skip(1).Any(member => member.PartnerId == parentId))
        || await store.ChildVolumes.AnyAsync(parentId, childId, context.CancellationToken);
}
