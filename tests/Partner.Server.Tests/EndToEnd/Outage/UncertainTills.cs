using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Outage;

/// <summary>
/// Tills that sell one card after the other at one server. One that gets no answer goes on at another: every second
/// customer waits, and the recipe is followed to its end; the others want their money back, and the sale is given up.
/// </summary>
/// <param name="first">Connections to the server that is asked first.</param>
/// <param name="second">A connection to the other.</param>
internal sealed class UncertainTills(
    IReadOnlyList<TopUpService.TopUpServiceClient> first, PartnerConnection second)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = Eventually.Longest;

    private int _calls;
    private volatile bool _stopped;

    /// <summary>The cards of printed sales, by request id.</summary>
    public ConcurrentDictionary<string, string> Printed { get; } = new(StringComparer.Ordinal);

    /// <summary>The cards of refunded sales, by request id.</summary>
    public ConcurrentDictionary<string, string> Refunded { get; } = new(StringComparer.Ordinal);

    /// <summary>Starts them.</summary>
    /// <returns>Ends when they were stopped and every sale has ended.</returns>
    public Task RunAsync(int tills) => Task.WhenAll(Enumerable.Range(0, tills).Select(_ => Task.Run(async () =>
    {
        while (!_stopped)
        {
            await SellAsync();
        }
    })));

    /// <summary>Sells once at each of further tills.</summary>
    public Task SellOnceAsync(int tills) => Task.WhenAll(Enumerable.Range(0, tills).Select(_ => Task.Run(SellAsync)));

    /// <summary>Lets no till begin another sale.</summary>
    public void Stop() => _stopped = true;

    private async Task SellAsync()
    {
        var number = Interlocked.Increment(ref _calls);
        var sale = Sale.Of().With(one => one.Wait = Duration.FromTimeSpan(TimeSpan.FromSeconds(5)));
        var topUp = await TrySellAsync(first[number % first.Count], sale);
        if (topUp is not { State: TopUpState.Succeeded } && number % 2 == 0)
        {
            var certain = await second.AbandonAsync(sale.RequestId, Limit);
            if (certain.Abandoned)
            {
                Refunded[sale.RequestId] = sale.Card.Iccid;
                return;
            }
        }

        topUp = topUp is { State: TopUpState.Succeeded }
            ? topUp
            : (await second.ResumeTopUpAsync(sale, Limit)).TopUp;
        Assert.Equal(TopUpState.Succeeded, topUp.State);
        Printed[sale.RequestId] = sale.Card.Iccid;
    }

    private static async Task<TopUp?> TrySellAsync(TopUpService.TopUpServiceClient server, CreateTopUpRequest sale)
    {
        try
        {
            var answer = await server.CreateTopUpAsync(
                sale, deadline: TimeProvider.System.GetUtcNow().UtcDateTime + Patience);
            return answer.TopUp;
        }
        catch (RpcException)
        {
            return null;
        }
    }
}
