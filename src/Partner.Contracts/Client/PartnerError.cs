using Google.Rpc;
using Grpc.Core;
using Leb.Partner.V1;
using RpcStatus = Google.Rpc.Status;

namespace Partner.Contracts.Client;

/// <summary>A field of a request that is wrong.</summary>
/// <param name="Field">Path of the field as in the contract: "card.iccid".</param>
/// <param name="Problem">What is wrong and how to mend it, in the language of the call.</param>
public sealed record FieldProblem(string Field, string Problem);

/// <summary>
/// A refused or lost call, with the answers that a clerk needs: did money move, is a retry safe and with which request
/// id, whose turn is it. Read from the <c>google.rpc.Status</c> of the trailers (AIP-193); where an error comes from
/// the transport and has none, the answers are the careful ones.
/// </summary>
public sealed record PartnerError
{
    internal const string Domain = "partner.leb";

    /// <summary>The gRPC status code.</summary>
    public required StatusCode Status { get; init; }

    /// <summary>The status message: for developers, in English, not stable.</summary>
    public string Message { get; init; } = "";

    /// <summary>
    /// The reason's name without its prefix, also where this client does not know it: "CARD_UNKNOWN".
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>Whether the partner's float was charged.</summary>
    public required MoneyMoved MoneyMoved { get; init; }

    /// <summary>Whether a further attempt, made as <see cref="RetryWith"/> says, cannot charge twice.</summary>
    public required bool RetrySafe { get; init; }

    /// <summary>With which request id a further attempt is to be made.</summary>
    public required RetryWith RetryWith { get; init; }

    /// <summary>Who has to act.</summary>
    public required Fault Fault { get; init; }

    /// <summary>Every field that is wrong; empty unless the request itself is at fault.</summary>
    public IReadOnlyList<FieldProblem> Violations { get; init; } = [];

    /// <summary>A sentence for the clerk in the language of the call; null when the server sent none.</summary>
    public string? ClerkText { get; init; }

    /// <summary>How long to wait before a retry; null when the server does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Further facts by key, as "available", "needed", "top_up", "incident_id"; empty when there are none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the service itself gave the answers; false for an error of the transport.</summary>
    public bool FromService { get; init; }

    /// <summary>The number to tell the operator after an unexpected fault; null when there is none.</summary>
    public string? IncidentId => Facts.GetValueOrDefault("incident_id");

    /// <summary>
    /// Whether the call got no usable answer (server not reached, stopping, faulty, out of time, or its issuer silent),
    /// so that the same call with the same request id should be repeated.
    /// </summary>
    public bool IsUnanswered => Status is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Unknown
        or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.DataLoss or StatusCode.Aborted;

    /// <summary>Reads what a failed call carries.</summary>
    /// <param name="exception">The failed call.</param>
    public static PartnerError From(RpcException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var details = StatusOf(exception) ?? new RpcStatus();
        var info = details.UnpackDetailMessages().OfType<ErrorInfo>()
            .FirstOrDefault(found => found.Domain == Domain);
        var error = info is null ? OfTransport(exception) : OfService(exception, info);
        return error with
        {
            Violations = [.. details.GetDetail<BadRequest>()?.FieldViolations.Select(Problem) ?? []],
            ClerkText = details.GetDetail<LocalizedMessage>()?.Message,
            RetryAfter = details.GetDetail<RetryInfo>()?.RetryDelay?.ToTimeSpan(),
        };
    }

    private static PartnerError OfService(RpcException exception, ErrorInfo info)
    {
        string? Fact(string key) => info.Metadata.TryGetValue(key, out var value) ? value : null;
        string[] fixedKeys = ["money_moved", "retry_safe", "retry_with", "fault"];
        return new PartnerError
        {
            Status = exception.StatusCode,
            Message = exception.Status.Detail,
            Reason = info.Reason,
            MoneyMoved = EnumText.Parse<MoneyMoved>(Fact("money_moved")),
            RetrySafe = Fact("retry_safe") == "true",
            RetryWith = EnumText.Parse<RetryWith>(Fact("retry_with")),
            Fault = EnumText.Parse<Fault>(Fact("fault")),
            Facts = info.Metadata.Where(fact => !fixedKeys.Contains(fact.Key)).ToDictionary(),
            FromService = true,
        };
    }

    /// <summary>
    /// An error without the service's own details comes from the way to it: nobody knows how far the call got. Only a
    /// method that does not exist surely did nothing.
    /// </summary>
    private static PartnerError OfTransport(RpcException exception)
    {
        var unimplemented = exception.StatusCode == StatusCode.Unimplemented;
        return new PartnerError
        {
            Status = exception.StatusCode,
            Message = exception.Status.Detail,
            Reason = EnumText.Of(exception.StatusCode switch
            {
                StatusCode.Unimplemented => ErrorReason.MethodUnknown,
                StatusCode.DeadlineExceeded or StatusCode.Cancelled => ErrorReason.CallEnded,
                StatusCode.Unavailable => ErrorReason.ServiceUnavailable,
                _ => ErrorReason.Internal,
            }),
            MoneyMoved = unimplemented ? MoneyMoved.No : MoneyMoved.Unknown,
            RetrySafe = !unimplemented,
            RetryWith = unimplemented ? RetryWith.Never : RetryWith.SameRequestId,
            Fault = exception.StatusCode switch
            {
                StatusCode.Unimplemented => Fault.Caller,
                StatusCode.DeadlineExceeded or StatusCode.Cancelled => Fault.Unspecified,
                _ => Fault.Operator,
            },
        };
    }

    /// <summary>The status in a failed call's trailers; null when there is none that can be read.</summary>
    /// <param name="exception">The failed call.</param>
    internal static RpcStatus? StatusOf(RpcException exception) =>

        // A proxy may cut trailers short. The status code alone still gives the careful answers.
        exception.Trailers.GetRpcStatus(ignoreParseError: true);

    private static FieldProblem Problem(BadRequest.Types.FieldViolation violation) =>
        new(violation.Field, violation.Description);
}
