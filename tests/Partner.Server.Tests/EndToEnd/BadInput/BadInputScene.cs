using Leb.Partner.V1;
using Partner.Server.Contract;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.BadInput;

/// <summary>A running server, its demo partner with some history, and partners that must not see each other.</summary>
public sealed class BadInputScene : IAsyncLifetime
{
    private RunningServer? _server;

    public RunningServer Server => _server!;

    /// <summary>The demo partner, with every permission.</summary>
    public TestClient Demo { get; private set; } = null!;

    /// <summary>Its outlet, which may sell and read.</summary>
    public TestClient Outlet { get; private set; } = null!;

    /// <summary>Another partner.</summary>
    public TestClient Stranger { get; private set; } = null!;

    /// <summary>A partner whose float pays for nothing.</summary>
    public TestClient Poor { get; private set; } = null!;

    /// <summary>A sale of the demo partner that succeeded.</summary>
    public TopUp Sold { get; private set; } = null!;

    /// <summary>A sale of the stranger that succeeded and was reversed.</summary>
    public TopUp Strange { get; private set; } = null!;

    /// <summary>The request id of the stranger's reversal.</summary>
    public string StrangeReversalRequestId { get; } = Sale.NewRequestId();

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        Demo = await Server.ConnectDemoAsync();
        Outlet = await Server.ConnectDemoOutletAsync();
        Stranger = await Server.AddPartnerAsync("stranger");
        Poor = await Server.AddPartnerAsync("poor", "49.99 CNY");
        Sold = await Demo.SellAsync(Sale.Of());
        var strange = await Stranger.SellAsync(Sale.Of());
        var reversed = await Stranger.TopUps.ReverseTopUpAsync(
            new ReverseTopUpRequest { RequestId = StrangeReversalRequestId, TopUp = strange.Name },
            TestClient.In("en"));
        Strange = reversed.TopUp;
        Assert.Equal(
            (TopUpState.Succeeded, TopUpState.Reversed), (Sold.State, Strange.State));
    }

    /// <summary>A name of the right form that belongs to nothing.</summary>
    internal static string NewName(string collection) => $"{collection}/{Ids.New(TimeProvider.System.GetUtcNow())}";

    /// <summary>A fresh quote of the demo partner: 50 CNY onto a fresh card at a till.</summary>
    internal async Task<Quote> QuoteAsync() => (await Demo.TopUps.QuoteTopUpAsync(
        new QuoteTopUpRequest
        {
            Card = new CardRef { Iccid = Sale.NewCard() },
            Plan = "plans/phone-choice",
            Amount = Sale.Amount("50.00 CNY"),
            Channel = Channel.Pos,
        },
        TestClient.In("en"))).Quote;

    /// <summary>A quote that was valid until a moment ago.</summary>
    internal async Task<string> ExpiredQuoteAsync()
    {
        var quote = await QuoteAsync();
        var id = Sale.IdOf(quote.Name);
        var found = await Server.Store.Quotes.FindAsync(Demo.PartnerId, new QuoteId(id), CancellationToken.None);
        var now = TimeProvider.System.GetUtcNow();
        var old = found! with { Id = new QuoteId(Ids.New(now)), ExpiresAt = now };
        await Server.Store.Quotes.SaveAsync(old);
        return $"quotes/{old.Id}";
    }

    /// <summary>A quote that paid for a sale.</summary>
    internal async Task<string> UsedQuoteAsync()
    {
        var quote = await QuoteAsync();
        await Demo.SellAsync(new CreateTopUpRequest { RequestId = Sale.NewRequestId(), Quote = quote.Name });
        return quote.Name;
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => Server.DisposeAsync().AsTask();
}
