using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Server.Contract;
using Partner.Server.Security;

namespace Partner.Server.Plans;

/// <summary>
/// Tells a partner which versions are in force and which are to come: at once, whenever one that concerns it is
/// published, and whenever one begins or ends. A replica learns of a publication within 5 s, publishing needs 30 s of
/// notice: so a version is told before it takes effect.
/// </summary>
public sealed class CatalogWatch(
    TermsSource terms,
    PartnerDirectory partners,
    CallerGuard guard,
    IHostApplicationLifetime lifetime,
    TimeProvider clock)
{
    /// <summary>Sends the versions until the caller hangs up, may not watch any more, or the server stops.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="context">The call.</param>
    public async Task RunAsync(IServerStreamWriter<WatchCatalogResponse> stream, ServerCallContext context)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            var partner = await partners.GetAsync(context.GetCaller().PartnerId, ends.Token);
            WatchCatalogResponse? sent = null;
            while (true)
            {
                // Before the reading: what is published after it wakes us up.
                var changed = terms.Changed;
                var now = clock.GetUtcNow();
                var message = CatalogView.Of(terms.TimelineAt(now), partner, now);
                if (!message.Equals(sent))
                {
                    await stream.WriteAsync(message, ends.Token);
                    sent = message;
                }

                await Task.WhenAny(changed, Task.Delay(CallerGuard.Interval, clock, ends.Token));
                ends.Token.ThrowIfCancellationRequested();
                await guard.EnsureStillValidAsync(context);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RefusalException(
                new Refusal(Reason.ServiceUnavailable) { RetryAfter = TimeSpan.FromSeconds(1) });
        }
    }
}
