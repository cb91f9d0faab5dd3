using System.Net;
using System.Text;
using Partner.Core.TopUps;
using Partner.Sandbox.Issuer;
using Partner.Server.Issuer;
using Partner.Server.Issuer.Wire;

namespace Partner.Server.Tests.Issuer;

/// <summary>The simulated issuer as a witness: each id once, and durable before it is acknowledged.</summary>
public sealed class SimulatedIssuerTests
{
    private const string OrderStart =
        """{"id":"T1","logicalResource":{"value":"8986030000000000014"},"product":{"id":"p"},""";

    [Fact]
    public async Task The_same_id_again_gets_the_same_answer_also_after_a_restart()
    {
        await using var bench = await SandboxBench.StartAsync();
        var order = SandboxBench.TopUp(SandboxCards.Success);

        var first = await bench.Gateway.TopUpAsync(order, default);
        var repeat = await bench.Gateway.TopUpAsync(order, default);
        await bench.RestartAsync();
        var afterRestart = await bench.Gateway.TopUpAsync(order, default);

        Assert.Equal(IssuerVerdict.Accepted, first.Verdict);
        Assert.Equal(first, repeat);
        Assert.Equal(first, afterRestart);
        Assert.Single(await File.ReadAllLinesAsync(await StopAndKeepAsync(bench)));
    }

    [Theory]
    [InlineData("T1", SandboxCards.AnswerCutOff, "phone-100", 10_000, "CNY")]
    [InlineData("T1", SandboxCards.Success, "phone-50", 10_000, "CNY")]
    [InlineData("T1", SandboxCards.Success, "phone-100", 10_001, "CNY")]
    [InlineData("T1", SandboxCards.Success, "phone-100", 10_000, "USD")]
    public async Task The_same_id_for_another_order_is_a_conflict_and_changes_nothing(
        string id, string card, string product, long amount, string currency)
    {
        await using var bench = await SandboxBench.StartAsync();
        await bench.Gateway.TopUpAsync(SandboxBench.TopUp(SandboxCards.Success), default);
        var before = await bench.FindAsync("T1");

        var body = $$$"""
            {"id":"{{{id}}}","logicalResource":{"value":"{{{card}}}"},"product":{"id":"{{{product}}}"},
             "amount":{"minorUnits":{{{amount}}},"currency":"{{{currency}}}"}}
            """;
        using var response = await PostAsync(bench, body);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("""{"id":"T1","code":"ID_CONFLICT"}""", await response.Content.ReadAsStringAsync());
        Assert.Equal(before, await bench.FindAsync("T1"));
    }

    [Fact]
    public async Task A_withdrawn_id_is_refused_for_ever_also_after_a_restart()
    {
        await using var bench = await SandboxBench.StartAsync();

        Assert.Equal(IssuerVerdict.Withdrawn, (await bench.Gateway.WithdrawAsync("T1", default)).Verdict);
        await bench.RestartAsync();
        var order = await bench.Gateway.TopUpAsync(SandboxBench.TopUp(SandboxCards.Success), default);

        Assert.Equal(IssuerVerdict.Withdrawn, order.Verdict);
        Assert.Equal(IssuerVerdict.Withdrawn, (await bench.Gateway.QueryAsync("T1", default)).Verdict);
        Assert.Equal("Withdrawn 1", await bench.RecordOfAsync("T1"));
    }

    [Fact]
    public async Task A_withdrawal_after_the_application_says_that_it_was_applied()
    {
        await using var bench = await SandboxBench.StartAsync();
        var applied = await bench.Gateway.TopUpAsync(SandboxBench.TopUp(SandboxCards.Success), default);

        Assert.Equal(applied, await bench.Gateway.WithdrawAsync("T1", default));
        Assert.Equal("Applied 1", await bench.RecordOfAsync("T1"));
    }

