using Microsoft.Extensions.Logging.Abstractions;
using Partner.Core.Identity;
using Partner.Server.Security;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Security;

public sealed class CallerCacheTests
{
    private const string Thumbprint = "c0ffee";
    private static readonly TimeSpan AlmostTooOld = CallerCache.Lifetime - TimeSpan.FromTicks(1);

    private readonly GrpcTestClock _clock = new();
    private readonly Queue<Func<Task<Registration?>>> _answers = new();
    private int _lookups;

    [Fact]
    public void An_answer_lives_for_two_seconds() => Assert.Equal(TimeSpan.FromSeconds(2), CallerCache.Lifetime);

    [Fact]
    public async Task One_lookup_serves_all_calls_for_less_than_two_seconds()
    {
        var cache = Cache(() => Answer("first"), () => Never());

        Assert.Equal("first", await GetAsync(cache));
        _clock.Advance(AlmostTooOld);
        Assert.Equal("first", await GetAsync(cache));
    }

    [Fact]
    public async Task After_two_seconds_an_answer_is_not_used()
    {
        var cache = Cache(() => Answer("first"), () => Answer("second"));
        await GetAsync(cache);

        _clock.Advance(CallerCache.Lifetime);

        Assert.Equal("second", await GetAsync(cache));
    }

    [Fact]
    public async Task Age_counts_from_the_start_of_the_lookup()
    {
        var slow = new TaskCompletionSource<Registration?>();
        var cache = Cache(() => slow.Task, () => Answer("second"));
        var first = GetAsync(cache);
        _clock.Advance(CallerCache.Lifetime);
        slow.SetResult(Registered("first"));
        await first;

        Assert.Equal("second", await GetAsync(cache));
    }

    [Fact]
    public async Task Calls_at_the_same_time_share_one_lookup()
    {
        var slow = new TaskCompletionSource<Registration?>();
        var cache = Cache(() => slow.Task);
        var calls = Enumerable.Range(0, 20).Select(_ => GetAsync(cache)).ToList();

        slow.SetResult(Registered("shared"));

        Assert.All(await Task.WhenAll(calls), partner => Assert.Equal("shared", partner));
        Assert.Equal(1, _lookups);
    }

    [Fact]
    public async Task An_answer_in_use_is_refreshed_before_it_ends_without_making_a_call_wait()
    {
        var cache = Cache(() => Answer("first"), () => Answer("second"), () => Never());
        await GetAsync(cache);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("first", await GetAsync(cache));

        // The refresh runs on another thread; once it is done its answer is used, well before the first one ends.
        while (await GetAsync(cache) == "first")
        {
            await Task.Yield();
        }

        _clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal("second", await GetAsync(cache));
        Assert.Equal(2, _lookups);
    }

    [Fact]
    public async Task What_ended_does_not_come_back_with_a_refresh_that_began_before()
    {
        var refresh = new TaskCompletionSource<Registration?>();
        var begun = new TaskCompletionSource();
        var cache = Cache(
            () => Answer("first"),
            () =>
            {
                begun.SetResult();
                return refresh.Task;
            },
            () => Answer("changed"));
        await GetAsync(cache);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await GetAsync(cache);
        await begun.Task;

        _clock.Advance(CallerCache.Lifetime);
        var after = await GetAsync(cache);
        refresh.SetResult(Registered("stale"));
        await Task.Yield();

        Assert.Equal("changed", after);
        Assert.Equal("changed", await GetAsync(cache));
    }

    [Fact]
    public async Task A_failed_lookup_is_tried_again_by_the_next_call()
    {
        var cache = Cache(() => Task.FromException<Registration?>(new IOException("gone")), () => Answer("back"));

        await Assert.ThrowsAsync<IOException>(() => GetAsync(cache));

        Assert.Equal("back", await GetAsync(cache));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_does_not_cancel_the_lookup_of_others()
    {
        var slow = new TaskCompletionSource<Registration?>();
        var cache = Cache(() => slow.Task);
        using var cancelled = new CancellationTokenSource();
        var first = cache.GetAsync(Thumbprint, cancelled.Token).AsTask();
        var second = GetAsync(cache);

        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        slow.SetResult(Registered("kept"));

        Assert.Equal("kept", await second);
    }

    [Fact]
    public async Task That_there_is_no_registration_is_remembered_too()
    {
        var cache = Cache(() => Task.FromResult<Registration?>(null), () => Never());

        Assert.Null(await GetAsync(cache));
        Assert.Null(await GetAsync(cache));
    }

    [Fact]
    public async Task What_asks_every_second_gets_no_answer_that_is_a_second_old()
    {
        var cache = Cache(() => Answer("first"), () => Answer("second"), () => Never());

        Assert.Equal("first", await GetRecentAsync(cache));
        _clock.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        Assert.Equal("first", await GetRecentAsync(cache));
        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.Equal("second", await GetRecentAsync(cache));
        Assert.Equal("second", await GetAsync(cache));
        Assert.Equal(2, _lookups);
    }

    [Fact]
    public async Task Where_nobody_can_tell_what_asks_every_second_is_told_so_and_calls_go_on_for_two()
    {
        var cache = Cache(
            () => Answer("first"), () => Task.FromException<Registration?>(new IOException("gone")),
            () => Answer("back"));
        await GetAsync(cache);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await GetRecentAsync(cache));
        Assert.Equal("first", await GetAsync(cache));
        Assert.Equal("back", await GetRecentAsync(cache));
    }

    [Fact]
    public async Task A_partner_that_this_process_changed_is_looked_up_by_the_next_call_and_others_are_not()
    {
        var cache = Cache(() => Answer("first"), () => Answer("changed"), () => Never());
        await GetAsync(cache);

        cache.Forget(new PartnerId("another"));
        Assert.Equal("first", await GetAsync(cache));
        cache.Forget(new PartnerId("first"));

        Assert.Equal("changed", await GetAsync(cache));
    }

    [Fact]
    public async Task A_lookup_that_began_before_a_change_of_this_process_is_not_kept()
    {
        var slow = new TaskCompletionSource<Registration?>();
        var cache = Cache(() => slow.Task, () => Answer("changed"));
        var before = GetAsync(cache);

        cache.Forget(new PartnerId("first"));
        slow.SetResult(Registered("first"));

        Assert.Equal("first", await before);
        Assert.Equal("changed", await GetAsync(cache));
    }

    private static Registration Registered(string partner) =>
        new(Thumbprint, new PartnerId(partner), PartnerStatus.Active, null, Permissions.Sell, RevokedAt: null);

    private static Task<Registration?> Answer(string partner) => Task.FromResult<Registration?>(Registered(partner));

    private static Task<Registration?> Never() => throw new InvalidOperationException("One lookup too many.");

    private static async Task<string?> GetAsync(CallerCache cache) =>
        (await cache.GetAsync(Thumbprint, CancellationToken.None)).Caller?.PartnerId.Value;

    private static async Task<string?> GetRecentAsync(CallerCache cache) =>
        (await cache.GetRecentAsync(Thumbprint, CancellationToken.None))?.Caller?.PartnerId.Value;

    private CallerCache Cache(params Func<Task<Registration?>>[] answers)
    {
        foreach (var answer in answers)
        {
            _answers.Enqueue(answer);
        }

        return new CallerCache(
            (_, _) =>
            {
                Interlocked.Increment(ref _lookups);
                return new ValueTask<Registration?>(_answers.Dequeue()());
            },
            _clock,
            NullLogger<CallerCache>.Instance);
    }
}
