using Grpc.Core;
using Leb.Operator.V1;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Server.Accounts;
using Partner.Server.Contract;
using Partner.Server.Security;
using WireCode = Leb.Partner.V1.CreateEnrollmentCodeRequest;

namespace Partner.Server.BackOffice;

/// <summary>Codes that let partners' tills enrol, as the operator makes, lists and ends them.</summary>
internal sealed partial class OperatorCertificateGrpcService
{
    /// <inheritdoc/>
    public override async Task<CreateEnrollmentCodeResponse> CreateEnrollmentCode(
        CreateEnrollmentCodeRequest request, ServerCallContext context)
    {
        var (reader, caller) = (new RequestReader(), context.GetCaller());
        var partnerId = reader.PartnerName(request.Parent, "parent");
        var asked = new WireCode
        {
            RequestId = request.RequestId, ValidFor = request.ValidFor, Days = request.Days, Label = request.Label,
        };
        asked.Permissions.AddRange(request.Permissions);
        var order = AccountRequests.Code(reader, asked, AccountRequests.Scope(reader, request.Scope));
        var by = reader.By(request.Why, context);
        reader.ThrowIfRefused();
        (await administration.FindAsync(partnerId, context.CancellationToken)).OrThrow();
        var (kept, code, replayed) = (await codes.CreateAsync(partnerId, order, caller.Thumbprint, by)).OrThrow();
        return new CreateEnrollmentCodeResponse
        {
            EnrollmentCode = kept.ToWire(clock.GetUtcNow()),
            Code = code,
            Replayed = replayed,
        };
    }

    /// <inheritdoc/>
    public override async Task<ListEnrollmentCodesResponse> ListEnrollmentCodes(
        ListEnrollmentCodesRequest request, ServerCallContext context)
    {
        var (reader, now, cancel) = (new RequestReader(), clock.GetUtcNow(), context.CancellationToken);
        var partnerId = reader.PartnerName(request.Parent, "parent");
        var size = reader.PageSize(request.PageSize, UsualPage, LargestPage);
        reader.ThrowIfRefused();
        (await administration.FindAsync(partnerId, cancel)).OrThrow();
        var filter = $"enrollmentCodes\u001f{request.IncludePast}";
        var before = PageTokens.Read(request.PageToken, partnerId, filter).OrThrow();

        // One more than asked for: whether there are more is seen by it.
        var found = await store.EnrollmentCodes.ListAsync(
            partnerId, CertificateScope.Whole, !request.IncludePast, before, size + 1, now, cancel);
        var response = new ListEnrollmentCodesResponse
        {
            NextPageToken = found.Count > size ? PageTokens.Make(partnerId, filter, found[size - 1].Id) : "",
        };
        response.EnrollmentCodes.AddRange(found.Take(size).Select(one => one.ForOperator(now)));
        return response;
    }

    /// <inheritdoc/>
    public override async Task<RevokeEnrollmentCodeResponse> RevokeEnrollmentCode(
        RevokeEnrollmentCodeRequest request, ServerCallContext context)
    {
        var (reader, now) = (new RequestReader(), clock.GetUtcNow());
        var (partnerId, own) = reader.Owned(
            request.Name,
            "partners/…/enrollmentCodes/…",
            parts => parts is [AccountMapper.Codes, var id] && Ids.AreValid(id));
        var by = reader.By(request.Why, context);
        reader.ThrowIfRefused();
        var known = await store.EnrollmentCodes.FindAsync(partnerId, own.Split('/')[^1], context.CancellationToken)
            ?? throw new RefusalException(new Refusal(Reason.EnrollmentCodeNotFound));
        var closed = await store.EnrollmentCodes.CloseAsync(partnerId, known.Id, now, by);
        return new RevokeEnrollmentCodeResponse { EnrollmentCode = closed.ForOperator(now) };
    }
}