    [Fact]
    public async Task A_withdrawn_reversal_leaves_the_top_up_applied()
    {
        await using var bench = await SandboxBench.StartAsync();
        await bench.Gateway.TopUpAsync(SandboxBench.TopUp(SandboxCards.Success), default);

        await bench.Gateway.WithdrawAsync("R1", default);
        var reversal = await bench.Gateway.ReverseAsync(
            new IssuerReversal(new ReversalId("R1"), new TopUpId("T1")), default);

        Assert.Equal(IssuerVerdict.Withdrawn, reversal.Verdict);
        Assert.Equal("Applied 1", await bench.RecordOfAsync("T1"));
    }

    [Fact]
    public async Task A_reversal_of_what_was_never_applied_is_refused()
    {
        await using var bench = await SandboxBench.StartAsync();
        var answer = await bench.Gateway.ReverseAsync(
            new IssuerReversal(new ReversalId("R1"), new TopUpId("T1")), default);
        Assert.Equal((IssuerVerdict.Declined, "TOPUP_NOT_APPLIED"), (answer.Verdict, answer.Detail));
    }

    [Fact]
    public async Task An_id_that_was_never_heard_of_is_not_found()
    {
        await using var bench = await SandboxBench.StartAsync();
        Assert.Equal(IssuerVerdict.NotFound, (await bench.Gateway.QueryAsync("T1", default)).Verdict);
        Assert.Null(await bench.FindAsync("T1"));
    }

    [Fact]
    public async Task Many_callers_at_once_each_get_their_order_applied_once()
    {
        await using var bench = await SandboxBench.StartAsync();
        var orders = Enumerable.Range(0, 600).Select(n => SandboxBench.TopUp(SandboxCards.Success, $"T{n % 200}"));

        var answers = await Task.WhenAll(orders.Select(order => bench.Gateway.TopUpAsync(order, default)));
        var records = new List<IssuerRecord>();
        await foreach (var record in bench.Records.ReadAllAsync(default))
        {
            records.Add(record);
        }

        Assert.All(answers, answer => Assert.Equal(IssuerVerdict.Accepted, answer.Verdict));
        Assert.Equal(200, answers.Select(answer => answer.Reference).Distinct().Count());
        Assert.Equal(200, records.Count);
        Assert.All(records, record => Assert.Equal("Applied 3", $"{record.State} {record.TimesReceived}"));
        Assert.Equal(200, (await File.ReadAllLinesAsync(await StopAndKeepAsync(bench))).Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"id":"T1"}""")]
    [InlineData(OrderStart + "\"amount\":{\"minorUnits\":0,\"currency\":\"CNY\"}}")]
    [InlineData(OrderStart + "\"amount\":{\"minorUnits\":0.5,\"currency\":\"CNY\"}}")]
    [InlineData(OrderStart + "\"amount\":{\"minorUnits\":100}}")]
    [InlineData(OrderStart + "\"id\":\"T2\",\"amount\":{\"minorUnits\":100,\"currency\":\"CNY\"}}")]
    public async Task A_malformed_order_is_a_bad_request_and_leaves_no_trace(string body)
    {
        await using var bench = await SandboxBench.StartAsync();

        using var response = await PostAsync(bench, body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("none", await bench.RecordOfAsync("T1"));
    }

    [Fact]
    public async Task Two_issuers_cannot_share_a_log()
    {
        await using var bench = await SandboxBench.StartAsync();
        await Assert.ThrowsAsync<IOException>(() => SimulatedIssuer.StartAsync(bench.Options, default));
    }

    private static async Task<HttpResponseMessage> PostAsync(SandboxBench bench, string body)
    {
        using var http = new HttpClient();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await http.PostAsync(new Uri(bench.Url, "prepayBalanceManagement/v4/topupBalance"), content);
    }

    /// <summary>Stops the issuer so that its log can be read, and copies it to where it survives a restart.</summary>
    private static async Task<string> StopAndKeepAsync(SandboxBench bench)
    {
        var copy = bench.LogPath + ".copy";
        await bench.RestartAsync(log => File.Copy(log, copy));
        return copy;
    }
}
