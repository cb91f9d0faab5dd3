using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Accounts;
using Partner.Core.Errors;
using Partner.Server.Contract;
using Partner.Server.Security;

namespace Partner.Server.Accounts;

/// <summary>The methods about codes that let new tills enrol.</summary>
internal sealed partial class AccountGrpcService
{
    /// <inheritdoc/>
    public override async Task<CreateEnrollmentCodeResponse> CreateEnrollmentCode(
        CreateEnrollmentCodeRequest request, ServerCallContext context)
    {
        var (caller, now) = (context.GetCaller(), clock.GetUtcNow());
        var order = AccountRequests.Read(request);
        if (new CertificateGrant(caller.Scope, caller.Permissions).Refuse(order.Grant) is { } wider)
        {
            throw new RefusalException(wider);
        }

        var (kept, code, replayed) = (await codes.CreateAsync(
            caller.PartnerId, order, caller.Thumbprint, caller.By(order.Comment))).OrThrow();
        return new CreateEnrollmentCodeResponse
        {
            EnrollmentCode = kept.ToWire(now),
            Code = code,
            Replayed = replayed,
        };
    }

    /// <inheritdoc/>
    public override async Task<ListEnrollmentCodesResponse> ListEnrollmentCodes(
        ListEnrollmentCodesRequest request, ServerCallContext context)
    {
        var (caller, reader, now) = (context.GetCaller(), new RequestReader(), clock.GetUtcNow());
        var size = reader.PageSize(request.PageSize, UsualPage, LargestPage);
        reader.ThrowIfRefused();
        var filter = $"enrollmentCodes\u001f{caller.Outlet}\u001f{caller.Terminal}\u001f{request.IncludePast}";
        var before = PageTokens.Read(request.PageToken, caller.PartnerId, filter).OrThrow();

        // One more than asked for: whether there are more is seen by it.
        var found = await store.EnrollmentCodes.ListAsync(
            caller.PartnerId, caller.Scope, !request.IncludePast, before, size + 1, now, context.CancellationToken);
        var response = new ListEnrollmentCodesResponse
        {
            NextPageToken = found.Count > size
                ? PageTokens.Make(caller.PartnerId, filter, found[size - 1].Id)
                : "",
        };
        response.EnrollmentCodes.AddRange(found.Take(size).Select(one => one.ToWire(now)));
        return response;
    }

    /// <inheritdoc/>
    public override async Task<RevokeEnrollmentCodeResponse> RevokeEnrollmentCode(
        RevokeEnrollmentCodeRequest request, ServerCallContext context)
    {
        var (caller, reader, now) = (context.GetCaller(), new RequestReader(), clock.GetUtcNow());
        var id = reader.Name(request.Name, AccountMapper.Codes, true, "name");
        var by = caller.By(reader.Comment(request.Comment));
        reader.ThrowIfRefused();
        var known = await store.EnrollmentCodes.FindAsync(caller.PartnerId, id!, context.CancellationToken);
        if (known is null || !caller.Scope.Covers(known.Grant.Scope))
        {
            throw new RefusalException(new Refusal(Reason.EnrollmentCodeNotFound));
        }

        var closed = await store.EnrollmentCodes.CloseAsync(caller.PartnerId, known.Id, now, by);
        return new RevokeEnrollmentCodeResponse { EnrollmentCode = closed.ToWire(now) };
    }
}
