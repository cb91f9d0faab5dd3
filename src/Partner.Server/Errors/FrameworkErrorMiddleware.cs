using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Partner.Core.Cards;
using Partner.Core.Errors;

namespace Partner.Server.Errors;

/// <summary>
/// Gives details to the errors that the framework makes itself, before or around a service's method: unreadable and
/// oversize messages, unknown methods, broken framing, the deadline. Everything that the services answer has details
/// already, so a status without them tells by its code what happened. On success it costs one look at one header.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="logger">Told about faults that nobody else explained.</param>
internal sealed partial class FrameworkErrorMiddleware(RequestDelegate next, ILogger<FrameworkErrorMiddleware> logger)
{
    private const string Success = "0";
    private const string Timeout = "grpc-timeout";

    public Task InvokeAsync(HttpContext http)
    {
        if (http.Request.Headers.TryGetValue(Timeout, out var timeout))
        {
            if (ExpiredDeadline.IsTooLong(timeout.ToString()))
            {
                http.Request.Headers.Remove(Timeout);
            }

            if (ExpiredDeadline.Is(timeout.ToString()))
            {
                RefusalStatus
                    .Answer(new Refusal(Reason.CallEnded), Languages.Of(http), StatusCode.DeadlineExceeded)
                    .WriteTo(http.Response);
                return Task.CompletedTask;
            }

            // At the deadline the framework ends the response by itself, and only its body feature learns of it.
            var inner = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
            http.Features.Set<IHttpResponseBodyFeature>(new EndingBodyFeature(inner, () => AddDetails(http)));
        }

        var call = next(http);
        if (!call.IsCompletedSuccessfully)
        {
            return Finish(call, http);
        }

        AddDetails(http);
        return Task.CompletedTask;
    }

    private async Task Finish(Task call, HttpContext http)
    {
        await call;
        AddDetails(http);
    }

    private void AddDetails(HttpContext http)
    {
        var response = http.Response;
        var fields = response.HasStarted
            ? http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers
            : response.Headers;
        if (fields is null || fields.IsReadOnly)
        {
            return;
        }

        string? status = fields.GrpcStatus;
        if (status is null or Success
            || response.StatusCode != StatusCodes.Status200OK
            || fields.ContainsKey(RefusalStatus.DetailsTrailer))
        {
            return;
        }

        if (Explain(http, status) is { } answer)
        {
            answer.WriteTo(fields);
        }
    }

    private RefusalAnswer? Explain(HttpContext http, string status)
    {
        var language = Languages.Of(http);
        switch (status)
        {
            // A message that the strict marshaller refused; or a frame that is cut short, has more than one message, or
            // is compressed without saying how, which the framework calls INTERNAL though the sender made it.
            case "3" or "13":
                return RefusalStatus.Answer(new Refusal(Reason.MalformedMessage), language);
            case "8":
                return RefusalStatus.Answer(new Refusal(Reason.MessageTooLarge), language);

            // The protocol wants UNIMPLEMENTED for a compression that the server lacks, with the ones that it has.
            case "12" when http.Response.Headers.ContainsKey("grpc-accept-encoding"):
                return RefusalStatus.Answer(new Refusal(Reason.MalformedMessage), language, StatusCode.Unimplemented);
            case "12":
                return RefusalStatus.Answer(new Refusal(Reason.MethodUnknown), language);
            case "1":
                return RefusalStatus.Answer(new Refusal(Reason.CallEnded), language, StatusCode.Cancelled);
            case "4":
                return RefusalStatus.Answer(new Refusal(Reason.CallEnded), language, StatusCode.DeadlineExceeded);
            case "14":
                return RefusalStatus.Answer(new Refusal(Reason.ServiceUnavailable), language);
            case "2":
                return ExplainUnknown(http, language);
            default:
                return null;
        }
    }

    // UNKNOWN is an exception that passed no interceptor: it came from reading the request, or from the framework.
    private RefusalAnswer ExplainUnknown(HttpContext http, Language language)
    {
        var fault = http.Features.Get<IServerCallContextFeature>()?.ServerCallContext.Status.DebugException;
        switch (fault)
        {
            case InvalidDataException:
                return RefusalStatus.Answer(new Refusal(Reason.MalformedMessage), language);
            case BadHttpRequestException:
                return RefusalStatus.Answer(new Refusal(Reason.MessageTooLarge), language);
            case OperationCanceledException when http.RequestAborted.IsCancellationRequested:
                return RefusalStatus.Answer(new Refusal(Reason.CallEnded), language, StatusCode.Cancelled);

            // A length in the message's prefix that no array can have: the framework looks at that before our limit.
            case IOException { Source: var source } when source?.StartsWith("Grpc.", StringComparison.Ordinal) == true:
                return RefusalStatus.Answer(new Refusal(Reason.MessageTooLarge), language);

            // The transport's: the caller took the call back, or its connection ended, while the message was read. That
            // is known here before the call is told of its end.
            case IOException:
                return RefusalStatus.Answer(new Refusal(Reason.CallEnded), language, StatusCode.Cancelled);
            default:
                var incident = IncidentId.New();
                LogUnexplained(incident, http.Request.Path, CardMask.Hide(fault?.ToString() ?? "unknown"));
                return RefusalStatus.Answer(new Refusal(Reason.Internal).With("incident_id", incident), language);
        }
    }

    [LoggerMessage(
        232, LogLevel.Error, "Incident {Incident} in {Path}, outside of its service: {Fault}")]
    private partial void LogUnexplained(string incident, string path, string fault);
}
