using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace Partner.Server.Tests.Cli;

/// <summary>Status errors as the service answers them.</summary>
internal static class Refusals
{
    public static RpcException Of(
        StatusCode code,
        string reason,
        string moneyMoved,
        string retryWith,
        string fault,
        params IMessage[] more)
    {
        var info = new ErrorInfo { Reason = reason, Domain = "partner.leb" };
        info.Metadata["money_moved"] = moneyMoved;
        info.Metadata["retry_safe"] = retryWith == "never" ? "false" : "true";
        info.Metadata["retry_with"] = retryWith;
        info.Metadata["fault"] = fault;
        foreach (var fact in more.OfType<Struct>().SelectMany(facts => facts.Fields))
        {
            info.Metadata[fact.Key] = fact.Value.StringValue;
        }

        var status = new RpcStatus { Code = (int)code, Message = $"developer text of {reason}" };
        status.Details.Add(Any.Pack(info));
        status.Details.AddRange(more.Where(detail => detail is not Struct).Select(Any.Pack));
        var trailers = new Metadata { { "grpc-status-details-bin", status.ToByteArray() } };
        return new RpcException(new Grpc.Core.Status(code, status.Message), trailers);
    }

    public static RpcException InsufficientFloat() => Of(
        StatusCode.FailedPrecondition,
        "INSUFFICIENT_FLOAT",
        "no",
        "same_request_id",
        "partner",
        new LocalizedMessage { Locale = "zh-CN", Message = "预付款余额不足" },
        Facts(("available", "5.00 CNY"), ("needed", "100.00 CNY")));

    public static RpcException InvalidRequest(params (string Field, string Problem)[] problems)
    {
        var request = new BadRequest();
        request.FieldViolations.AddRange(problems.Select(problem =>
            new BadRequest.Types.FieldViolation { Field = problem.Field, Description = problem.Problem }));
        return Of(StatusCode.InvalidArgument, "INVALID_REQUEST", "no", "new_request_id", "caller", request);
    }

    public static RpcException DuplicateSuspected(string earlier) => Of(
        StatusCode.FailedPrecondition,
        "DUPLICATE_SUSPECTED",
        "no",
        "same_request_id",
        "caller",
        Facts(("top_up", earlier), ("top_up_state", "SUCCEEDED")));

    public static RpcException Internal() => Of(
        StatusCode.Internal,
        "INTERNAL",
        "unknown",
        "same_request_id",
        "operator",
        Facts(("incident_id", "inc-42")));

    public static RpcException CertificateRevoked() =>
        Of(StatusCode.Unauthenticated, "CERTIFICATE_REVOKED", "no", "same_request_id", "partner");

    private static Struct Facts(params (string Key, string Value)[] facts)
    {
        var all = new Struct();
        foreach (var (key, value) in facts)
        {
            all.Fields[key] = Value.ForString(value);
        }

        return all;
    }
}
