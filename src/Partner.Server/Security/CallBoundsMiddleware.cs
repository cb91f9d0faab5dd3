using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http.Features;
using Partner.Core.Errors;
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
        if (http.Features.Get<PeerCertificate>() is not { } peer)
        {
            // Without a certificate it is refused further on.
            return next(http);
        }

        var kind = CallBounds.KindOf(http.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method);
        if (bounds.Begin(peer.Usage, kind) is { } bound)
        {
            return Refuse(http, bound);
        }

        return kind == CallBounds.Kind.Page ? RunPageAsync(http, peer) : RunAsync(http, peer, kind);
    }

    private async Task RunPageAsync(HttpContext http, PeerCertificate peer)
    {
        var entered = false;
        try
        {
            entered = await bounds.EnterPageAsync(peer.Usage, http.RequestAborted);
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
                bounds.LeavePage(peer.Usage);
            }

            CallBounds.End(peer.Usage, CallBounds.Kind.Page);
        }
    }

    private async Task RunAsync(HttpContext http, PeerCertificate peer, CallBounds.Kind kind)
    {
        try
        {
            await RunMessageAsync(http);
        }
        finally
        {
            CallBounds.End(peer.Usage, kind);
        }
    }

    private async Task RunMessageAsync(HttpContext http)
    {
        var awaited = bounds.AwaitMessage(() => End(http));
        http.Features.Set(awaited);
        try
        {
            await next(http);
        }
        finally
        {
            awaited.Arrived();
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
