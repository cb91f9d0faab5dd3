using Grpc.Core;
using Leb.Operator.V1;
using Partner.Core.Contacts;
using Partner.Server.Contract;
using Partner.Server.Notices;
using Partner.Storage;

namespace Partner.Server.BackOffice;

/// <summary>NoticeService of the operator's contract.</summary>
internal sealed class OperatorNoticeGrpcService(PartnerStore store, ContactKeys keys, TimeProvider clock)
    : NoticeService.NoticeServiceBase
{
    /// <inheritdoc/>
    public override async Task<OptOutResponse> OptOut(OptOutRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var number = Number(reader, request.PhoneNumber);
        var by = reader.By(request.Why, context);
        reader.ThrowIfRefused();
        return new OptOutResponse
        {
            MaskedNumber = number!.Shown,
            Changed = await store.NoticeOptOuts.AddAsync(number, OptOutSource.Operator, clock.GetUtcNow(), by),
        };
    }

    /// <inheritdoc/>
    public override async Task<OptInResponse> OptIn(OptInRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var number = Number(reader, request.PhoneNumber);
        var by = reader.By(request.Why, context);
        reader.ThrowIfRefused();
        return new OptInResponse
        {
            MaskedNumber = number!.Shown,
            Changed = await store.NoticeOptOuts.RemoveAsync(number, clock.GetUtcNow(), by),
        };
    }

    /// <inheritdoc/>
    public override async Task<GetNoticeStatusResponse> GetNoticeStatus(
        GetNoticeStatusRequest request, ServerCallContext context) => new()
        {
            Waiting = await store.Notices.CountDueAsync(context.CancellationToken),
        };

    private HashedNumber? Number(RequestReader reader, string phone)
    {
        const string field = "phone_number";
        if (reader.Phone(phone, field) is not { } number)
        {
            return null;
        }

        if (keys.HashesOf(number) is not { Count: > 0 } hashes)
        {
            reader.Note(
                field, "cannot be kept: this server has no --notice-key", "无法保存：本服务器未配置 --notice-key");
            return null;
        }

        return new HashedNumber(number.ToString(), hashes);
    }
}
