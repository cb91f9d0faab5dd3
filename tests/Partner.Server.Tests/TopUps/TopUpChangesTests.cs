using System.Collections.Concurrent;
using Partner.Server.Tests.Support;
using Partner.Server.TopUps;

namespace Partner.Server.Tests.TopUps;

/// <summary>One look at the event numbers serves all who wait.</summary>
public sealed class TopUpChangesTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    private readonly ManualTimeProvider _clock = new();
    private readonly ConcurrentDictionary<string, long> _numbers = new() { ["acme"] = 7, ["other"] = 3 };
    private readonly ConcurrentDictionary<(PartnerId Partner, long After, long To), List<TopUpId>> _changes = new();
    private readonly TopUpChanges _topUpChanges;
    private Task _mayLook = Task.CompletedTask;
    private int _looks;

    public TopUpChangesTests() => _topUpChanges = new TopUpChanges(
        async partners =>
        {
            Interlocked.Increment(ref _looks);
            await _mayLook;
            return partners.ToDictionary(partner => partner, partner => _numbers[partner.Value]);
        },
        (partner, after, to) => Task.FromResult(_changes.GetValueOrDefault((partner, after, to)) ?? []),
        _clock);

    [Fact]
    public async Task A_thousand_who_wait_for_a_second_cost_five_looks_and_not_four_thousand()
    {
        var listeners = ListenTogether(Enumerable.Range(0, 1_000).Select(number => $"t{number}"));
        var waiting = Task.WhenAll(listeners.Select(async listener =>
        {
            // The first look tells everybody to look once; after it nothing happens.
            Assert.True(await listener.WaitAsync(Soon, CancellationToken.None));
            Assert.False(await listener.WaitAsync(TimeSpan.FromSeconds(1), CancellationToken.None));
        }));
        await _clock.NextTimerAsync(TimeSpan.FromSeconds(1), listeners.Count + 1);

        for (var quarter = 0; quarter < 4; quarter++)
        {
            await _clock.FireNextAsync(LookAgain);
        }

        await waiting;
        Assert.InRange(_looks, 4, 5);
        listeners.ForEach(listener => listener.Dispose());
    }

    [Fact]
    public async Task Another_replicas_change_wakes_those_whom_it_is_about_and_nobody_else()
    {
        var listeners = ListenTogether(["mine", "quiet"]);
        using var mine = listeners[0];
        using var quiet = listeners[1];
        Assert.True(await mine.WaitAsync(Soon, CancellationToken.None));
        Assert.True(await quiet.WaitAsync(Soon, CancellationToken.None));

        _changes[(new PartnerId("acme"), 7, 9)] = [new TopUpId("mine"), new TopUpId("unknown")];
        _numbers["acme"] = 9;
        var told = mine.WaitAsync(Soon, CancellationToken.None);
        var silence = quiet.WaitAsync(LookAgain * 2, CancellationToken.None);
        await _clock.NextTimerAsync(LookAgain * 2, 2);
        await _clock.FireNextAsync(LookAgain);

        Assert.True(await told);
        await _clock.FireNextAsync(LookAgain);
        Assert.False(await silence);
    }

    [Fact]
    public async Task A_change_of_this_process_wakes_at_once_and_is_not_forgotten()
    {
        using var mine = _topUpChanges.Listen(new PartnerId("acme"), new TopUpId("mine"));
        Assert.True(await mine.WaitAsync(Soon, CancellationToken.None));

        _topUpChanges.Signal(new TopUpId("mine"));

        // No time passes on this clock.
        Assert.True(await mine.WaitAsync(Soon, CancellationToken.None));
    }

    [Fact]
    public async Task Nobody_looks_when_nobody_waits()
    {
        using (var listener = _topUpChanges.Listen(new PartnerId("acme"), new TopUpId("mine")))
        {
            await listener.WaitAsync(Soon, CancellationToken.None);
        }

        await _clock.FireNextAsync(LookAgain);
        await _clock.NoTimerAsync(TimeSpan.FromDays(1));
        var looks = _looks;
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(looks, _looks);

        using var later = _topUpChanges.Listen(new PartnerId("other"), new TopUpId("theirs"));
        Assert.True(await later.WaitAsync(Soon, CancellationToken.None));
        Assert.True(_looks > looks);
    }

    [Fact]
    public async Task Whoever_is_told_nothing_looks_after_five_seconds_anyway()
    {
        using var listener = _topUpChanges.Listen(new PartnerId("acme"), new TopUpId("mine"));
        Assert.True(await listener.WaitAsync(Soon, CancellationToken.None));
        var looking = listener.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        await _clock.NextTimerAsync(TimeSpan.FromSeconds(5), 2);

        _clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromMilliseconds(1));
        Assert.False(looking.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(await looking);
    }

    [Fact]
    public async Task A_caller_who_leaves_stops_waiting()
    {
        using var listener = _topUpChanges.Listen(new PartnerId("acme"), new TopUpId("mine"));
        await listener.WaitAsync(Soon, CancellationToken.None);
        using var leaves = new CancellationTokenSource();
        var waiting = listener.WaitAsync(Soon, leaves.Token);

        await leaves.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    /// <summary>The first look ends when all of them listen, so that it tells all of them to look once.</summary>
    private List<ChangeListener> ListenTogether(IEnumerable<string> topUps)
    {
        var allListen = new TaskCompletionSource();
        _mayLook = allListen.Task;
        var listeners = topUps.Select(id => _topUpChanges.Listen(new PartnerId("acme"), new TopUpId(id))).ToList();
        allListen.SetResult();
        return listeners;
    }
}
