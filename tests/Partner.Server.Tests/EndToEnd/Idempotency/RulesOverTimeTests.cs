using System.Globalization;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Idempotency;

/// <summary>What time changes: quotes expire, plans are withdrawn, windows close. A replay does not care.</summary>
public sealed class RulesOverTimeTests : IAsyncLifetime
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
        Running.AssertNoErrors();
        await Running.DisposeAsync();
    }

    [Fact]
    public async Task A_quote_binds_for_five_minutes_and_a_replay_works_for_ever()
    {
        var (used, unused) = (await QuoteAsync(), await QuoteAsync());
        var sale = new CreateTopUpRequest { RequestId = Sale.NewRequestId(), Quote = used.Name };
        _clock.MoveOn(TimeSpan.FromMinutes(4));
        var sold = await Demo.TopUps.CreateTopUpAsync(sale, TestClient.In("en"));
        Assert.False(sold.Replayed);

        _clock.MoveOn(TimeSpan.FromMinutes(2));
        var replay = await Demo.TopUps.CreateTopUpAsync(sale, TestClient.In("en"));
        var late = await Demo.TopUps.CreateTopUpAsync(
            new CreateTopUpRequest { RequestId = Sale.NewRequestId(), Quote = unused.Name },
            TestClient.In("en")).AsErrorAsync();

        Assert.Equal((true, sold.TopUp.Name), (replay.Replayed, replay.TopUp.Name));
        late.Is(StatusCode.FailedPrecondition, "QUOTE_EXPIRED");
    }

    [Fact]
    public async Task A_replay_may_come_weeks_after_its_business_date()
    {
        var today = _clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var sale = Sale.Of().With(one => one.BusinessDate = today);
        var sold = await SellAsync(sale);
        _clock.MoveOn(TimeSpan.FromDays(15));

        var replay = await Demo.TopUps.CreateTopUpAsync(sale, TestClient.In("en"));
        var anew = await Demo.TopUps.CreateTopUpAsync(
            Sale.Of().With(one => one.BusinessDate = today), TestClient.In("en")).AsErrorAsync();

        Assert.Equal((true, sold.Name), (replay.Replayed, replay.TopUp.Name));
        anew.Is(StatusCode.InvalidArgument, "INVALID_REQUEST");
        Assert.Equal(["business_date"], anew.Violations.Select(violation => violation.Field));
    }

    [Fact]
    public async Task A_plan_that_was_withdrawn_is_replayed_and_reversed_but_not_sold()
    {
        var sale = Sale.Of();
        var sold = await SellAsync(sale);
        await WithdrawPlanAsync("phone-50");

        var replay = await Demo.TopUps.CreateTopUpAsync(sale, TestClient.In("en"));
        var anew = await Demo.TopUps.CreateTopUpAsync(Sale.Of(), TestClient.In("en")).AsErrorAsync();
        var reversed = await Demo.TopUps.ReverseTopUpAsync(
            new ReverseTopUpRequest { RequestId = Sale.NewRequestId(), TopUp = sold.Name }, TestClient.In("en"));

        Assert.True(replay.Replayed);
        Assert.Equal(TopUpState.Succeeded, replay.TopUp.State);
        anew.Is(StatusCode.NotFound, "PLAN_NOT_FOUND");
        Assert.Equal(TopUpState.Reversed, reversed.TopUp.State);
    }

    [Fact]
    public async Task A_top_up_stores_the_versions_that_made_its_price()
    {
        var before = await SellAsync(Sale.Of());
        await WithdrawPlanAsync("phone-200");
        var after = await SellAsync(Sale.Of());

        Assert.Equal(before.Price.Versions, (await Demo.GetAsync(before.Name)).Price.Versions);
        Assert.NotEqual(before.Price.Versions.Catalogue, after.Price.Versions.Catalogue);
        Assert.Equal(before.Price.Versions.PriceList, after.Price.Versions.PriceList);
    }

    [Fact]
    public async Task The_same_card_and_plan_is_suspected_for_ten_minutes()
    {
        var card = Sale.NewCard();
        var first = await SellAsync(Sale.Of(card));
        _clock.MoveOn(TimeSpan.FromMinutes(9));

        var suspected = await Demo.TopUps.CreateTopUpAsync(Sale.Of(card), TestClient.In("en")).AsErrorAsync();
        suspected.Is(StatusCode.FailedPrecondition, "DUPLICATE_SUSPECTED");
        Assert.Equal((first.Name, "SUCCEEDED"), (suspected.Facts["top_up"], suspected.Facts["top_up_state"]));
        Assert.Equal((RetryWith.Never, false), (suspected.RetryWith, suspected.RetrySafe));
        var meant = await SellAsync(Sale.Of(card).With(sale => sale.AllowDuplicate = true));
        Assert.Equal(TopUpState.Succeeded, meant.State);

        _clock.MoveOn(TimeSpan.FromMinutes(11));
        Assert.Equal(TopUpState.Succeeded, (await SellAsync(Sale.Of(card))).State);
    }

    [Fact]
    public async Task A_top_up_can_be_reversed_within_its_plans_window_only()
    {
        var (early, late) = (await SellAsync(Sale.Of()), await SellAsync(Sale.Of()));
        _clock.MoveOn(TimeSpan.FromMinutes(29));
        var inTime = await Demo.TopUps.ReverseTopUpAsync(
            new ReverseTopUpRequest { RequestId = Sale.NewRequestId(), TopUp = early.Name }, TestClient.In("en"));
        _clock.MoveOn(TimeSpan.FromMinutes(2));
        var tooLate = await Demo.TopUps.ReverseTopUpAsync(
            new ReverseTopUpRequest { RequestId = Sale.NewRequestId(), TopUp = late.Name },
            TestClient.In("en")).AsErrorAsync();

        Assert.False(inTime.Replayed);
        tooLate.Is(StatusCode.FailedPrecondition, "REVERSAL_WINDOW_CLOSED");
    }

    /// <summary>Without a deadline: the moved clock would be past it, and nobody would wait for the issuer.</summary>
    private Task<TopUp> SellAsync(CreateTopUpRequest sale) => Eventually.SeeAsync(
        async () => (await Demo.TopUps.CreateTopUpAsync(sale)).TopUp,
        topUp => topUp.State != TopUpState.Processing);

    private async Task<Quote> QuoteAsync() => (await Demo.TopUps.QuoteTopUpAsync(
        new QuoteTopUpRequest
        {
            Card = new CardRef { Iccid = Sale.NewCard() },
            Plan = "plans/phone-50",
            Channel = Channel.Pos,
        },
        TestClient.In("en"))).Quote;

    /// <summary>Publishes the demo catalogue without one of its plans, in force at once.</summary>
    private async Task WithdrawPlanAsync(string code)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Documents", "catalogue.json");
        var catalogue = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(path))!.AsObject();
        var plans = catalogue["plans"]!.AsArray();
        plans.Remove(plans.Single(plan => (string?)plan!["code"] == code));
        catalogue["version"] = $"without-{code}";
        catalogue["from"] = _clock.GetUtcNow().AddSeconds(-1)
            .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        await Running.PublishAsync(catalogue.ToJsonString());
    }
}
