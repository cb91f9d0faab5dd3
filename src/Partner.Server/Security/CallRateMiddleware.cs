using Grpc.AspNetCore.Server;
using Partner.Server.Allowances;
using Partner.Server.Errors;

namespace Partner.Server.Security;

/// <summary>
/// Keeps callers to their pace, as soon as it is known who calls and before anything of the call is read. Whoever asks
/// how the server is, is answered at any pace.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="rates">The paces.</param>
internal sealed class CallRateMiddleware(RequestDelegate next, CallRates rates)
{
    private const string Health = "grpc.health.v1.Health";

    public Task InvokeAsync(HttpContext http)
    {
        if (http.Features.Get<CallerVerdict>()?.Caller is not { } caller
            || http.Features.Get<PeerCertificate>() is not { } peer
            || http.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.ServiceName == Health)
        {
            // Without a caller it is refused further on.
            return next(http);
        }

        if (rates.Refuse(peer.Usage.Pace, caller.PartnerId, caller.Thumbprint) is not { } refusal)
        {
            return next(http);
        }

        RefusalStatus.Answer(refusal, Languages.Of(http)).WriteTo(http.Response);
        return Task.CompletedTask;
    }
}
