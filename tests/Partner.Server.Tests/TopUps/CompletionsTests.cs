using System.Collections.Concurrent;
using Partner.Server.Tests.Support;
using Partner.Server.TopUps;

namespace Partner.Server.Tests.TopUps;

/// <summary>One look at the event numbers serves all who wait.</summary>
public sealed class CompletionsTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(4);

    private readonly ConcurrentDictionary<string, long> _numbers = new() { ["acme"] = 7, ["other"] = 3 };
    private readonly ConcurrentDictionary<(PartnerId Partner, long After, long To), List<TopUpId>> _changes = new();
    private readonly Completions _completions;
    private int _looks;

    public CompletionsTests() => _completions = new Completions(
        partners =>
        {
            Interlocked.Increment(ref _looks);
            return Task.FromResult(partners.ToDictionary(partner => partner, partner => _numbers[partner.Value]));
        },
        (partner, after, to) => Task.FromResult(_changes.GetValueOrDefault((partner, after, to)) ?? []),
        TimeProvider.System);

    [Fact]
    public async Task A_thousand_who_wait_for_a_second_cost_five_looks_and_not_four_thousand()
    {
        var followers = Enumerable.Range(0, 1_000).Select(
            number => _completions.Follow(new PartnerId("acme"), new TopUpId($"t{number}"))).ToList();

        await Task.WhenAll(followers.Select(async follower =>
        {
            // The first look tells everybody to look once; after it nothing happens.
            Assert.True(await follower.WaitAsync(Soon, CancellationToken.None));
            Assert.False(await follower.WaitAsync(TimeSpan.FromSeconds(1), CancellationToken.None));
        }));

        Assert.InRange(_looks, 1, 40);
        followers.ForEach(follower => follower.Dispose());
    }

    [Fact]
    public async Task Another_replicas_change_wakes_those_whom_it_is_about_and_nobody_else()
    {
        using var mine = _completions.Follow(new PartnerId("acme"), new TopUpId("mine"));
        using var quiet = _completions.Follow(new PartnerId("acme"), new TopUpId("quiet"));
        Assert.True(await mine.WaitAsync(Soon, CancellationToken.None));
        Assert.True(await quiet.WaitAsync(Soon, CancellationToken.None));

        _changes[(new PartnerId("acme"), 7, 9)] = [new TopUpId("mine"), new TopUpId("unknown")];
        _numbers["acme"] = 9;

        Assert.True(await mine.WaitAsync(Soon, CancellationToken.None));
        Assert.False(await quiet.WaitAsync(TimeSpan.FromMilliseconds(300), CancellationToken.None));
    }

    [Fact]
    public async Task A_change_of_this_process_wakes_at_once_and_is_not_forgotten()
    {
        using var mine = _completions.Follow(new PartnerId("acme"), new TopUpId("mine"));

        _completions.Signal(new TopUpId("mine"));

        Assert.True(await mine.WaitAsync(Soon, CancellationToken.None));
    }

    [Fact]
    public async Task Nobody_looks_when_nobody_waits()
    {
        using (var follower = _completions.Follow(new PartnerId("acme"), new TopUpId("mine")))
        {
            await follower.WaitAsync(Soon, CancellationToken.None);
        }

        await Eventually.PauseAsync(TimeSpan.FromMilliseconds(600));
        var looks = _looks;
        await Eventually.PauseAsync(TimeSpan.FromMilliseconds(600));
        Assert.Equal(looks, _looks);

        using var later = _completions.Follow(new PartnerId("other"), new TopUpId("theirs"));
        Assert.True(await later.WaitAsync(Soon, CancellationToken.None));
        Assert.True(_looks > looks);
    }

    [Fact]
    public async Task Whoever_is_told_nothing_looks_after_five_seconds_anyway()
    {
        using var follower = _completions.Follow(new PartnerId("acme"), new TopUpId("mine"));
        Assert.True(await follower.WaitAsync(Soon, CancellationToken.None));
        var began = TimeProvider.System.GetTimestamp();

        Assert.True(await follower.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None));

        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(9));
    }

    [Fact]
    public async Task A_caller_who_leaves_stops_waiting()
    {
        using var follower = _completions.Follow(new PartnerId("acme"), new TopUpId("mine"));
        await follower.WaitAsync(Soon, CancellationToken.None);
        using var leaves = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => follower.WaitAsync(Soon, leaves.Token));
    }
}
