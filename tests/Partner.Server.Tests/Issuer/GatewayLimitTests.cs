using Microsoft.AspNetCore.Http;
using Partner.Core.TopUps;
using Partner.Server.Issuer;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Issuer;

/// <summary>The concurrency limit and the queue in front of it.</summary>
public sealed class GatewayLimitTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ScriptedIssuer _issuer = null!;
    private int _atOnce;
    private int _most;

    public async Task InitializeAsync() => _issuer = await ScriptedIssuer.StartAsync(AnswerAsync);

    public async Task DisposeAsync()
    {
        _release.TrySetResult();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task Sixty_four_orders_are_at_the_issuer_at_once_and_the_others_follow()
    {
        using var gateway = ScriptedIssuer.Gateway(_issuer.Url, _clock);

        var calls = TopUps(gateway, 100);
        await _issuer.ReceivedAsync(64);
        Assert.True(gateway.AcceptsWork);
        Assert.Equal(64, _issuer.Requests);
        _release.SetResult();

        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal(IssuerVerdict.Accepted, answer.Verdict));
        Assert.Equal(100, _issuer.Requests);
        Assert.Equal(64, _most);
    }

    [Fact]
    public async Task What_finds_the_queue_full_is_not_sent()
    {
        using var gateway = ScriptedIssuer.Gateway(
            _issuer.Url, _clock, basic => basic with { OrdersAtOnce = 2, OrdersQueued = 3 });

        var calls = TopUps(gateway, 4);
        Assert.True(gateway.AcceptsWork);
        calls = [.. calls, .. TopUps(gateway, 1)];
        Assert.False(gateway.AcceptsWork);
        var refused = await gateway.TopUpAsync(ScriptedIssuer.Order, default);
        Assert.Equal(new IssuerAnswer(IssuerVerdict.NotSent, Detail: "queue full"), refused);
        _release.SetResult();

        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal(IssuerVerdict.Accepted, answer.Verdict));
        Assert.True(gateway.AcceptsWork);
        Assert.Equal(5, _issuer.Requests);
    }

    [Fact]
    public async Task What_waits_too_long_in_the_queue_is_not_sent()
    {
        using var gateway = ScriptedIssuer.Gateway(
            _issuer.Url, _clock, basic => basic with { OrdersAtOnce = 1, AttemptTimeout = TimeSpan.FromSeconds(30) });
        var first = gateway.TopUpAsync(ScriptedIssuer.Order, default);
        await _issuer.ReceivedAsync(1);

        var second = gateway.TopUpAsync(ScriptedIssuer.Order, default);
        await _clock.FireNextAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(new IssuerAnswer(IssuerVerdict.NotSent, Detail: "waited too long in the queue"), await second);
        _release.SetResult();
        Assert.Equal(IssuerVerdict.Accepted, (await first).Verdict);
        Assert.Equal(1, _issuer.Requests);
    }

    [Fact]
    public async Task A_shutdown_ends_the_wait_in_the_queue_with_nothing_sent()
    {
        using var gateway = ScriptedIssuer.Gateway(_issuer.Url, _clock, basic => basic with { OrdersAtOnce = 1 });
        using var shutdown = new CancellationTokenSource();
        var first = gateway.TopUpAsync(ScriptedIssuer.Order, default);

        var second = gateway.TopUpAsync(ScriptedIssuer.Order, shutdown.Token);
        await shutdown.CancelAsync();

        Assert.Equal(new IssuerAnswer(IssuerVerdict.NotSent, Detail: "stopping"), await second);
        _release.SetResult();
        Assert.Equal(IssuerVerdict.Accepted, (await first).Verdict);
    }

    [Fact]
    public async Task Queries_and_withdrawals_get_through_while_orders_are_at_their_limit()
    {
        using var gateway = ScriptedIssuer.Gateway(
            _issuer.Url, _clock, basic => basic with { OrdersAtOnce = 1, OrdersQueued = 0 });
        var order = gateway.TopUpAsync(ScriptedIssuer.Order, default);
        await _issuer.ReceivedAsync(1);

        Assert.False(gateway.AcceptsWork);
        Assert.Equal(IssuerVerdict.Accepted, (await gateway.QueryAsync(ScriptedIssuer.Id, default)).Verdict);
        Assert.Equal(IssuerVerdict.Accepted, (await gateway.WithdrawAsync(ScriptedIssuer.Id, default)).Verdict);
        _release.SetResult();
        Assert.Equal(IssuerVerdict.Accepted, (await order).Verdict);
    }

    private static Task<IssuerAnswer>[] TopUps(HttpIssuerGateway gateway, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => gateway.TopUpAsync(ScriptedIssuer.Order, default))];

    private async Task AnswerAsync(HttpContext http, int request)
    {
        if (http.Request.Path.Value!.EndsWith("topupBalance", StringComparison.Ordinal))
        {
            var now = Interlocked.Increment(ref _atOnce);
            InterlockedMax(ref _most, now);
            await _release.Task;
            Interlocked.Decrement(ref _atOnce);
        }

        await ScriptedIssuer.AnswerAsync(http, 200, ScriptedIssuer.Completed);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; seen < value; seen = target)
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}
