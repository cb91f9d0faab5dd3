using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Security;

namespace Partner.Server.Balances;

/// <summary>The settlements of the contract's BalanceService. Only ever those of the caller's partner.</summary>
internal sealed partial class BalanceGrpcService
{
    private const int UsualSettlements = 24;
    private const int LargestSettlements = 100;

    /// <inheritdoc/>
    public override async Task<ListSettlementsResponse> ListSettlements(
        ListSettlementsRequest request, ServerCallContext context)
    {
        const string filter = "settlements";
        var caller = context.GetCaller();
        var reader = new RequestReader();
        var size = reader.PageSize(request.PageSize, UsualSettlements, LargestSettlements);
        reader.ThrowIfRefused();
        var before = PageTokens.Read(request.PageToken, caller.PartnerId, filter).OrThrow();
        var page = await store.Settlements
            .ListAsync(caller.PartnerId, before, size + 1, context.CancellationToken);
        var response = new ListSettlementsResponse();
        response.Settlements.AddRange(page.Take(size).Select(one => one.Statement.ToWire(one.TransferId)));
        response.NextPageToken = page.Count > size
            ? PageTokens.Make(caller.PartnerId, filter, page[size - 1].Statement.Number)
            : "";
        return response;
    }

    /// <inheritdoc/>
    public override async Task<GetSettlementResponse> GetSettlement(
        GetSettlementRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var key = reader.Settlement(request.Name, "name");
        reader.Choice(request.Document, false, "document");
        reader.ThrowIfRefused();
        var found = await store.Settlements
            .FindAsync(context.GetCaller().PartnerId, key!, context.CancellationToken)
            ?? throw new RefusalException(new Refusal(Reason.SettlementNotFound));
        return found.Statement.ToAnswer(found.TransferId, request.Document, context.GetLanguage());
    }
}
