using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Security;
using Partner.Storage;
using CoreReversalState = Partner.Core.TopUps.ReversalState;
using CoreState = Partner.Core.TopUps.TopUpState;

namespace Partner.Server.TopUps;

/// <summary>
/// Follows one top-up. It is told of changes by <see cref="TopUpChanges"/>, whichever replica made them, and reads it
/// then.
/// </summary>
public sealed class TopUpWatch(
    PartnerStore store, TopUpChanges topUpChanges, CallerGuard guard, IHostApplicationLifetime lifetime)
{
    /// <summary>Sends the top-up now and after each change until it is final and no reversal is unfinished.</summary>
    /// <param name="first">The top-up as found.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="context">The call.</param>
    public async Task RunAsync(
        TopUpRecord first, IServerStreamWriter<WatchTopUpResponse> stream, ServerCallContext context)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken, lifetime.ApplicationStopping);
        using var changes = topUpChanges.Listen(first.PartnerId, first.Id);
        var current = await store.TopUps.FindAsync(first.PartnerId, first.Id, ends.Token)
            ?? first;
        var sent = -1L;
        try
        {
            while (true)
            {
                if (current.EventNumber != sent)
                {
                    var message = new WatchTopUpResponse { TopUp = current.ToWire(context.GetLanguage()) };
                    await stream.WriteAsync(message, ends.Token);
                    sent = current.EventNumber;
                    if (await IsOverAsync(current, ends.Token))
                    {
                        return;
                    }
                }

                var look = await changes.WaitAsync(CallerGuard.Interval, ends.Token);
                await guard.EnsureStillValidAsync(context);
                if (!look)
                {
                    continue;
                }

                current = await store.TopUps.FindAsync(current.PartnerId, current.Id, ends.Token)
                    ?? current;
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RefusalException(
                new Refusal(Reason.ServiceUnavailable) { RetryAfter = TimeSpan.FromSeconds(1) });
        }
    }

    private async Task<bool> IsOverAsync(TopUpRecord topUp, CancellationToken cancel)
    {
        if (topUp.State != CoreState.Succeeded || topUp.ReversalId is not { } reversalId)
        {
            return topUp.State != CoreState.Processing;
        }

        var reversal = await store.Reversals.FindAsync(topUp.PartnerId, reversalId, cancel);
        return reversal is null or { State: not CoreReversalState.Processing };
    }
}
