using System.Globalization;
using Grpc.Core;
using Leb.Operator.V1;
using Partner.Server.Contract;
using Partner.Storage;
using ActorKind = Leb.Operator.V1.ActorKind;
using CoreAction = Partner.Core.Actions.RecordedAction;
using WireAction = Leb.Operator.V1.RecordedAction;

namespace Partner.Server.BackOffice;

/// <summary>ActionService of the operator's contract.</summary>
/// <param name="store">The store.</param>
internal sealed class ActionGrpcService(PartnerStore store) : ActionService.ActionServiceBase
{
    private const int UsualPage = 100;
    private const int LargestPage = 500;

    /// <inheritdoc/>
    public override async Task<ListActionsResponse> ListActions(ListActionsRequest request, ServerCallContext context)
    {
        const string filter = "actions";
        var reader = new RequestReader();
        var chain = request.Parent.Length == 0
            ? CoreAction.CommonChain
            : reader.PartnerName(request.Parent, "parent");
        var size = reader.PageSize(request.PageSize, UsualPage, LargestPage);
        reader.ThrowIfRefused();
        var place = PageTokens.Read(request.PageToken, chain, filter).OrThrow();
        var before = place is null ? (long?)null : long.Parse(place, CultureInfo.InvariantCulture);
        var page = await store.Actions.ListAsync(chain, before, size + 1, context.CancellationToken);
        return new ListActionsResponse
        {
            Actions = { page.Take(size).Select(ToWire) },
            NextPageToken = page.Count > size
                ? PageTokens.Make(chain, filter, page[size - 1].Number.ToString(CultureInfo.InvariantCulture))
                : "",
        };
    }

    private static WireAction ToWire(CoreAction action) => new()
    {
        Number = action.Number,
        Time = action.At.ToWire(),
        ActorKind = (ActorKind)action.Actor.Kind,
        Actor = action.Actor.Name,
        Action = action.Name,
        Subject = action.Subject,
        BeforeJson = action.Before ?? "",
        AfterJson = action.After ?? "",
        Why = action.Why,
        PreviousHash = action.PreviousHash,
        Hash = action.Hash,
    };
}
