using System.Globalization;
using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Leb.Partner.V1;
using Microsoft.Extensions.DependencyInjection;
using Partner.Server.Plans;
using Partner.Server.Tests.Cli;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.BackOffice;

/// <summary>What a pricing manager types while a server runs, and what it makes of the next sale.</summary>
public sealed class PublishedTermsTests : IAsyncLifetime
{
    private readonly ShiftedClock _clock = new();
    private RunningServer? _server;
    private TestClient? _demo;

    private RunningServer Running => _server!;

    private TestClient Demo => _demo!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync(settings => settings with { Clock = _clock });
        _demo = await _server.ConnectDemoAsync();
    }

    public Task DisposeAsync() => Running.DisposeAsync().AsTask();

    [Fact]
    public async Task A_new_fee_is_charged_from_its_instant_on_a_server_that_was_never_restarted()
    {
        var file = await WriteAsync("price-list.json", "2", Minutes(2), list => Fee(list, "1.50 CNY"));

        var published = await RunAsync("publish", file);
        await TakenUpAsync("demo-prices@2");
        var (before, quote) = await QuoteAsync();
        _clock.MoveOn(TimeSpan.FromMinutes(2));
        var (after, _) = await QuoteAsync();
        var sold = await Demo.TopUps.CreateTopUpAsync(new CreateTopUpRequest
        {
            RequestId = Sale.NewRequestId(), Quote = quote.Name, Wait = Duration.FromTimeSpan(TimeSpan.FromSeconds(8)),
        });

        Assert.True(published.Status == 0, published.Error);
        Assert.StartsWith(
            "Published documents/price-list/demo-prices@2, in force from ", published.Out, StringComparison.Ordinal);
        Assert.Equal((100, 150), (before, after));
        Assert.Equal(100, sold.TopUp.Price.HandlingFee.Minor());
        Assert.Equal(TopUpState.Succeeded, sold.TopUp.State);
    }

    [Fact]
    public async Task Several_files_are_published_together_or_not_at_all()
    {
        var list = await WriteAsync("price-list.json", "2", Minutes(2), one => Fee(one, "1.50 CNY"));
        var taxes = await WriteAsync("tax-rules.json", "2", Minutes(2), one => one["rules"]![0]!["rate"] = 10_001);
        var network = await WriteAsync("network.json", "2", Minutes(2), one => one["members"]![0]!["region"] = "north");

        var refused = await RunAsync("publish", list, taxes, network);
        var listed = await RunAsync("list", "--all");
        taxes = await WriteAsync("tax-rules.json", "2", Minutes(2), one => one["rules"]![0]!["tier"] = null);
        var again = await RunAsync("publish", list, taxes);
        taxes = await WriteAsync("tax-rules.json", "2", Minutes(2), one => one["rules"]![0]!["rate"] = 200);
        var published = await RunAsync("publish", list, taxes, network);
        var repeated = await RunAsync("publish", taxes, list);

        Assert.Equal(
            [
                $"{taxes}: $.rules[0].rate: must be a whole number from 0 to 10000",
                "1 finding(s); nothing was published.",
            ],
            Lines(refused.Error));
        Assert.Equal((1, 1, 0, 0), (refused.Status, again.Status, published.Status, repeated.Status));
        Assert.DoesNotContain("@2", listed.Out, StringComparison.Ordinal);
        Assert.Equal(3, Lines(published.Out).Count(line => line.StartsWith("Published ", StringComparison.Ordinal)));
        Assert.Contains("was published before", repeated.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_findings_of_all_files_are_told_at_once()
    {
        var list = await WriteAsync("price-list.json", "2", Minutes(2), one =>
        {
            one["prices"]![0]!["applies"]!["plan"] = "travel-9y";
            one["colour"] = "red";
        });
        var taxes = await WriteAsync("tax-rules.json", "2", Minutes(2), one =>
            one["rules"]![0]!["applies"]!["tier"] = "golden");
        var broken = Path.Combine(Running.Folder, "broken.json");
        await File.WriteAllTextAsync(broken, "{\n  \"kind\": \"network\",\n}\n");

        var refused = Lines((await RunAsync("publish", list, taxes, broken)).Error);

        Assert.StartsWith($"{list}: $.colour: is no key here", refused[0], StringComparison.Ordinal);
        Assert.Equal(
            [
                $"{broken}: line 3: is not JSON: '}}' is not expected; a comma before it is too much, or a value is " +
                "missing",
                $"{taxes}: $.rules[0].applies.tier: no partner of the network is of tier 'golden'",
                $"{list}: $.prices[0].applies.plan: 'travel-9y' is no plan of demo-plans@1",
                "4 finding(s); nothing was published.",
            ],
            refused[1..]);
    }

    [Fact]
    public async Task No_promotions_at_all_are_published_with_a_warning()
    {
        var none = await WriteAsync("promotions.json", "2", Minutes(2), one => one["promotions"] = new JsonArray());

        var published = await RunAsync("publish", none);

        Assert.Equal(0, published.Status);
        Assert.StartsWith(
            $"Warning: {none}: $.promotions: is empty: every promotion of 'demo-promotions' ends at ",
            published.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_whole_would_suffer_from_is_refused_with_file_and_path()
    {
        var soon = await WriteAsync("price-list.json", "2", Minutes(0), one =>
        {
            one["prices"]![0]!["applies"]!["plan"] = "travel-9y";
            one["fees"]![2]!["applies"]!["tier"] = "golden";
        });

        var refused = Lines((await RunAsync("publish", soon)).Error);

        Assert.Equal(4, refused.Length);
        Assert.StartsWith($"{soon}: $.from: must be at ", refused[0], StringComparison.Ordinal);
        Assert.Equal(
            [
                $"{soon}: $.prices[0].applies.plan: 'travel-9y' is no plan of demo-plans@1",
                $"{soon}: $.fees[2].applies.tier: no partner of the network is of tier 'golden'",
                "3 finding(s); nothing was published.",
            ],
            refused[1..]);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static DateTimeOffset Minutes(int number) => TimeProvider.System.GetUtcNow().AddMinutes(number);

    private static void Fee(JsonObject list, string amount) => list["fees"]![0]!["fixed"] = amount;

    private async Task<(long Fee, Quote Quote)> QuoteAsync()
    {
        var quote = (await Demo.TopUps.QuoteTopUpAsync(new QuoteTopUpRequest
        {
            Card = new CardRef { Iccid = Sale.NewCard() }, Plan = "plans/phone-50", Channel = Channel.Kiosk,
        })).Quote;
        return (quote.Price.HandlingFee.Minor(), quote);
    }

    private Task TakenUpAsync(string version)
    {
        var terms = Running.Server.Services.GetRequiredService<TermsSource>();
        return Eventually.SeeAsync(
            () => Task.FromResult(terms.TimelineAt(_clock.GetUtcNow()).Upcoming(_clock.GetUtcNow())),
            upcoming => upcoming.Any(one => one.Parsed.Document.FullVersion == version));
    }

    /// <summary>A document of the demo set as a new version, with a change.</summary>
    private async Task<string> WriteAsync(string name, string version, DateTimeOffset from, Action<JsonObject> change)
    {
        var demo = Path.Combine(AppContext.BaseDirectory, "Documents", name);
        var document = JsonNode.Parse(await File.ReadAllTextAsync(demo))!.AsObject();
        document["version"] = version;
        document["from"] = from.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        change(document);
        var path = Path.Combine(Running.Folder, name);
        await File.WriteAllTextAsync(path, document.ToJsonString());
        return path;
    }

    private Task<CliOutcome> RunAsync(string word, params string[] more) => OperatorSubjects.RunAsync(
        Running, ["documents", word, .. more, .. word == "publish" ? ["--why", "new prices"] : Array.Empty<string>()]);
}
