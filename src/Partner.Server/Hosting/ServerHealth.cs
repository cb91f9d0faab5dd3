using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Partner.Server.Hosting;

/// <summary>
/// Whether this server can do its work now: the health checks that are registered with the host. grpc.health.v1 and the
/// port for probes both read it here.
/// </summary>
/// <param name="checks">The registered checks.</param>
/// <param name="lifetime">A server that is stopping wants no calls.</param>
/// <param name="logger">Told when the answer changes.</param>
public sealed partial class ServerHealth(
    HealthCheckService checks, IHostApplicationLifetime lifetime, ILogger<ServerHealth> logger)
{
    private static readonly HealthReport Draining = new(
        new Dictionary<string, HealthReportEntry>
        {
            ["draining"] = new(
                HealthStatus.Unhealthy, "the server is finishing what it took and takes nothing new", TimeSpan.Zero,
                exception: null, data: null),
        },
        TimeSpan.Zero);

    private string _told = "";

    /// <summary>Looks at everything.</summary>
    /// <returns>
    /// Every check, with what is wrong as its description. While the server is draining that one alone: nothing else
    /// matters then.
    /// </returns>
    public async Task<HealthReport> CheckAsync(CancellationToken cancel)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return Draining;
        }

        var report = await checks.CheckHealthAsync(cancel);
        Tell(string.Join("; ", Missing(report).Select(check => check.Wrong).OfType<string>()));
        return report;
    }

    /// <summary>What each check says in words for an operator; null where it is in order.</summary>
    /// <param name="report">The checks.</param>
    internal static IEnumerable<(string Name, string? Wrong)> Missing(HealthReport report) =>
        report.Entries.Select(entry => (entry.Key, entry.Value switch
        {
            { Status: HealthStatus.Healthy } => null,

            // The description would be the exception's, which may tell too much.
            { Exception: not null } => $"the check of {entry.Key} failed",
            var wrong => wrong.Description ?? $"{entry.Key} is not in order",
        }));

    private void Tell(string missing)
    {
        if (Interlocked.Exchange(ref _told, missing) == missing)
        {
            return;
        }

        if (missing.Length == 0)
        {
            LogReady();
        }
        else
        {
            LogNotReady(missing);
        }
    }

    [LoggerMessage(211, LogLevel.Information, "Ready: everything that the server needs is there again")]
    private partial void LogReady();

    [LoggerMessage(212, LogLevel.Warning, "Not ready: {Missing}")]
    private partial void LogNotReady(string missing);
}
