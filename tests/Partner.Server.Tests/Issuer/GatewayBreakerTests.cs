using Partner.Core.TopUps;
using Partner.Server.Issuer;
using Partner.Server.Issuer.Wire;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Issuer;

/// <summary>The circuit breaker, with single attempts so that each call is one attempt.</summary>
public sealed class GatewayBreakerTests
{
    private static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly string Refusal =
        $$"""{"id":"{{ScriptedIssuer.Id}}","status":"failed","code":"CARD_BLOCKED"}""";

    private readonly ManualTimeProvider _clock = new();
    private volatile bool _failing;

    [Theory]
    [InlineData(10, 10, false)]
    [InlineData(11, 9, true)]
    [InlineData(0, 19, true)]
    [InlineData(0, 20, false)]
    [InlineData(9, 10, true)]
    public async Task It_opens_when_half_of_at_least_twenty_attempts_fail(int good, int bad, bool staysClosed)
    {
        await using var issuer = await StartAsync();
        using var gateway = ScriptedIssuer.Gateway(issuer.Url, _clock);

        await TopUpAsync(gateway, good, failing: false);
        await TopUpAsync(gateway, bad, failing: true);

        Assert.Equal(staysClosed, gateway.AcceptsWork);
    }

    [Fact]
    public async Task It_forgets_what_is_older_than_ten_seconds()
    {
        await using var issuer = await StartAsync();
        using var gateway = ScriptedIssuer.Gateway(issuer.Url, _clock);

        await TopUpAsync(gateway, 19, failing: true);
        _clock.Advance(TimeSpan.FromSeconds(11));
        await TopUpAsync(gateway, 19, failing: true);

        Assert.True(gateway.AcceptsWork);
    }

    [Fact]
    public async Task Refusals_of_the_issuer_are_no_failures()
    {
        await using var issuer = await ScriptedIssuer.StartAsync(422, Refusal);
        using var gateway = ScriptedIssuer.Gateway(issuer.Url, _clock);

        await TopUpAsync(gateway, 40, failing: false);

        Assert.True(gateway.AcceptsWork);
    }

    [Fact]
    public async Task Refused_connections_are_failures()
    {
        using var gateway = ScriptedIssuer.Gateway(ScriptedIssuer.NobodyThere(), _clock);

        await TopUpAsync(gateway, 20, failing: true);

        Assert.False(gateway.AcceptsWork);
    }

    [Fact]
    public async Task While_it_is_open_orders_are_not_sent_and_queries_are()
    {
        await using var issuer = await StartAsync();
        using var gateway = ScriptedIssuer.Gateway(issuer.Url, _clock);
        await TopUpAsync(gateway, 20, failing: true);
        _failing = false;

        var order = await gateway.TopUpAsync(ScriptedIssuer.Order, default);
        var sent = issuer.Requests;
        var query = await gateway.QueryAsync(ScriptedIssuer.Id, default);

        Assert.Equal(new IssuerAnswer(IssuerVerdict.NotSent, Detail: "breaker open"), order);
        Assert.Equal(20, sent);
        Assert.Equal(IssuerVerdict.Accepted, query.Verdict);
    }

    [Fact]
    public async Task After_the_break_work_is_accepted_and_a_good_probe_closes_it()
    {
        await using var issuer = await StartAsync();
        using var gateway = ScriptedIssuer.Gateway(issuer.Url, _clock);
        await TopUpAsync(gateway, 20, failing: true);

        _clock.Advance(BreakDuration - TimeSpan.FromMilliseconds(1));
        Assert.False(gateway.AcceptsWork);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(gateway.AcceptsWork);
        _failing = false;
        var probe = await gateway.TopUpAsync(ScriptedIssuer.Order, default);

        Assert.Equal(IssuerVerdict.Accepted, probe.Verdict);
        Assert.True(gateway.AcceptsWork);
    }

