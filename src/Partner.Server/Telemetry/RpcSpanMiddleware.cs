using System.Diagnostics;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Partner.Server.Telemetry;

/// <summary>
/// Gives the framework's span of a call the name and attributes that OpenTelemetry's conventions for RPC ask for. The
/// path is never among them: a caller may type anything there. Only in the pipeline when traces are exported.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
internal sealed class RpcSpanMiddleware(RequestDelegate next)
{
    // Statuses that are the server's fault (conventions for RPC, gRPC servers): UNKNOWN, DEADLINE_EXCEEDED,
    // UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS.
    private static readonly int[] Faults = [2, 4, 12, 13, 14, 15];

    public Task InvokeAsync(HttpContext http) =>
        http.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span
            ? FollowAsync(http, span)
            : next(http);

    private async Task FollowAsync(HttpContext http, Activity span)
    {
        var method = http.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method;
        span.DisplayName = method is null ? "unknown method" : $"{method.ServiceName}/{method.Name}";
        span.TraceStateString = null; // the caller's own words
        span.SetTag("rpc.system", "grpc");
        span.SetTag("rpc.service", method?.ServiceName ?? "unknown");
        span.SetTag("rpc.method", method?.Name ?? "unknown");
        try
        {
            await next(http);
        }
        finally
        {
            var fields = http.Response.HasStarted
                ? http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers
                : http.Response.Headers;
            var known = int.TryParse(
                fields?.GrpcStatus.ToString() is { Length: > 0 } late
                    ? late
                    : http.Response.Headers.GrpcStatus.ToString(),
                out var status);
            if (known)
            {
                span.SetTag("rpc.grpc.status_code", status);
            }

            if (!known || Faults.Contains(status))
            {
                span.SetStatus(ActivityStatusCode.Error);
            }
        }
    }
}
