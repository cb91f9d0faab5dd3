using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Leb.Partner.V1;
using Partner.Sandbox.Issuer;
using Partner.Sandbox.Notices;
using Partner.Sandbox.Seed;
using Partner.Server.Telemetry;
using Partner.Server.Tests.EndToEnd.Reminders;
using Partner.Server.Tests.EndToEnd.Renewals;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Telemetry;

/// <summary>The table of metrics, the instruments of the code and the page that people read say the same.</summary>
public sealed partial class MetricTableTests : IDisposable
{
    private readonly ConcurrentDictionary<string, Instrument> _instruments = new();
    private readonly ConcurrentBag<(string Name, KeyValuePair<string, object?>[] Labels, double Value)> _seen = [];
    private readonly MeterListener _listener = new();

    public MetricTableTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == MetricTable.Source)
            {
                _instruments[instrument.Name] = instrument;
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((one, value, labels, _) => Note(one, labels, value));
        _listener.SetMeasurementEventCallback<long>((one, value, labels, _) => Note(one, labels, value));
        _listener.SetMeasurementEventCallback<double>((one, value, labels, _) => Note(one, labels, value));
        _listener.Start();
    }

    [Fact]
    public async Task Every_metric_of_the_table_is_measured_and_no_other_with_the_labels_of_the_table()
    {
        await using var server = await RunningServer.StartAsync(settings => RadarScene.Quick(settings) with
        {
            ObservedFloats = [DemoData.PartnerId],
        });
        await SellReverseAndFailAsync(server);
        await RadarScene.PlantAsync(
            server.Store, DemoData.PartnerId, RadarScene.EndsTomorrow(Core.Cards.CardType.Travel), "travel-1m",
            "98.00 CNY");
        await Eventually.SeeAsync(
            () =>
            {
                _listener.RecordObservableInstruments();

                // What only counts mishaps is silent while there are none.
                return Task.FromResult(string.Join(", ", MetricTable.All
                    .Except([MetricTable.GroupCommitConflicts, MetricTable.GroupCommitTurnedAway])
                    .Where(fact => _seen.All(one => one.Name != fact.Name)).Select(fact => fact.Name)));
            },
            missing => missing.Length == 0);

        Assert.Equal(
            MetricTable.All.Select(fact => (fact.Name, fact.Kind, fact.Unit, fact.Meaning)).Order(),
            _instruments.Values.Select(one => (one.Name, KindOf(one), one.Unit!, one.Description!)).Order());
        foreach (var (name, labels, _) in _seen)
        {
            var fact = MetricTable.All.Single(one => one.Name == name);
            Assert.Equal(fact.Labels.Order(), labels.Select(label => label.Key).Order());
            Assert.All(labels, label => Assert.Matches(Closed(), (string)label.Value!));
        }
    }

    [Fact]
    public async Task Sales_are_counted_once_by_state_type_and_reason()
    {
        await using var server = await RunningServer.StartAsync();
        var before = Count("leb.top_ups", "succeeded", "travel");
        var demo = await server.ConnectDemoAsync();

        await demo.SellAsync(Sale.Of(Sale.NewCard(Core.Cards.CardType.Travel), "plans/travel-1d"));
        await demo.SellAsync(Sale.Of(Sale.NewCard(Core.Cards.CardType.Travel), "plans/travel-1d"));

        Assert.Equal(before + 2, Count("leb.top_ups", "succeeded", "travel"));
        Assert.True(Count("leb.top_up.time_to_final", "succeeded", "travel") > 0);
    }

    [Fact]
    public async Task A_gauge_of_the_database_is_silent_while_the_database_is_down_and_throws_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Store.DisposeAsync();

        _listener.RecordObservableInstruments();

        Assert.Contains(_seen, one => one.Name == MetricTable.CertificateDays.Name);
    }

    [Fact]
    public void The_page_shows_the_table()
    {
        var page = File.ReadAllText(Path.Combine(Repository(), "src", "README.md"));
        var start = page.IndexOf("<!-- metrics: checked against MetricTable -->", StringComparison.Ordinal);
        var end = page.IndexOf("<!-- end of metrics -->", StringComparison.Ordinal);
        Assert.True(start > 0 && end > start, "src/README.md has no table of metrics.");

        var rows = page[start..end].Split('\n').Where(line => line.StartsWith("| `leb.", StringComparison.Ordinal));

        Assert.Equal(MetricTable.All.Select(Row), rows);
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static string Row(MetricFact fact) =>
        $"| `{fact.Name}` | {fact.Kind.ToString().ToLowerInvariant()} | `{fact.Unit}` | {fact.Meaning} | "
        + $"{string.Join(", ", fact.Labels.Select(label => $"`{label}`"))} |";

    private static async Task IssueAnewAsync(TestClient demo)
    {
        var card = new CardRef { Iccid = Sale.NewCard(Core.Cards.CardType.Travel) };
        await demo.SellAsync(Sale.Of(card.Iccid, "plans/travel-1d"));
        await demo.Esims.ReissueInstallationAsync(
            new ReissueInstallationRequest
            {
                RequestId = Sale.NewRequestId(), Card = card,
                IdCheck = new IdCheck { DocumentType = IdDocumentType.Passport, LastFour = "1234" },
            },
            TestClient.In("en"));
    }

    private static async Task SellReverseAndFailAsync(RunningServer server)
    {
        var demo = await server.ConnectDemoAsync();

        // Only the card of a sale that stands is compared with its promise; only one with a number sends a message.
        await demo.SellAsync(Sale.Of().With(sale => sale.NotifyPhone = SandboxNumbers.Arrives));
        await IssueAnewAsync(demo);
        var sold = await demo.SellAsync(Sale.Of());
        await demo.TopUps.ReverseTopUpAsync(
            new ReverseTopUpRequest { RequestId = Sale.NewRequestId(), TopUp = sold.Name }, TestClient.In("en"));
        await demo.SellAsync(Sale.OnSandboxCard(SandboxCards.CardBlocked));
        await demo.SellAsync(Sale.Of().With(sale => sale.Coupon = "GIFTMONTH"));
        var silent = await demo.SellAsync(Sale.OnSandboxCard(SandboxCards.NeverAnswers, waitSeconds: 0));
        await Eventually.SeeAsync(() => demo.GetAsync(silent.Name), topUp => topUp.InDoubtSince is not null);
        await demo.Arrivals.ReportNotArrivedAsync(
            new ReportNotArrivedRequest { TopUp = sold.Name }, TestClient.In("en"));
        await RenewalScene.CreateAsync(demo, RenewalScene.Of(Sale.NewCard(Core.Cards.CardType.RegistrationEsim)));
        await demo.TopUps.CreateTopUpAsync(new CreateTopUpRequest(), TestClient.In("en")).AsErrorAsync();
    }

    private static MetricKind KindOf(Instrument instrument) => instrument switch
    {
        Counter<long> => MetricKind.Counter,
        Histogram<int> or Histogram<double> => MetricKind.Histogram,
        { IsObservable: true } => MetricKind.Gauge,
        _ => throw new InvalidOperationException($"{instrument.Name} is of no kind that the table knows."),
    };

    private double Count(string name, string state, string type) => _seen
        .Where(one => one.Name == name
            && one.Labels.Contains(new("leb.state", state))
            && one.Labels.Contains(new("leb.card_type", type)))
        .Sum(one => one.Value);

    private void Note(Instrument one, ReadOnlySpan<KeyValuePair<string, object?>> labels, double value) =>
        _seen.Add((one.Name, labels.ToArray(), value));

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Partner.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex("^([a-z_]{2,40}|CNY)$")]
    private static partial Regex Closed();
}
