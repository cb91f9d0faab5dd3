using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Leb.Partner.V1;
using Partner.Sandbox.Hosting;
using Partner.Sandbox.Issuer;
using Partner.Server.Projections;
using Partner.Server.Telemetry;
using Partner.Server.Tests.Support;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.Cards;

/// <summary>A server that compares cards at once.</summary>
public sealed class CheckingServer : SharedServer
{
    /// <summary>Without pauses.</summary>
    public static SandboxSettings AtOnce(SandboxSettings settings) => settings with
    {
        CardChecks = new CardCheckOptions { Every = TimeSpan.FromMilliseconds(50), ConfirmAfter = TimeSpan.Zero },
    };

    /// <inheritdoc/>
    protected override SandboxSettings Settings(SandboxSettings settings) => AtOnce(settings);
}

/// <summary>After success the card is fetched and compared, for each card type.</summary>
public sealed class CardCheckTests(CheckingServer shared) : SharedServerTest(shared), IClassFixture<CheckingServer>
{
    [Theory]
    [InlineData(CoreType.KeepNumber, "plans/keep-1y")]
    [InlineData(CoreType.RegistrationEsim, "plans/esim-30d")]
    [InlineData(CoreType.Phone, "plans/phone-200")]
    [InlineData(CoreType.Travel, "plans/travel-1m")]
    public async Task A_card_with_a_day_less_than_was_quoted_is_flagged_on_its_top_up_and_counted(
        CoreType type, string plan)
    {
        using var counted = new CountedChecks();
        var partner = await Shared.NewPartnerAsync();

        // PHONE: not shortened by what it had, so that the sale moves its end.
        var card = new CardRef { Iccid = SandboxCards.Number(type, SandboxOutcome.GrantsLess) };
        var sold = await SellQuotedAsync(partner, card, plan);
        Assert.Null(sold.CardDeviation);

        var flagged = await Eventually.SeeAsync(
            () => partner.GetAsync(sold.Name), top => top.CardDeviation is not null);

        Assert.Contains(CardPart.ValidUntil, flagged.CardDeviation.Parts);
        Assert.Contains("end of validity", flagged.CardDeviation.Text, StringComparison.Ordinal);
        var chinese = await partner.GetAsync(sold.Name, "zh-CN");
        Assert.Contains("有效期", chinese.CardDeviation.Text, StringComparison.Ordinal);
        Assert.Equal((TopUpState.Succeeded, sold.Price), (flagged.State, flagged.Price));
        var listed = await partner.TopUps.ListTopUpsAsync(
            new ListTopUpsRequest { Filter = new TopUpFilter { RequestId = sold.RequestId } }, TestClient.In("en"));
        Assert.Equal(flagged.CardDeviation, Assert.Single(listed.TopUps).CardDeviation);
        Assert.Equal(flagged.CardDeviation, (await FirstOfWatchAsync(partner, sold.Name)).CardDeviation);
        await counted.SeeAsync(type, CardCheckResult.Differs);
    }

    [Theory]
    [InlineData(CoreType.KeepNumber, "plans/keep-2y")]
    [InlineData(CoreType.RegistrationEsim, "plans/esim-6m")]
    [InlineData(CoreType.Phone, "plans/phone-100")]
    [InlineData(CoreType.Travel, "plans/travel-1d")]
    public async Task A_card_that_is_as_it_was_quoted_is_counted_so_and_not_flagged(CoreType type, string plan)
    {
        using var counted = new CountedChecks();
        var partner = await Shared.NewPartnerAsync();

        var sold = await SellQuotedAsync(partner, new CardRef { Iccid = Sale.NewCard(type) }, plan);

        await counted.SeeAsync(type, CardCheckResult.AsPromised);
        Assert.Null((await partner.GetAsync(sold.Name)).CardDeviation);
    }

    [Fact]
    public async Task TRAVEL_a_card_that_was_sold_to_again_meanwhile_is_not_comparable_and_not_flagged()
    {
        using var counted = new CountedChecks();
        var partner = await Shared.NewPartnerAsync();
        var card = new CardRef { Iccid = Sale.NewCard(CoreType.Travel) };
        var quote = await QuoteAsync(partner, card, "plans/travel-1m");
        await partner.SellAsync(Sale.Of(card.Iccid, "plans/travel-1d"));

        var sold = await SellAtAsync(partner, quote);

        await counted.SeeAsync(CoreType.Travel, CardCheckResult.NotComparable);
        Assert.Null((await partner.GetAsync(sold.Name)).CardDeviation);
    }

    [Fact]
    public async Task KEEP_NUMBER_a_sale_without_a_quote_is_compared_with_the_least_that_the_plan_gives()
    {
        using var counted = new CountedChecks();
        var partner = await Shared.NewPartnerAsync();

        await partner.SellAsync(Sale.Of(Sale.NewCard(CoreType.KeepNumber), "plans/keep-1y"));

        await counted.SeeAsync(CoreType.KeepNumber, CardCheckResult.AsPromised);
    }

    internal static async Task<TopUp> SellQuotedAsync(TestClient partner, CardRef card, string plan) =>
        await SellAtAsync(partner, await QuoteAsync(partner, card, plan));

    private static async Task<Quote> QuoteAsync(TestClient partner, CardRef card, string plan) =>
        (await partner.TopUps.QuoteTopUpAsync(
            new QuoteTopUpRequest { Card = card, Plan = plan, Channel = Channel.Pos }, TestClient.In("en"))).Quote;

    private static Task<TopUp> SellAtAsync(TestClient partner, Quote quote) => partner.SellAsync(Sale.Of().With(sale =>
    {
        (sale.Card, sale.Plan, sale.Quote, sale.AllowDuplicate) = (null, "", quote.Name, true);
        sale.Channel = Channel.Unspecified;
    }));

    private static async Task<TopUp> FirstOfWatchAsync(TestClient partner, string name)
    {
        using var watch = partner.TopUps.WatchTopUp(new WatchTopUpRequest { Name = name }, TestClient.In("en"));
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        return watch.ResponseStream.Current.TopUp;
    }
}

/// <summary>Listens to the metric of the comparisons.</summary>
internal sealed class CountedChecks : IDisposable
{
    private readonly ConcurrentBag<(string Type, string Result)> _seen = [];
    private readonly MeterListener _listener = new();

    public CountedChecks()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == MetricTable.CardChecks.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, labels, _) =>
        {
            Assert.Equal(2, labels.Length);
            _seen.Add(((string)labels[0].Value!, (string)labels[1].Value!));
        });
        _listener.Start();
    }

    /// <summary>Waits until a comparison came to a result.</summary>
    public Task SeeAsync(CoreType type, CardCheckResult result)
    {
        var expected = (Core.Texts.EnumWord.Lower(type), Core.Texts.EnumWord.Lower(result));
        return Eventually.SeeAsync(() => Task.FromResult(_seen.ToArray()), seen => seen.Contains(expected));
    }

    public void Dispose() => _listener.Dispose();
}
