using Google.Protobuf.WellKnownTypes;
using Leb.Partner.V1;
using Partner.Benchmarks.Harness;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Telemetry;

/// <summary>One trace shows a top-up's whole route, as a receiver of the exports sees it.</summary>
public sealed class RouteTraceTests
{
    private const string Call = "leb.partner.v1.TopUpService/CreateTopUp";
    private static CancellationToken Patience => new CancellationTokenSource(4 * Eventually.Longest).Token;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sale_that_the_issuer_takes_at_the_second_attempt_is_one_trace(bool grpc)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var bed = await TestBed.CreateAsync(1, Patience);
        var (process, address) = await bed.ServeAsync(0, [], Patience, receiver.Variables(grpc));
        await using var ends = process;
        using var pool = new ClientPool(bed, address, 1);

        var answer = await SellAsync(pool, SandboxCards.ServerErrorThenSuccess, waitSeconds: 10);

        Assert.Equal(TopUpState.Succeeded, answer.State);
        var trace = await Eventually.SeeAsync(
            () => TraceOf(receiver), spans => spans.Exists(span => span.Parent == ""));
        var call = One(trace, Call);
        Assert.Equal(
            ("grpc", "leb.partner.v1.TopUpService", "CreateTopUp", "0"),
            (call["rpc.system"], call["rpc.service"], call["rpc.method"], call["rpc.grpc.status_code"]));
        AssertChild(call, One(trace, "top_up.price"));
        var decision = One(trace, "top_up.decide_and_save");
        AssertChild(call, decision);
        Assert.Equal("reserve", decision["leb.decision"]);
        var save = One(trace, "TopUps.Save");
        AssertChild(decision, save);
        Assert.Equal(("sqlite", "TopUps.Save"), (save["db.system.name"], save["db.operation.name"]));
        Assert.Contains(trace, span => span.Span.Name == "COMMIT" && span.Parent == save.Id);
        var work = One(trace, "issuer.work");
        AssertChild(call, work);
        var asked = One(trace, "issuer.call");
        AssertChild(work, asked);
        Assert.Equal(("top_up", "accepted"), (asked["leb.operation"], asked["leb.verdict"]));
        Assert.Contains(asked.Span.Events, happened => happened.Name == "retry");
        var attempts = trace.Where(span => span.Source == "System.Net.Http" && span.Parent == asked.Id).ToList();
        Assert.Equal(["201", "500"], attempts.Select(span => span["http.response.status_code"]).Order());
        AssertChild(work, One(trace, "TopUps.Settle"));
        Assert.Equal("test, floor 2", receiver.Resource("deployment.environment.name"));
        Assert.Equal("leb-partner", receiver.Resource("service.name"));
    }

    [Fact]
    public async Task A_sale_that_another_process_finishes_is_still_one_trace()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var bed = await TestBed.CreateAsync(1, Patience);
        var (issuer, issuerUrl) = await bed.StartIssuerAsync(0, [], Patience);
        await using var issuerEnds = issuer;
        string[] options = ["--issuer", issuerUrl.ToString(), "--lease", "1", "--reconcile-every", "1"];
        var (first, address) = await bed.ServeAsync(0, options, Patience, receiver.Variables());
        TopUp saved;
        using (var pool = new ClientPool(bed, address, 1))
        {
            saved = await SellAsync(pool, SandboxCards.TimeoutAfterApplying, waitSeconds: 0);
        }

        Assert.Equal(TopUpState.Processing, saved.State);
        var before = One(
            await Eventually.SeeAsync(() => TraceOf(receiver), spans => spans.Exists(span => span.Span.Name == Call)),
            Call);
        await first.KillAsync();
        await first.DisposeAsync();
        var (second, _) = await bed.ServeAsync(0, options, Patience, receiver.Variables());
        await using var secondEnds = second;

        var trace = await Eventually.SeeAsync(
            () => TraceOf(receiver), spans => spans.Exists(span => span.Span.Name == "TopUps.Settle"));
        Assert.Equal(2, trace.Select(span => span.Instance).Distinct().Count());
        var settle = trace.Last(span => span.Span.Name == "TopUps.Settle");
        Assert.NotEqual(before.Instance, settle.Instance);
        var round = await Eventually.SeeAsync(
            async () => (await TraceOf(receiver)).LastOrDefault(span => span.Id == settle.Parent),
            span => span is not null);
        Assert.Equal(("issuer.work", before.Id), (round!.Span.Name, round.Parent));
        Assert.Equal(("true", before.Trace), (round["leb.possibly_sent"], round.Trace));
        Assert.Contains(await TraceOf(receiver), span => span["leb.operation"] == "query" && span.Parent == round.Id);
    }

    [PostgresFact]
    public async Task On_PostgreSQL_the_drivers_own_spans_are_in_the_transaction()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var bed = await TestBed.CreateAsync(1, Patience, await PostgresFactAttribute.NewDatabaseAsync());
        var (process, address) = await bed.ServeAsync(0, ["--health-port", "0"], Patience, receiver.Variables());
        await using var ends = process;
        using var pool = new ClientPool(bed, address, 1);

        var answer = await SellAsync(pool, SandboxCards.Success, waitSeconds: 10);

        Assert.Equal(TopUpState.Succeeded, answer.State);
        var trace = await Eventually.SeeAsync(
            () => TraceOf(receiver), spans => spans.Exists(span => span.Parent == ""));
        var save = One(trace, "TopUps.Save");
        Assert.Equal("postgresql", save["db.system.name"]);
        var commit = trace.Single(span => span.Span.Name == "COMMIT" && span.Parent == save.Id);
        Assert.Contains(trace, span => span.Source == "Npgsql" && span.Parent == commit.Id);
        Assert.DoesNotContain(SandboxCards.Success, receiver.Everything(), StringComparison.Ordinal);
        Assert.DoesNotContain("Password", receiver.Everything(), StringComparison.OrdinalIgnoreCase);
        using var http = new HttpClient();
        var health = process.Lines.Single(line => line.StartsWith("Health: ", StringComparison.Ordinal)).Split(' ')[1];
        var ready = new Uri(new Uri(health), "/health/ready");
        await Eventually.SeeAsync(() => http.GetAsync(ready, Patience), answer => answer.IsSuccessStatusCode);
        await Eventually.SeeAsync(
            () => Task.FromResult(receiver.Metrics().Any(one => one.Name == "leb.queue.depth")), came => came);
    }

    private static async Task<TopUp> SellAsync(ClientPool pool, string card, int waitSeconds) =>
        (await pool.Clients[0].CreateTopUpAsync(
            Sale.OnSandboxCard(card).With(sale => sale.Wait = Duration.FromTimeSpan(TimeSpan.FromSeconds(waitSeconds))),
            deadline: null,
            cancellationToken: Patience)).TopUp;

    /// <summary>All spans of the one trace that the call belongs to.</summary>
    private static Task<List<SeenSpan>> TraceOf(OtlpReceiver receiver)
    {
        var spans = receiver.Spans();
        var trace = spans.FirstOrDefault(span => span.Span.Name is Call or "TopUps.Save")?.Trace;
        return Task.FromResult(spans.Where(span => span.Trace == trace).ToList());
    }

    private static SeenSpan One(List<SeenSpan> trace, string name)
    {
        var found = trace.Where(span => span.Span.Name == name).ToList();
        Assert.True(found.Count == 1, $"{found.Count} × {name} in:\n{string.Join('\n', trace)}");
        return found[0];
    }

    private static void AssertChild(SeenSpan parent, SeenSpan child) => Assert.Equal(parent.Id, child.Parent);
}
