using System.Globalization;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Server.Contract;
using Partner.Server.Security;
using Partner.Storage;

namespace Partner.Server.Accounts;

/// <summary>
/// Follows a partner's account by the numbers of its events, on whatever replica they are made. Numbers become visible
/// in their order, so that whoever goes on behind one misses none.
/// </summary>
public sealed class AccountWatch(
    PartnerStore store, AccountBell bell, CallerGuard guard, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    private const int Piece = 100;

    /// <summary>Sends events until the caller hangs up, may not watch any more, or the server stops.</summary>
    /// <param name="after">Only those after this number.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="context">The call.</param>
    public async Task RunAsync(
        long after, IServerStreamWriter<WatchAccountResponse> stream, ServerCallContext context)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken, lifetime.ApplicationStopping);
        var caller = context.GetCaller();
        using var changes = bell.Listen(caller.PartnerId);
        try
        {
            while (true)
            {
                var found = await store.AccountEvents.ListAsync(caller.PartnerId, after, Piece, ends.Token);
                foreach (var one in found.Where(one => caller.Scope.Covers(one.Certificate.Scope)))
                {
                    await stream.WriteAsync(
                        new WatchAccountResponse
                        {
                            Event = one.ToWire(clock.GetUtcNow()),
                            ResumeToken = one.Number.ToString(CultureInfo.InvariantCulture),
                        },
                        ends.Token);
                }

                after = found.Count > 0 ? found[^1].Number : after;
                while (found.Count < Piece && !await changes.WaitAsync(CallerGuard.Interval, ends.Token))
                {
                    await guard.EnsureStillValidAsync(context);
                }

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
