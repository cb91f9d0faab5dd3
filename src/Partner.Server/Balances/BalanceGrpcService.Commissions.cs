using Grpc.Core;
using Leb.Partner.V1;
using Partner.Server.Contract;
using Partner.Server.Security;

namespace Partner.Server.Balances;

/// <summary>The commissions of the contract's BalanceService.</summary>
internal sealed partial class BalanceGrpcService
{
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
}
