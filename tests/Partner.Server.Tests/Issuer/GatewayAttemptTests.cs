using Partner.Core.TopUps;
using Partner.Server.Issuer;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Issuer;

/// <summary>Attempts: time-out, repeating, and what is known after several of them.</summary>
public sealed class GatewayAttemptTests
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void The_defaults_are_those_of_the_design()
    {
        var options = new IssuerOptions { BaseUrl = new Uri("http://issuer/") };
        Assert.Equal(TimeSpan.FromSeconds(5), options.AttemptTimeout);
        Assert.Equal(3, options.Attempts);
        Assert.Equal(50, options.BreakerFailurePercent);
        Assert.Equal(20, options.BreakerMinimumAttempts);
        Assert.Equal(TimeSpan.FromSeconds(10), options.BreakerWindow);
        Assert.Equal(TimeSpan.FromSeconds(5), options.BreakDuration);
        Assert.Equal(64, options.OrdersAtOnce);
        Assert.Equal(1024, options.OrdersQueued);
        Assert.Equal(TimeSpan.FromSeconds(5), options.QueueWait);
        Assert.Equal(16, options.QueriesAtOnce);
    }

    [Fact]
    public async Task A_failing_order_is_sent_three_times_with_the_same_content()
    {
        await using var issuer = await ScriptedIssuer.StartAsync(500, string.Empty);
        using var gateway = Gateway(issuer.Url);

        var call = gateway.TopUpAsync(ScriptedIssuer.Order, default);
        await _clock.FireNextAsync(LongestPause);
        await _clock.FireNextAsync(LongestPause);
        var answer = await call;

        Assert.Equal(IssuerVerdict.Unknown, answer.Verdict);
        Assert.Equal(3, issuer.Requests);
        Assert.Equal(
            "POST /prepayBalanceManagement/v4/topupBalance "
            + $$$"""{"id":"{{{ScriptedIssuer.Id}}}","logicalResource":{"value":"8986030000000000014"},"""
            + "\"product\":{\"id\":\"phone-100\"},\"amount\":{\"minorUnits\":10000,\"currency\":\"CNY\"}}",
            Assert.Single(issuer.Seen.Distinct()));
    }

    [Fact]
    public async Task A_repeat_that_succeeds_settles_the_order()
    {
        await using var issuer = await ScriptedIssuer.StartAsync((http, request) =>
            request == 1 ? ScriptedIssuer.AnswerAsync(http, 503, string.Empty) : ScriptedIssuer.AcceptAsync(http));
        using var gateway = Gateway(issuer.Url);

        var call = gateway.TopUpAsync(ScriptedIssuer.Order, default);
        await _clock.FireNextAsync(LongestPause);

        Assert.Equal(new IssuerAnswer(IssuerVerdict.Accepted, "R1"), await call);
    }

    [Theory]
    [InlineData(201, "completed", IssuerVerdict.Accepted)]
    [InlineData(422, "failed", IssuerVerdict.Declined)]
    [InlineData(410, "cancelled", IssuerVerdict.Withdrawn)]
    public async Task A_definite_answer_is_never_asked_for_again(int status, string word, IssuerVerdict expected)
    {
        await using var issuer = await ScriptedIssuer.StartAsync(
            status, $$"""{"id":"{{ScriptedIssuer.Id}}","status":"{{word}}","code":"CARD_BLOCKED"}""");
        using var gateway = Gateway(issuer.Url);

        var answer = await gateway.TopUpAsync(ScriptedIssuer.Order, default);

        Assert.Equal(expected, answer.Verdict);
        Assert.Equal(1, issuer.Requests);
    }

    [Fact]
    public async Task Each_attempt_is_given_up_after_five_seconds()
    {
        await using var issuer = await ScriptedIssuer.StartAsync((http, _) => ScriptedIssuer.HangAsync(http));
        using var gateway = Gateway(issuer.Url);

        var call = gateway.TopUpAsync(ScriptedIssuer.Order, default);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await issuer.ReceivedAsync(attempt);
            Assert.Equal(AttemptTimeout, await _clock.NextTimerAsync(AttemptTimeout));
            _clock.Advance(AttemptTimeout);
            if (attempt < 3)
            {
                await _clock.FireNextAsync(LongestPause);
            }
        }

        Assert.Equal(new IssuerAnswer(IssuerVerdict.Unknown, Detail: "timed out"), await call);
        Assert.Equal(3, issuer.Requests);
    }

    [Fact]
    public async Task Queries_and_withdrawals_are_tried_twice()
    {
        await using var issuer = await ScriptedIssuer.StartAsync(500, string.Empty);
        using var gateway = Gateway(issuer.Url);

        var query = gateway.QueryAsync(ScriptedIssuer.Id, default);
        await _clock.FireNextAsync(LongestPause);
        Assert.Equal(IssuerVerdict.Unknown, (await query).Verdict);
        Assert.Equal(2, issuer.Requests);

        var withdrawal = gateway.WithdrawAsync(ScriptedIssuer.Id, default);
        await _clock.FireNextAsync(LongestPause);
        Assert.Equal(IssuerVerdict.Unknown, (await withdrawal).Verdict);
        Assert.Equal(4, issuer.Requests);
    }

    [Fact]
    public async Task Nothing_was_sent_when_every_attempt_finds_the_port_closed()
    {
        using var gateway = Gateway(ScriptedIssuer.NobodyThere());

        var call = gateway.TopUpAsync(ScriptedIssuer.Order, default);
        await _clock.FireNextAsync(LongestPause);
        await _clock.FireNextAsync(LongestPause);

        Assert.Equal(new IssuerAnswer(IssuerVerdict.NotSent, Detail: "ConnectionError"), await call);
    }

    [Fact]
    public async Task An_attempt_that_may_have_arrived_outweighs_later_ones_that_were_not_sent()
    {
        var issuer = await ScriptedIssuer.StartAsync(500, string.Empty);
        using var gateway = Gateway(issuer.Url);

        var call = gateway.TopUpAsync(ScriptedIssuer.Order, default);
        await _clock.NextTimerAsync(LongestPause);
        await issuer.DisposeAsync(); // from here on connections are refused
        await _clock.FireNextAsync(LongestPause);
        await _clock.FireNextAsync(LongestPause);

        Assert.Equal(new IssuerAnswer(IssuerVerdict.Unknown, Detail: "ConnectionError"), await call);
        Assert.Equal(1, issuer.Requests);
    }

    [Fact]
    public async Task An_attempt_that_may_have_arrived_outweighs_a_breaker_that_opened_meanwhile()
    {
        await using var issuer = await ScriptedIssuer.StartAsync(500, string.Empty);
        using var gateway = Gateway(issuer.Url, options => options with { BreakerMinimumAttempts = 2 });

        var call = gateway.TopUpAsync(ScriptedIssuer.Order, default);
        await _clock.FireNextAsync(LongestPause);
        await _clock.FireNextAsync(LongestPause); // the breaker has opened; the third attempt is kept back

        Assert.Equal(new IssuerAnswer(IssuerVerdict.Unknown, Detail: "breaker open"), await call);
        Assert.Equal(2, issuer.Requests);
        Assert.False(gateway.AcceptsWork);
    }

    [Fact]
    public async Task A_shutdown_leaves_in_doubt_what_was_sent()
    {
        await using var issuer = await ScriptedIssuer.StartAsync((http, _) => ScriptedIssuer.HangAsync(http));
        using var gateway = Gateway(issuer.Url);
        using var shutdown = new CancellationTokenSource();

        var call = gateway.TopUpAsync(ScriptedIssuer.Order, shutdown.Token);
        await issuer.ReceivedAsync(1);
        await shutdown.CancelAsync();

        Assert.Equal(new IssuerAnswer(IssuerVerdict.Unknown, Detail: "stopping"), await call);
    }

    [Fact]
    public async Task A_shutdown_leaves_unsent_what_had_not_left()
    {
        await using var issuer = await ScriptedIssuer.StartAsync(201, ScriptedIssuer.Completed);
        using var gateway = Gateway(issuer.Url);

        var answer = await gateway.TopUpAsync(ScriptedIssuer.Order, new CancellationToken(canceled: true));

        Assert.Equal(new IssuerAnswer(IssuerVerdict.NotSent, Detail: "stopping"), answer);
        Assert.Equal(0, issuer.Requests);
    }

    [Fact]
    public async Task A_shutdown_between_two_attempts_leaves_the_order_in_doubt()
    {
        await using var issuer = await ScriptedIssuer.StartAsync(500, string.Empty);
        using var gateway = Gateway(issuer.Url);
        using var shutdown = new CancellationTokenSource();

        var call = gateway.TopUpAsync(ScriptedIssuer.Order, shutdown.Token);
        await _clock.NextTimerAsync(LongestPause);
        await shutdown.CancelAsync();

        Assert.Equal(IssuerVerdict.Unknown, (await call).Verdict);
        Assert.Equal(1, issuer.Requests);
    }

    private HttpIssuerGateway Gateway(Uri url, Func<IssuerOptions, IssuerOptions>? options = null) =>
        ScriptedIssuer.Gateway(url, _clock, basic =>
        {
            var standard = new IssuerOptions { BaseUrl = basic.BaseUrl };
            return options?.Invoke(standard) ?? standard;
        });
}
