using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Leb.Partner.V1;
using RpcStatus = Google.Rpc.Status;

namespace Partner.Contracts.Client;

/// <summary>Tells of a refusal after which the sale's request id was abandoned: what it says is certain now.</summary>
internal static class AbandonedSale
{
    private const string Abandoned = "request_abandoned";

    /// <summary>
    /// The same refusal with the answers that are true now: no money moved, a further attempt needs a new request id. A
    /// refusal that has no details, from a proxy, gets those of the service.
    /// </summary>
    /// <param name="refusal">The refusal.</param>
    public static RpcException Refusal(RpcException refusal)
    {
        var status = PartnerError.StatusOf(refusal) ?? new RpcStatus
        {
            Code = (int)refusal.StatusCode,
            Message = refusal.Status.Detail,
        };
        var info = status.Details.FirstOrDefault(detail => detail.Is(ErrorInfo.Descriptor))?.Unpack<ErrorInfo>()
            ?? new ErrorInfo
            {
                Domain = PartnerError.Domain,
                Reason = EnumText.Of(ErrorReason.RequestAbandoned),
                Metadata = { ["fault"] = "caller" },
            };
        info.Metadata["money_moved"] = "no";
        info.Metadata["retry_safe"] = "true";
        info.Metadata["retry_with"] = "new_request_id";
        info.Metadata[Abandoned] = "true";
        var others = status.Details.Where(
            detail => !detail.Is(ErrorInfo.Descriptor) && !detail.Is(RetryInfo.Descriptor));
        var told = new RpcStatus
        {
            Code = status.Code,
            Message = status.Message,
            Details = { others.Prepend(Any.Pack(info)) },
        };
        var trailers = new Metadata { { MetadataExtensions.StatusDetailsTrailerName, told.ToByteArray() } };
        return new RpcException(refusal.Status, trailers, refusal.Message);
    }
}
