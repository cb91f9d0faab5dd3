using Grpc.Core;
using Leb.Partner.V1;
using Partner.Benchmarks.Harness;

namespace Partner.Benchmarks.Load;

/// <summary>
/// Keeps a fixed number of CreateTopUp calls under way and counts the answers. Closed loop: each worker sends its next
/// call when the one before was answered, so the latency is that at this number of callers.
/// </summary>
/// <param name="name">What is measured.</param>
/// <param name="pool">The connections.</param>
/// <param name="server">The server's process, whose processor time is read.</param>
/// <param name="options">How much load.</param>
public sealed class LoadRun(string name, ClientPool pool, ChildProcess server, LoadOptions options)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly string[] _cards = [.. Enumerable.Range(0, options.Cards).Select(Cards.Number)];
    private long _calls;

    /// <summary>Sends calls for a while.</summary>
    /// <param name="length">How long; calls under way at the end are waited for and not counted.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<LoadResult> RunAsync(TimeSpan length, CancellationToken cancel)
    {
        var server0 = server.ProcessorTime;
        var client0 = Environment.CpuUsage.TotalTime;
        var start = _clock.GetTimestamp();
        var tallies = Enumerable.Range(0, options.InFlight).Select(_ => new Tally()).ToArray();
        var end = start + (long)(length.TotalSeconds * _clock.TimestampFrequency);
        var workers = tallies
            .Select((tally, i) => Task.Run(() => WorkAsync(pool.Clients[i % pool.Clients.Count], tally, end, cancel)))
            .ToArray();
        await Task.WhenAll(workers).ConfigureAwait(false);
        return new LoadResult(
            name,
            length.TotalSeconds,
            tallies.Sum(tally => tally.Times.Count),
            tallies.Sum(tally => tally.Finished),
            tallies.SelectMany(tally => tally.Errors).GroupBy(error => error)
                .ToDictionary(group => group.Key, group => (long)group.Count()),
            Latency.Of([.. tallies.SelectMany(tally => tally.Times)]),
            server.ProcessorTime - server0,
            Environment.CpuUsage.TotalTime - client0);
    }

    private async Task WorkAsync(
        TopUpService.TopUpServiceClient client, Tally tally, long end, CancellationToken cancel)
    {
        while (_clock.GetTimestamp() < end)
        {
            var request = NextRequest();
            var sent = _clock.GetTimestamp();
            try
            {
                var deadline = (_clock.GetUtcNow() + Deadline).UtcDateTime;
                var answer = await client
                    .CreateTopUpAsync(request, deadline: deadline, cancellationToken: cancel).ConfigureAwait(false);
                if (_clock.GetTimestamp() < end)
                {
                    tally.Times.Add(_clock.GetElapsedTime(sent));
                    tally.Finished += answer.TopUp?.State == TopUpState.Processing ? 0 : 1;
                }
            }
            catch (RpcException refused) when (!cancel.IsCancellationRequested)
            {
                tally.Errors.Add($"{refused.StatusCode}: {refused.Status.Detail}");
            }
        }
    }

    private CreateTopUpRequest NextRequest()
    {
        var number = Interlocked.Increment(ref _calls);
        return new CreateTopUpRequest
        {
            RequestId = Guid.NewGuid().ToString("N"),
            Card = new CardRef { Iccid = _cards[number % _cards.Length] },
            Plan = Cards.Plan,
            Channel = Channel.Pos,
            AllowDuplicate = true,
            Outlet = "store-1",
            Terminal = "till-1",
            Cashier = "c-17",
            ClientReference = "benchmark",
        };
    }

    private sealed class Tally
    {
        public List<TimeSpan> Times { get; } = new(64 * 1024);

        public List<string> Errors { get; } = [];

        public long Finished { get; set; }
    }
}
