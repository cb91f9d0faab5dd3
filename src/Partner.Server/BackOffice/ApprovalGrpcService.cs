using Grpc.Core;
using Leb.Operator.V1;
using Partner.Server.Contract;
using Partner.Server.Security;
using Partner.Storage;
using CoreState = Partner.Core.Approvals.ApprovalState;

namespace Partner.Server.BackOffice;

/// <summary>ApprovalService of the operator's contract.</summary>
/// <param name="administration">Does what is asked.</param>
/// <param name="store">The store, to read.</param>
/// <param name="clock">The clock.</param>
internal sealed class ApprovalGrpcService(
    ApprovalAdministration administration, PartnerStore store, TimeProvider clock)
    : ApprovalService.ApprovalServiceBase
{
    private const int UsualPage = 100;
    private const int LargestPage = 500;

    /// <inheritdoc/>
    public override async Task<ListApprovalsResponse> ListApprovals(
        ListApprovalsRequest request, ServerCallContext context)
    {
        var own = context.GetCaller().PartnerId;
        var reader = new RequestReader();
        PartnerId? parent = request.Parent.Length == 0 ? null : reader.PartnerName(request.Parent, "parent");
        var size = reader.PageSize(request.PageSize, UsualPage, LargestPage);
        var state = (CoreState?)reader.Choice(request.State, false, "state");
        reader.ThrowIfRefused();
        var filter = $"approvals\u001f{request.Parent}\u001f{(int)request.State}";
        var before = PageTokens.Read(request.PageToken, own, filter).OrThrow();
        var now = clock.GetUtcNow();
        var page = await store.Approvals.ListAsync(parent, state, now, before, size + 1, context.CancellationToken);
        return new ListApprovalsResponse
        {
            Approvals = { page.Take(size).Select(one => one.ToWire(now)) },
            NextPageToken = page.Count > size ? PageTokens.Make(own, filter, page[size - 1].Id) : "",
        };
    }

    /// <inheritdoc/>
    public override async Task<GetApprovalResponse> GetApproval(GetApprovalRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var (partner, id) = reader.ApprovalName(request.Name);
        reader.ThrowIfRefused();
        var known = (await administration.FindAsync(partner, id, context.CancellationToken)).OrThrow();
        return new GetApprovalResponse { Approval = known.ToWire(clock.GetUtcNow()) };
    }

    /// <inheritdoc/>
    public override async Task<ApproveResponse> Approve(ApproveRequest request, ServerCallContext context) => new()
    {
        Approval = await DecideAsync(request.Name, request.Why, CoreState.Approved, context),
    };

    /// <inheritdoc/>
    public override async Task<RejectResponse> Reject(RejectRequest request, ServerCallContext context) => new()
    {
        Approval = await DecideAsync(request.Name, request.Why, CoreState.Rejected, context),
    };

    private async Task<Approval> DecideAsync(string name, string why, CoreState state, ServerCallContext context)
    {
        var reader = new RequestReader();
        var (partner, id) = reader.ApprovalName(name);
        var by = reader.By(why, context);
        reader.ThrowIfRefused();
        var decided = await administration.DecideAsync(
            partner, id, state, context.Party(), by.Why, context.CancellationToken);
        return decided.OrThrow().ToWire(clock.GetUtcNow());
    }
}
