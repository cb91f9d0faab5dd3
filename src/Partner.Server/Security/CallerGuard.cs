using Grpc.Core;
using Partner.Core.Errors;
using Partner.Server.Contract;

namespace Partner.Server.Security;

/// <summary>
/// Asks again, during a long call, whether its caller may still make it. The loop of every stream calls this each time
/// it wakes up, and wakes up at least every <see cref="Interval"/>; no answer is used that is older than that. So a
/// stream ends within 1 second after its certificate was revoked by this process, and within 2 after it was revoked by
/// another, besides what the lookup takes.
/// </summary>
/// <param name="cache">Registrations.</param>
/// <param name="policy">The table.</param>
/// <param name="time">The clock.</param>
public sealed class CallerGuard(CallerCache cache, CallPolicy policy, TimeProvider time)
{
    /// <summary>How often a stream that has nothing to send should ask.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Passes when the caller may still make the call.</summary>
    /// <param name="context">The call.</param>
    /// <exception cref="RefusalException">
    /// It may not any more: CERTIFICATE_EXPIRED, CERTIFICATE_REVOKED, CERTIFICATE_NOT_REGISTERED,
    /// PARTNER_SUSPENDED, PERMISSION_MISSING; or SERVICE_UNAVAILABLE when nobody can tell.
    /// </exception>
    /// <exception cref="OperationCanceledException">The call ended.</exception>
    public async ValueTask EnsureStillValidAsync(ServerCallContext context)
    {
        var peer = context.GetHttpContext().Features.Get<PeerCertificate>();
        if (peer is not null && CallerVerdict.OnDates(peer, time.GetUtcNow()) is { } ended)
        {
            throw new RefusalException(ended);
        }

        var verdict = await cache.GetRecentAsync(context.GetCaller().Thumbprint, context.CancellationToken)
            ?? throw new RefusalException(new Refusal(Reason.ServiceUnavailable) { RetryAfter = Interval });
        if (PolicyInterceptor.Judge(policy, verdict, context.Method) is { } refusal)
        {
            throw new RefusalException(refusal);
        }
    }
}
