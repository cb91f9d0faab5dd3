using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Randomised;

/// <summary>
/// One sale and all that impatient people do to it: it is sent, sent again, cancelled and reversed at moments that the
/// seed chooses. Notes every state that anybody was told.
/// </summary>
internal sealed class SaleLife
{
    private const int Deeds = 5;
    private const int LatestMilliseconds = 2_500;

    private static readonly string[] CardsOfTrouble =
    [
        SandboxCards.FirstRequestAppliedLate, SandboxCards.FirstRequestAppliedLate,
        SandboxCards.FirstRequestAppliedLate, SandboxCards.AppliedAnsweredLate, SandboxCards.TimeoutAfterApplying,
        SandboxCards.TimeoutWithoutApplying, SandboxCards.AnswerCutOff, SandboxCards.ServerErrorThenSuccess,
        SandboxCards.ReversalTimeoutAfterApplying, SandboxCards.SuccessAfterLongDelay, SandboxCards.CardBlocked,
    ];

    private readonly ConcurrentQueue<(long EventNumber, TopUpState State)> _told = new();
    private readonly TestClient[] _clients;
    private readonly CreateTopUpRequest _sale;
    private readonly List<(int After, Func<Task> Do)> _deeds = [];

    public SaleLife(TestClient one, TestClient other, int seed)
    {
        _clients = [one, other];
        var random = new Random(seed);
        _sale = Sale.OnSandboxCard(CardsOfTrouble[random.Next(CardsOfTrouble.Length)], waitSeconds: 0);
        _deeds.Add((random.Next(400), () => CreateAsync(one, random.Next(2))));
        for (var i = 0; i < Deeds; i++)
        {
            var (client, wait) = (_clients[random.Next(2)], random.Next(3));
            _deeds.Add((random.Next(LatestMilliseconds), random.Next(3) switch
            {
                0 => () => CreateAsync(client, wait),
                1 => () => CancelAsync(client),
                _ => () => ReverseAsync(client, wait),
            }));
        }
    }

    public string RequestId => _sale.RequestId;

    /// <summary>Does all of it, concurrently.</summary>
    public Task RunAsync() => Task.WhenAll(_deeds.Select(async deed =>
    {
        await Eventually.PauseAsync(TimeSpan.FromMilliseconds(deed.After));
        await deed.Do();
    }));

    /// <summary>Who was told that the money is back was never told otherwise, and it is so in the end.</summary>
    public void AssertNeverTurnedBack(IReadOnlyList<TopUp> final)
    {
        var end = Assert.Single(final);
        var states = _told.Append((end.EventNumber, end.State)).OrderBy(told => told.Item1)
            .Select(told => told.Item2).Distinct().ToList();
        Assert.True(IsOneWay(states), $"{_sale.Card.Iccid}: {string.Join(" → ", states)}");
    }

    private static bool IsOneWay(List<TopUpState> states) => states.Count(state => state is
        TopUpState.Failed or TopUpState.Cancelled or TopUpState.Succeeded) <= 1
        && states.Order().SequenceEqual(states);

    private async Task CreateAsync(TestClient client, int waitSeconds)
    {
        var sale = _sale.Clone().With(one => one.Wait = Duration.FromTimeSpan(TimeSpan.FromSeconds(waitSeconds)));
        Note((await client.TopUps.CreateTopUpAsync(sale, TestClient.In("en"))).TopUp);
    }

    private Task CancelAsync(TestClient client) => UnlessAsync(
        async () => Note((await client.TopUps.CancelTopUpAsync(
            new CancelTopUpRequest { RequestId = RequestId }, TestClient.In("en"))).TopUp),
        "TOO_LATE_TO_CANCEL");

    private Task ReverseAsync(TestClient client, int waitSeconds) => UnlessAsync(
        async () => Note((await client.TopUps.ReverseTopUpAsync(
            new ReverseTopUpRequest
            {
                RequestId = Sale.NewRequestId(),
                TopUpRequestId = RequestId,
                Wait = Duration.FromTimeSpan(TimeSpan.FromSeconds(waitSeconds)),
            },
            TestClient.In("en"))).TopUp),
        "TOP_UP_NOT_REVERSIBLE",
        "REVERSAL_EXISTS");

    private void Note(TopUp topUp) => _told.Enqueue((topUp.EventNumber, topUp.State));

    /// <summary>A deed may come too early or too late, and is then refused for that reason and no other.</summary>
    private static async Task UnlessAsync(Func<Task> deed, params string[] reasons)
    {
        try
        {
            await deed();
        }
        catch (RpcException refused)
        {
            Assert.Contains(PartnerError.From(refused).Reason, reasons.Append("TOP_UP_NOT_FOUND"));
        }
    }
}
