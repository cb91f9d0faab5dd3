namespace Partner.Server.Hosting;

/// <summary>Writes down when the server starts and ends: what an operator looks for first.</summary>
/// <param name="logger">The log.</param>
internal sealed partial class LifecycleLog(ILogger<LifecycleLog> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        LogStarted(typeof(LifecycleLog).Assembly.GetName().Version!);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        LogStopping();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        LogStopped();
        return Task.CompletedTask;
    }

    [LoggerMessage(141, LogLevel.Information, "Started, version {Version}")]
    private partial void LogStarted(Version version);

    [LoggerMessage(142, LogLevel.Information, "Stopping: finishing what was taken, taking nothing new")]
    private partial void LogStopping();

    [LoggerMessage(143, LogLevel.Information, "Stopped: everything that was taken is answered or saved")]
    private partial void LogStopped();
}
