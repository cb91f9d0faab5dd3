using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.TopUps;

/// <summary>
/// Step 10 of the route: takes up what no call is working on. Unsent operations, operations in doubt when they are due,
/// and those whose process ended, once its lease has expired. Every replica runs one; the claims keep them apart.
/// </summary>
public sealed partial class Dispatcher(
    PartnerStore store, IssuerWork work, WorkOptions options, TimeProvider clock, ILogger<Dispatcher> logger)
    : BackgroundService
{
    private readonly CancellationTokenSource _drained = new();
    private Task _renewal = Task.CompletedTask;
    private DateTimeOffset _countAgainAt;
    private int _away;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _renewal = RenewAsync(_drained.Token);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // Calls were finished before: the web server stops first. What they left under way gets the drain time, and is
        // nobody else's as long: leases are renewed until the end of it.
        await base.StopAsync(cancellationToken);
        await work.DrainAsync(options.Drain);
        await _drained.CancelAsync();
        await _renewal;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _drained.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var claimed = await TryTakeUpAsync(stoppingToken);
            if (claimed == 0 || work.FreePlaces == 0)
            {
                await work.RestAsync(options.PollEvery, stoppingToken);
            }
        }
    }

    private async Task<int> TryTakeUpAsync(CancellationToken stopping)
    {
        try
        {
            if (work.FreePlaces == 0)
            {
                return 0;
            }

            var now = clock.GetUtcNow();
            if (!await store.Jobs.AnyDueAsync(now, stopping))
            {
                NoteBack();
                work.NoteQueued(0);
                return 0;
            }

            var taken = await TakeUpAsync(now);
            NoteBack();
            return taken;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return 0;
        }
        catch (StoreUnavailableException fault)
        {
            NoteAway(fault);
            return 0;
        }
        catch (Exception fault)
        {
            LogFailed(fault);
            return 0;
        }
    }

    private async Task<int> TakeUpAsync(DateTimeOffset now)
    {
        var places = work.EnterFree();
        var jobs = new List<IssuerJob>();
        try
        {
            jobs = await store.Jobs.ClaimAsync(work.NewLease(), now, places.Count);
            await CountAsync(now);
        }
        finally
        {
            foreach (var unused in places.Skip(jobs.Count))
            {
                unused.Dispose();
            }

            foreach (var (place, job) in places.Zip(jobs))
            {
                _ = work.Start(place, job);
            }
        }

        return jobs.Count;
    }

    /// <summary>The longer the queue, the longer it takes to count it: not at every look.</summary>
    private async Task CountAsync(DateTimeOffset now)
    {
        if (now >= _countAgainAt)
        {
            _countAgainAt = now + options.PollEvery;
            work.NoteQueued(await store.Jobs.CountQueuedAsync(CancellationToken.None));
        }
    }

    private async Task RenewAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(options.Lease / 3, clock);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stopping);
                var underWay = work.UnderWay;
                if (underWay.Count > 0)
                {
                    await store.Jobs.RenewAsync(work.NewLease(), underWay);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (StoreUnavailableException fault)
            {
                NoteAway(fault);
            }
            catch (Exception fault)
            {
                LogFailed(fault);
            }
        }
    }

    /// <summary>Tells of an outage once, however many looks fail in it.</summary>
    private void NoteAway(StoreUnavailableException fault)
    {
        if (Interlocked.Exchange(ref _away, 1) == 0)
        {
            LogAway(fault.Message);
        }
    }

    private void NoteBack()
    {
        if (Interlocked.Exchange(ref _away, 0) == 1)
        {
            LogBack();
        }
    }

    [LoggerMessage(111, LogLevel.Error, "The dispatch queue could not be worked on; the next look is due soon")]
    private partial void LogFailed(Exception fault);

    [LoggerMessage(112, LogLevel.Error, "The database is away, the dispatch queue waits for it: {Why}")]
    private partial void LogAway(string why);

    [LoggerMessage(113, LogLevel.Warning, "The database is back; the dispatch queue is worked on again")]
    private partial void LogBack();
}
