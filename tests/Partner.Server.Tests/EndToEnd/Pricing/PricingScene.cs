using Leb.Partner.V1;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Pricing;

/// <summary>
/// A server with the documents of the pricing tests, and a clock that a test can move; one for each test.
/// </summary>
public abstract class PricingScene : IAsyncLifetime
{
    private RunningServer? _server;

    internal ShiftedClock Clock { get; } = new();

    protected RunningServer Running => _server!;

    internal PricingDocuments Documents { get; private set; } = null!;

    /// <summary>Of the tier "small".</summary>
    protected TestClient Seller { get; private set; } = null!;

    /// <summary>Its parent, of the tier "big".</summary>
    protected TestClient Parent { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync(settings => settings with { Clock = Clock });
        Parent = await Running.AddPartnerAsync("t-parent");
        Seller = await Running.AddPartnerAsync("t-seller");
        Documents = new PricingDocuments(Clock.GetUtcNow());
        foreach (var document in Documents.All)
        {
            await Running.PublishAsync(document);
        }
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await Running.AssertInOrderAsync();
        Running.AssertNoErrors();
        await Running.DisposeAsync();
    }

    /// <summary>
    /// Sells through a till and waits for the end, without a deadline: the clock may have been moved.
    /// </summary>
    internal async Task<TopUp> SellAsync(TestClient client, string plan = "plans/phone-200", string? card = null)
    {
        var sale = Sale.Of(card, plan);
        var sold = await Eventually.SeeAsync(
            async () => (await client.TopUps.CreateTopUpAsync(sale)).TopUp,
            topUp => topUp.State != TopUpState.Processing);
        Assert.Equal(TopUpState.Succeeded, sold.State);
        return sold;
    }

    internal static async Task ReverseAsync(TestClient client, TopUp topUp)
    {
        var ask = new ReverseTopUpRequest { RequestId = Sale.NewRequestId(), TopUp = topUp.Name };
        var answer = await Eventually.SeeAsync(
            async () => await client.TopUps.ReverseTopUpAsync(ask),
            seen => seen.Reversal.State != ReversalState.Processing);
        Assert.Equal(TopUpState.Reversed, answer.TopUp.State);
    }
}
