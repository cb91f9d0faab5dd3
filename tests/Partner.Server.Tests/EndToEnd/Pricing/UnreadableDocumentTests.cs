using System.Globalization;
using System.Text.Json.Nodes;
using Grpc.Core;
using Leb.Partner.V1;
using Microsoft.Extensions.DependencyInjection;
using Partner.Core.Actions;
using Partner.Core.Documents;
using Partner.Server.Hosting;
using Partner.Server.Settlements;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Pricing;

/// <summary>A rolling upgrade: a later program published what this one cannot read.</summary>
public sealed class UnreadableDocumentTests : IAsyncLifetime
{
    private readonly ShiftedClock _clock = new();
    private RunningServer? _server;
    private TestClient? _demo;

    private RunningServer Running => _server!;

    private TestClient Demo => _demo!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync(settings => settings with { Clock = _clock });
        _demo = await Running.ConnectDemoAsync();
    }

    public async Task DisposeAsync()
    {
        await Running.AssertInOrderAsync();
        await Running.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_sold_from_its_start_on_until_a_version_follows_that_can_be_read()
    {
        await PublishUnreadableAsync(DocumentKind.PriceList, "demo-prices");
        var sale = Sale.Of();
        var before = await SellAsync(sale);
        Assert.Null(Terms().Missing);
        var listed = await Demo.Plans.ListPricesAsync(new ListPricesRequest(), TestClient.In("en"));
        Assert.All(listed.Prices, price => Assert.True(price.ValidUntil is not null));

        _clock.MoveOn(TimeSpan.FromHours(2));

        Assert.Contains("demo-prices@of-a-later-program", Terms().Missing, StringComparison.Ordinal);
        await AssertUnavailableAsync(Demo.TopUps.CreateTopUpAsync(Sale.Of(), TestClient.In("en")));
        await AssertUnavailableAsync(Demo.Plans.ListPlansAsync(new ListPlansRequest(), TestClient.In("en")));
        await AssertUnavailableAsync(Demo.Plans.ListPricesAsync(new ListPricesRequest(), TestClient.In("en")));
        await AssertUnavailableAsync(Demo.Plans.ListPromotionsAsync(new ListPromotionsRequest(), TestClient.In("en")));
        var replay = await Demo.TopUps.CreateTopUpAsync(sale, TestClient.In("en"));
        Assert.Equal((true, before.Name), (replay.Replayed, replay.TopUp.Name));
        Assert.Single((await Demo.TopUps.ListTopUpsAsync(new ListTopUpsRequest(), TestClient.In("en"))).TopUps);

        await PublishPricesAsync("2");

        Assert.Null(Terms().Missing);
        Assert.Equal(TopUpState.Succeeded, (await SellAsync(Sale.Of())).State);
    }

    [Fact]
    public async Task No_month_is_closed_while_a_schedules_zone_is_unknown()
    {
        await PublishUnreadableAsync(DocumentKind.CommissionSchedule, "demo-commission");

        await Assert.ThrowsAsync<UnreadableDocumentException>(() => new SettlementClosing(Running.Store)
            .CloseAsync("2026-01", _clock.GetUtcNow(), ActionBy.Program, CancellationToken.None));
    }

    private ReadinessCheck Terms() => Running.Server.Services.GetRequiredService<Readiness>().Terms();

    private static async Task AssertUnavailableAsync<T>(AsyncUnaryCall<T> call) =>
        (await call.AsErrorAsync()).Is(StatusCode.Unavailable, "SERVICE_UNAVAILABLE");

    private Task<TopUp> SellAsync(CreateTopUpRequest sale) => Eventually.SeeAsync(
        async () => (await Demo.TopUps.CreateTopUpAsync(sale)).TopUp,
        topUp => topUp.State != TopUpState.Processing);

    private async Task PublishUnreadableAsync(DocumentKind kind, string id)
    {
        var now = _clock.GetUtcNow();
        await Running.PublishAsync(
            new Document(kind, id, "of-a-later-program", now.AddHours(1), """{"kind": "of-tomorrow"}"""), now);
    }

    private async Task PublishPricesAsync(string version)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Documents", "price-list.json");
        var prices = JsonNode.Parse(await File.ReadAllTextAsync(path))!.AsObject();
        prices["version"] = version;
        prices["from"] = _clock.GetUtcNow().AddSeconds(-1)
            .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        await Running.PublishAsync(prices.ToJsonString());
    }
}
