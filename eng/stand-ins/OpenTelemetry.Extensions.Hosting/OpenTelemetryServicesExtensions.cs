using Microsoft.Extensions.Hosting;
using OpenTelemetry;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds OpenTelemetry to a host.</summary>
public static class OpenTelemetryServicesExtensions
{
    /// <summary>May be called more than once: all calls configure the same providers.</summary>
    public static OpenTelemetryBuilder AddOpenTelemetry(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var starter = ServiceDescriptor.Singleton<IHostedService, TelemetryHostedService>();
        if (!services.Any(s => s.ImplementationType == starter.ImplementationType))
        {
            // First of all, so that what other hosted services do while they start is seen.
            services.Insert(0, starter);
        }

        return new OpenTelemetryBuilder(services);
    }
}
