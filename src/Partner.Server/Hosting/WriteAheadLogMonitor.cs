using Partner.Storage.Abstractions;

namespace Partner.Server.Hosting;

/// <summary>
/// Looks after SQLite's write-ahead log, and says so when a reader of an old moment (an audit, a backup, a shell that
/// somebody left open) keeps it from being cut back: it would grow until the disk is full.
/// </summary>
/// <param name="logLeft">Moves the log into the file as far as possible, and tells how many bytes had to stay.</param>
/// <param name="logger">Told when it is too long, and when it is no more.</param>
public sealed partial class WriteAheadLogMonitor(
    Func<CancellationToken, Task<long>> logLeft, TimeProvider clock, ILogger<WriteAheadLogMonitor> logger)
    : BackgroundService
{
    /// <summary>What may stay without a word.</summary>
    public const long Tolerated = 64L * 1024 * 1024;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);
    private bool _tooLong;

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        var left = await logLeft(cancel);
        if (left > Tolerated && !_tooLong)
        {
            LogTooLong(left / (1024 * 1024));
        }
        else if (left <= Tolerated && _tooLong)
        {
            LogShort();
        }

        _tooLong = left > Tolerated;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (StoreUnavailableException fault)
            {
                LogAway(fault);
            }
        }
    }

    [LoggerMessage(214, LogLevel.Warning,
        "A reader of an old moment keeps {Mebibytes} MiB of the database's log from being cut back; end it")]
    private partial void LogTooLong(long mebibytes);

    [LoggerMessage(215, LogLevel.Information, "The database's log is short again")]
    private partial void LogShort();

    [LoggerMessage(216, LogLevel.Warning, "The database's log could not be looked after")]
    private partial void LogAway(Exception fault);
}
