using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http.Features;
using Partner.Core.Errors;
using Partner.Server.Connections;
using Partner.Server.Errors;

namespace Partner.Server.Security;

/// <summary>Keeps each call within <see cref="CallBounds"/>, before anything is looked up or read for it.</summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="bounds">The bounds.</param>
internal sealed class CallBoundsMiddleware(RequestDelegate next, CallBounds bounds)
{
    // RFC 9113, 7: what gRPC's clients read as RESOURCE_EXHAUSTED.
    private const int EnhanceYourCalm = 0xb;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public Task InvokeAsync(HttpContext http)
    {
        if (http.Features.Get<CertificateUsage>() is not { } usage)
        {
            // Whoever did not come through the door is refused further on.
            return next(http);
        }

        var kind = CallBounds.KindOf(http.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method);
        if (bounds.Begin(usage, kind) is { } bound)
        {
            return Refuse(http, bound);
        }

        return kind == CallBounds.Kind.Page ? RunPageAsync(http, usage) : RunAsync(http, usage, kind);
    }

    private async Task RunPageAsync(HttpContext http, CertificateUsage usage)
    {
        var entered = false;
        try
        {
            entered = await bounds.EnterPageAsync(usage, http.RequestAborted);
            await (entered ? RunMessageAsync(http) : Refuse(http, "page_reads"));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller left while it waited: there is nobody to answer.
        }
        finally
        {
            if (entered)
            {
                bounds.LeavePage(usage);
            }

            CallBounds.End(usage, CallBounds.Kind.Page);
        }
    }

    private async Task RunAsync(HttpContext http, CertificateUsage usage, CallBounds.Kind kind)
    {
        try
        {
            await RunMessageAsync(http);
        }
        finally
        {
            CallBounds.End(usage, kind);
        }
    }

    private async Task RunMessageAsync(HttpContext http)
    {
        var awaited = bounds.AwaitMessage(() => End(http));
        http.Features.Set(awaited);
        var running = http.Features.Get<RunningCalls>();
        running?.Begin();
        try
        {
            await next(http);
        }
        finally
        {
            awaited.Arrived();
            running?.End();
        }
    }

    private static void End(HttpContext http)
    {
        if (http.Features.Get<IHttpResetFeature>() is { } call)
        {
            call.Reset(EnhanceYourCalm);
        }
        else
        {
            // HTTP/1.1 has nothing but its connection.
            http.Abort();
        }
    }

    private static Task Refuse(HttpContext http, string bound) =>
        http.RefuseAsync(new Refusal(Reason.Overloaded) { RetryAfter = RetryAfter }.With("limit", bound));
}
