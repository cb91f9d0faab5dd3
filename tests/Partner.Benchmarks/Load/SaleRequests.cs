using Leb.Partner.V1;
using Partner.Benchmarks.Harness;

namespace Partner.Benchmarks.Load;

/// <summary>Sales of ordinary cards, each with a request id of its own.</summary>
/// <param name="cards">Different cards.</param>
internal sealed class SaleRequests(int cards)
{
    private readonly string[] _cards = [.. Enumerable.Range(0, cards).Select(Cards.Number)];
    private long _calls;

    /// <summary>The next sale.</summary>
    public CreateTopUpRequest Next()
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
}
