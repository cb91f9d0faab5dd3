using Partner.Core.Actions;
using Partner.Core.Settlements;

namespace Partner.Server.Settlements;

/// <summary>
/// Closes each month once it is over in every schedule's zone and the pause for late corrections has passed. Every
/// replica runs one; the database lets one of them close a period, and the others find it closed, or being closed. What
/// one of them could not finish any of them goes on with.
/// </summary>
public sealed partial class SettlementJob(
    SettlementClosing closing, SettlementOptions options, TimeProvider clock, ILogger<SettlementJob> logger)
    : BackgroundService
{
    private static readonly ActionBy By = new(new ActionActor(ActorKind.Program, "settlement job"));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.After is not { } pause)
        {
            return;
        }

        using var timer = new PeriodicTimer(options.LookEvery, clock);
        do
        {
            try
            {
                await CloseDueAsync(pause, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                LogFailed(fault);
            }
        }
        while (await WaitAsync(timer, stoppingToken));
    }

    private async Task CloseDueAsync(TimeSpan pause, CancellationToken stopping)
    {
        while (await closing.NextAsync(clock.GetUtcNow() - pause, stopping) is { } period)
        {
            var closed = await closing.CloseAsync(period, clock.GetUtcNow(), By, stopping);
            if (closed.Refusal == PeriodRefusal.None)
            {
                LogClosed(period, closed.Statements.Count);
                continue;
            }

            // Another replica closes it, or has closed it.
            return;
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(161, LogLevel.Information, "Settled {Period}: {Statements} statement(s)")]
    private partial void LogClosed(string period, int statements);

    [LoggerMessage(162, LogLevel.Error, "A settlement was interrupted; it is gone on with")]
    private partial void LogFailed(Exception fault);
}

/// <summary>How months are closed.</summary>
public sealed record SettlementOptions
{
    /// <summary>How long after the end of a month the job closes it; null: only operators do.</summary>
    public TimeSpan? After { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How often the job looks.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromMinutes(10);
}
