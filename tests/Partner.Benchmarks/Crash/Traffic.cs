using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Benchmarks.Harness;
using Partner.Contracts.Client;
using Partner.Sandbox.Issuer;

namespace Partner.Benchmarks.Crash;

/// <summary>
/// The clients: each sells one card after the other, with the .NET client's own recipe for lost answers, until it is
/// told to start no more; then it sees its last sale through, whatever happens to the server.
/// </summary>
internal sealed class Traffic(PartnerConnection connection, int round, int seed, CancellationToken cancel)
{
    private const int OrdinaryCards = 40;
    private const int SandboxEvery = 32;

    // So many of eight sales take the issuer a second: as long as it keeps up, sales wait for a place before they are
    // saved, and the dispatch queue stays empty.
    private const int SlowOfEight = 6;
    private const int ReverseEvery = 25;
    private const int CancelEvery = 40;

    // On a card of its own, that the promotion's limit for each card does not forbid its gift.
    private const int GiftEvery = 16;
    private const int CardsOfRound = 1_000_000;

    // Longer than any machine needs to restart the server and to work off what it finds.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    // Longer than the usual wait: the answer comes as soon as the state is final, without another look later on.
    private static readonly Duration Wait = Duration.FromTimeSpan(TimeSpan.FromSeconds(25));

    private static readonly string[] Sandbox =
    [
        SandboxCards.SuccessAfterShortDelay,
        SandboxCards.TimeoutAfterApplying,
        SandboxCards.TimeoutWithoutApplying,
        SandboxCards.AnswerCutOff,
        SandboxCards.AppliedAnsweredLate,
        SandboxCards.FirstRequestAppliedLate,
        SandboxCards.ServerErrorThenSuccess,
        SandboxCards.CardBlocked,
        SandboxCards.ReversalDeclined,
        SandboxCards.ReversalTimeoutAfterApplying,
    ];

    private readonly ConcurrentBag<Sale> _sales = [];
    private int _number;
    private int _inFlight;
    private volatile bool _stopped;

    /// <summary>Calls without an answer.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>All sales begun so far.</summary>
    public IReadOnlyCollection<Sale> Sales => _sales;

    /// <summary>Starts the clients.</summary>
    /// <param name="clients">How many.</param>
    /// <returns>Ends when every sale was seen through.</returns>
    public Task RunAsync(int clients) =>
        Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(SellAsync, cancel)));

    /// <summary>Lets no client begin another sale.</summary>
    public void Stop() => _stopped = true;

    private async Task SellAsync()
    {
        while (!_stopped)
        {
            var sale = NextSale(Interlocked.Increment(ref _number));
            _sales.Add(sale);
            Interlocked.Increment(ref _inFlight);
            var begun = connection.TimeProvider.GetTimestamp();
            try
            {
                await SeeThroughAsync(sale);
            }
            catch (RpcException refused) when (!cancel.IsCancellationRequested)
            {
                sale.Failure = $"{refused.StatusCode}: {refused.Status.Detail}";
            }
            finally
            {
                sale.Took = connection.TimeProvider.GetElapsedTime(begun);
                Interlocked.Decrement(ref _inFlight);
            }
        }
    }

    private Sale NextSale(int number)
    {
        var random = new Random(unchecked((((seed * 31) + round) * 1_000_003) + number));
        var reversed = number % ReverseEvery == 0;
        var story = reversed ? SaleStory.SellAndReverse
            : number % CancelEvery == 1 ? SaleStory.SellAndCancel
            : SaleStory.Sell;
        if (number % GiftEvery == GiftEvery - 1)
        {
            var own = Cards.Number((round * CardsOfRound) + OrdinaryCards + number);
            return new Sale(IdOf(number), own, story) { Coupon = "GIFTMONTH" };
        }

        var card = number % SandboxEvery == 0 || (reversed && random.Next(3) == 0)
            ? Sandbox[random.Next(Sandbox.Length)]
            : number % 8 < SlowOfEight ? SandboxCards.SuccessAfterShortDelay
            : Cards.Number(random.Next(OrdinaryCards));
        return new Sale(IdOf(number), card, story);
    }

    private string IdOf(int number) => $"crash-{seed:D7}-{round:D2}-{number:D7}";

    private async Task SeeThroughAsync(Sale sale)
    {
        var request = new CreateTopUpRequest
        {
            RequestId = sale.RequestId,
            Card = new CardRef { Iccid = sale.Card },
            Plan = Cards.Plan,
            Channel = Channel.Pos,
            AllowDuplicate = true,
            Wait = Wait,
            Coupon = sale.Coupon,
        };
        if (sale.Story == SaleStory.SellAndCancel)
        {
            await TryToCancelAsync(request);
        }

        var answer = await connection.TopUpAsync(request, Limit, cancel);
        sale.Final = answer.TopUp.State;
        if (sale.Story == SaleStory.SellAndReverse && sale.Final == TopUpState.Succeeded)
        {
            var reverse = new ReverseTopUpRequest
            {
                RequestId = sale.ReversalRequestId,
                TopUp = answer.TopUp.Name,
                Wait = Wait,
            };
            var reversed = await connection.ReverseAsync(reverse, Limit, cancel);
            sale.FinalReversal = reversed.Reversal.State;
            sale.Final = reversed.TopUp.State;
        }
    }

    /// <summary>Whatever comes of it, the sale's own request tells afterwards how it ended.</summary>
    private async Task TryToCancelAsync(CreateTopUpRequest request)
    {
        var atOnce = request.Clone();
        atOnce.Wait = new Duration();
        try
        {
            await connection.TopUps.CreateTopUpAsync(atOnce, connection.Call(Limit, cancel));
            await connection.TopUps.CancelTopUpAsync(
                new CancelTopUpRequest { RequestId = request.RequestId }, connection.Call(Limit, cancel));
        }
        catch (RpcException refused) when (!cancel.IsCancellationRequested)
        {
            // Sent already, or the server died: both are what this client is here to provoke.
            _ = refused.StatusCode;
        }
    }
}
