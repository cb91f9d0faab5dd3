using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Outage;

/// <summary>
/// Tills that sell one card after the other at any of several servers. One that gets no answer, or is told that the
/// service is unavailable, asks again with the same request id, at the next server, until it knows how the sale ended.
/// </summary>
internal sealed class SteadyClients(IReadOnlyList<TopUpService.TopUpServiceClient> servers)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, TopUp> _sold = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<PartnerError> _refusals = [];
    private int _calls;
    private volatile bool _stopped;

    /// <summary>How every sale ended, by request id.</summary>
    public IReadOnlyDictionary<string, TopUp> Sold => _sold;

    /// <summary>Every refusal of the service itself.</summary>
    public IReadOnlyCollection<PartnerError> Refusals => _refusals;

    /// <summary>Starts them.</summary>
    /// <returns>Ends when they were stopped and every sale was seen through.</returns>
    public Task RunAsync(int tills) => Task.WhenAll(Enumerable.Range(0, tills).Select(_ => Task.Run(async () =>
    {
        while (!_stopped)
        {
            var sale = Sale.Of().With(one => one.Wait = Duration.FromTimeSpan(TimeSpan.FromSeconds(5)));
            _sold[sale.RequestId] = await SeeThroughAsync(sale);
        }
    })));

    /// <summary>Lets no till begin another sale.</summary>
    public void Stop() => _stopped = true;

    private async Task<TopUp> SeeThroughAsync(CreateTopUpRequest sale)
    {
        while (true)
        {
            var server = servers[(int)((uint)Interlocked.Increment(ref _calls) % servers.Count)];
            try
            {
                var answer = await server.CreateTopUpAsync(
                    sale, deadline: TimeProvider.System.GetUtcNow().UtcDateTime + Limit);
                if (answer.TopUp.State != TopUpState.Processing)
                {
                    return answer.TopUp;
                }
            }
            catch (RpcException failed)
            {
                var error = PartnerError.From(failed);
                if (error.FromService)
                {
                    _refusals.Add(error);
                }

                var pause = error.RetryAfter ?? TimeSpan.FromMilliseconds(100);
                await Eventually.PauseAsync(pause < LongestPause ? pause : LongestPause);
            }
        }
    }
}
