using Grpc.Core;
using Leb.Partner.V1;
using Partner.Server.Contract;
using Partner.Server.Security;
using Partner.Server.TopUps;
using Partner.Storage;

namespace Partner.Server.Accounts;

/// <summary>Follows a partner's account by the numbers of its events.</summary>
internal sealed class AccountWatch(
    PartnerStore store, CallerGuard guard, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    private readonly NumberedFeed _feed = new(store.AccountEvents.LastNumbersAsync, guard, lifetime, clock);

    /// <summary>Sends events until the caller hangs up, may not watch any more, or the server stops.</summary>
    /// <param name="token">Only those behind this resume token; empty: all.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="context">The call.</param>
    /// <exception cref="RefusalException">The token is none.</exception>
    public async Task RunAsync(
        string token, IServerStreamWriter<WatchAccountResponse> stream, ServerCallContext context)
    {
        var (caller, reader) = (context.GetCaller(), new RequestReader());
        var after = await _feed.NumberOfAsync(caller.PartnerId, token, reader, context.CancellationToken);
        reader.ThrowIfRefused();
        await _feed.RunAsync(
            after,
            context,
            (behind, most, cancel) => store.AccountEvents.ListAsync(caller.PartnerId, behind, most, cancel),
            one => one.Number,
            async (found, cancel) =>
            {
                foreach (var one in found.Where(one => caller.Scope.Covers(one.Certificate.Scope)))
                {
                    var answer = new WatchAccountResponse
                    {
                        Event = one.ToWire(clock.GetUtcNow()),
                        ResumeToken = NumberedFeed.TokenOf(one.Number),
                    };
                    await stream.WriteAsync(answer, cancel);
                }
            });
    }
}