    [Fact]
    public async Task A_bad_probe_opens_it_again()
    {
        await using var issuer = await StartAsync();
        using var gateway = ScriptedIssuer.Gateway(issuer.Url, _clock);
        await TopUpAsync(gateway, 20, failing: true);

        _clock.Advance(BreakDuration);
        await TopUpAsync(gateway, 1, failing: true);

        Assert.False(gateway.AcceptsWork);
        Assert.Equal(IssuerVerdict.NotSent, (await gateway.TopUpAsync(ScriptedIssuer.Order, default)).Verdict);
    }

    [Fact]
    public async Task During_the_probe_new_work_is_kept_back_and_what_came_already_waits_for_its_result()
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var issuer = await ScriptedIssuer.StartAsync(async (http, request) =>
        {
            if (request <= 20)
            {
                http.Response.StatusCode = 500;
                return;
            }

            await answered.Task;
            await ScriptedIssuer.AcceptAsync(http);
        });
        using var gateway = ScriptedIssuer.Gateway(
            issuer.Url, _clock, basic => basic with { Attempts = 3 });
        await FailTwentyAttemptsAsync(gateway);

        _clock.Advance(BreakDuration);
        var probe = gateway.TopUpAsync(ScriptedIssuer.Order, default);
        await issuer.ReceivedAsync(21);
        Assert.False(gateway.AcceptsWork);
        var other = gateway.TopUpAsync(ScriptedIssuer.Order, default);
        await _clock.NextTimerAsync(LongestPause);
        answered.SetResult();

        Assert.Equal(IssuerVerdict.Accepted, (await probe).Verdict);
        await _clock.FireNextAsync(LongestPause);
        Assert.Equal(IssuerVerdict.Accepted, (await other).Verdict);
        Assert.True(gateway.AcceptsWork);
    }

    [Fact]
    public async Task Broken_look_ups_do_not_stop_sales()
    {
        await using var issuer = await ScriptedIssuer.StartAsync((http, _) => http.Request.Method == "GET"
            ? ScriptedIssuer.AnswerAsync(http, 500, string.Empty)
            : ScriptedIssuer.AcceptAsync(http));
        using var gateway = ScriptedIssuer.Gateway(issuer.Url, _clock, basic => basic with { LookupAttempts = 1 });

        for (var i = 0; i < 20; i++)
        {
            await gateway.GetCardAsync(ScriptedIssuer.Order.Card, default);
        }

        var lookup = await gateway.GetCardAsync(ScriptedIssuer.Order.Card, default);
        var order = await gateway.TopUpAsync(ScriptedIssuer.Order, default);

        Assert.Equal(new IssuerCardAnswer(IssuerCardVerdict.Unavailable, Detail: "breaker open"), lookup);
        Assert.Equal(IssuerVerdict.Accepted, order.Verdict);
        Assert.True(gateway.AcceptsWork);
    }

    /// <summary>Twenty calls whose first attempts fail; their second ones find the breaker open.</summary>
    private async Task FailTwentyAttemptsAsync(HttpIssuerGateway gateway)
    {
        var calls = Enumerable.Range(0, 20).Select(_ => gateway.TopUpAsync(ScriptedIssuer.Order, default)).ToArray();
        await _clock.NextTimerAsync(LongestPause, count: 20);
        _clock.Advance(LongestPause);
        await Task.WhenAll(calls);
    }

    private Task<ScriptedIssuer> StartAsync() => ScriptedIssuer.StartAsync((http, _) => _failing
        ? ScriptedIssuer.AnswerAsync(http, 500, string.Empty)
        : ScriptedIssuer.AnswerAsync(http, 200, ScriptedIssuer.Completed));

    private async Task TopUpAsync(HttpIssuerGateway gateway, int times, bool failing)
    {
        _failing = failing;
        for (var i = 0; i < times; i++)
        {
            await gateway.TopUpAsync(ScriptedIssuer.Order, default);
        }
    }
}
