using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Partner.Server.Reminders;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.TimeTravel;

/// <summary>The jobs that follow customers' cards and remind of their ends; the test breaks them off.</summary>
internal sealed partial class SimulatedWorld
{
    // Longer than their leases: what one of them held when it broke off is free then.
    private static readonly TimeSpan LeasesOver = TimeSpan.FromMinutes(3);
    private readonly Dictionary<PartnerId, long> _read = [];

    /// <summary>
    /// Makes the reminders that are due, and compares them with those that should be: where the seed wants it, one
    /// process breaks off before, or two work beside each other.
    /// </summary>
    /// <returns>How many were made, and how many processes broke off.</returns>
    public async Task<(int Made, int Broken)> RemindAsync(Random random)
    {
        var (deed, after) = (random.Next(8), random.Next(60));
        if (deed == 0)
        {
            await using (await StartJobsAsync("broken"))
            {
                await Eventually.PauseAsync(TimeSpan.FromMilliseconds(after));
            }

            _clock.MoveOn(LeasesOver);
        }

        var from = _clock.GetUtcNow();
        await using (await StartJobsAsync("one"))
        await using (deed == 1 ? await StartJobsAsync("two") : null)
        {
            await UntilQuietAsync();
        }

        return (await CompareRemindersAsync(from), deed == 0 ? 1 : 0);
    }

    private async Task<int> CompareRemindersAsync(DateTimeOffset from)
    {
        var made = 0;
        foreach (var seller in Reminders.Sellers)
        {
            while (await Store.Reminders.ListAsync(seller, _read.GetValueOrDefault(seller), 1000, default) is
                { Count: > 0 } page)
            {
                foreach (var reminder in page)
                {
                    if (reminder.Number != _read.GetValueOrDefault(seller) + 1)
                    {
                        Note($"reminder {reminder.Number} of {seller} follows {_read.GetValueOrDefault(seller)}");
                    }

                    _read[seller] = reminder.Number;
                    made++;
                    Reminders.Check(reminder, Note);
                }
            }
        }

        Reminders.CheckNoneMissing(from, _clock.GetUtcNow(), Note);
        return made;
    }

    // Nothing is followed or looked at any more, also by whoever asks after all leases.
    private async Task UntilQuietAsync()
    {
        var began = _clock.GetUtcNow();
        while (_clock.GetUtcNow() - began < TimeSpan.FromMinutes(2))
        {
            var now = _clock.GetUtcNow();
            if ((await Store.CustomerCards.BehindAsync("", now + LeasesOver, 1, default)).Count == 0
                && await Store.Reminders.OldestDueAsync(now, default) is null)
            {
                return;
            }

            await Eventually.PauseAsync(TimeSpan.FromMilliseconds(10));
        }

        Note($"customers' cards were not looked at within two minutes at {began:O}");
    }

    private async Task<RunningJobs> StartJobsAsync(string owner)
    {
        var options = new ReminderOptions
        {
            Owner = owner,
            Every = TimeSpan.FromMilliseconds(5),
            FollowEvery = TimeSpan.FromMilliseconds(5),
            PerRound = 200,
            PerPartner = 500,
            Asks = 1000,
            AtOnce = 16,
        };
        var services = _server.Server.Services;
        var jobs = new RunningJobs([
            ActivatorUtilities.CreateInstance<CustomerCardJob>(services, options),
            ActivatorUtilities.CreateInstance<ReminderJob>(services, options),
        ]);
        await jobs.StartAsync();
        return jobs;
    }

    private sealed class RunningJobs(BackgroundService[] jobs) : IAsyncDisposable
    {
        public Task StartAsync() => Task.WhenAll(jobs.Select(job => job.StartAsync(default)));

        public async ValueTask DisposeAsync()
        {
            await Task.WhenAll(jobs.Select(job => job.StopAsync(default)));
            Array.ForEach(jobs, job => job.Dispose());
        }
    }
}
