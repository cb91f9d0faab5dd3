using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Partner.Server.Hosting;

/// <summary>Makes the looks of <see cref="Readiness"/> health checks of the host, in the order of the answer.</summary>
internal static class ReadinessChecks
{
    /// <summary>Adds all of them.</summary>
    /// <param name="checks">The host's health checks.</param>
    internal static IHealthChecksBuilder AddReadiness(this IHealthChecksBuilder checks)
    {
        checks.Services.AddSingleton<Readiness>();
        return checks
            .Add("database", (readiness, cancel) => readiness.DatabaseAsync(cancel))
            .Add("migrations", (readiness, cancel) => readiness.MigrationsAsync(cancel))
            .Add("keys", (readiness, _) => Task.FromResult(readiness.Keys()))
            .Add("terms", (readiness, _) => Task.FromResult(readiness.Terms()));
    }

    private static IHealthChecksBuilder Add(
        this IHealthChecksBuilder checks, string name, Func<Readiness, CancellationToken, Task<ReadinessCheck>> look) =>
        checks.Add(new HealthCheckRegistration(
            name,
            services => new Look(services.GetRequiredService<Readiness>(), look),
            failureStatus: null,
            tags: null));

    private sealed class Look(Readiness readiness, Func<Readiness, CancellationToken, Task<ReadinessCheck>> look)
        : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default) =>
            (await look(readiness, cancellationToken)).Missing is { } missing
                ? HealthCheckResult.Unhealthy(missing)
                : HealthCheckResult.Healthy();
    }
}
