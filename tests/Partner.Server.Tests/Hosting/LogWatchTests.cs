using Microsoft.Extensions.Logging;
using Partner.Server.Hosting;

namespace Partner.Server.Tests.Hosting;

/// <summary>A log of the database that somebody keeps from being cut back is told of once, and its end once.</summary>
public sealed class LogWatchTests
{
    [Fact]
    public async Task A_long_log_is_told_of_once_and_so_is_its_end()
    {
        var log = new Lines();
        var left = WriteAheadLogMonitor.Tolerated;
        using var watch = new WriteAheadLogMonitor(_ => Task.FromResult(left), TimeProvider.System, log);

        await watch.LookAsync(CancellationToken.None);
        Assert.Empty(log.Events);

        left = WriteAheadLogMonitor.Tolerated + 1;
        await watch.LookAsync(CancellationToken.None);
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal([(214, LogLevel.Warning)], log.Events);

        left = 0;
        await watch.LookAsync(CancellationToken.None);
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal([(214, LogLevel.Warning), (215, LogLevel.Information)], log.Events);
    }

    private sealed class Lines : ILogger<WriteAheadLogMonitor>
    {
        public List<(int, LogLevel)> Events { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => Events.Add((eventId.Id, logLevel));
    }
}
