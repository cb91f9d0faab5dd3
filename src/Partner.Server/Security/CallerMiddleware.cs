using Partner.Core.Errors;
using Partner.Server.Errors;

namespace Partner.Server.Security;

/// <summary>
/// Finds out who calls, before anything of the request is read: an unregistered or revoked certificate is refused here,
/// on every call of every connection. What the caller may do is <see cref="PolicyInterceptor"/>'s question.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="cache">Registrations.</param>
/// <param name="time">The clock: a certificate may end while its connection is open.</param>
internal sealed class CallerMiddleware(RequestDelegate next, CallerCache cache, TimeProvider time)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public Task InvokeAsync(HttpContext http)
    {
        var peer = http.Features.Get<PeerCertificate>();
        if (peer is null)
        {
            // An endpoint without mutual TLS must not become a way around it.
            return Refuse(http, new Refusal(Reason.CertificateNotRegistered));
        }

        if (CallerVerdict.OnDates(peer, time.GetUtcNow()) is { } ended)
        {
            return Refuse(http, ended);
        }

        return cache.TryGet(peer.Thumbprint, out var verdict) ? Admit(http, verdict) : LookUpAsync(http, peer);
    }

    private async Task LookUpAsync(HttpContext http, PeerCertificate peer)
    {
        CallerVerdict verdict;
        try
        {
            verdict = await cache.GetAsync(peer.Thumbprint, http.RequestAborted);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Logged by the cache. The caller is not known, so the call is refused.
            await Refuse(http, new Refusal(Reason.ServiceUnavailable) { RetryAfter = RetryAfter });
            return;
        }

        await Admit(http, verdict);
    }

    private Task Admit(HttpContext http, CallerVerdict verdict)
    {
        if (verdict.Refusal is { } refusal)
        {
            return Refuse(http, refusal);
        }

        http.Features.Set(verdict);
        return next(http);
    }

    private static Task Refuse(HttpContext http, Refusal refusal) => http.RefuseAsync(refusal);
}
