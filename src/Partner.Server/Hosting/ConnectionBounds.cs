using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Partner.Server.Connections;

namespace Partner.Server.Hosting;

/// <summary>Bounds the connections of a server where they are accepted, and what they can make it log.</summary>
public static partial class ConnectionBounds
{
    /// <summary>
    /// Adds what <see cref="KestrelMutualTls.ListenWithMutualTls"/> needs, to a host of Kestrel with logging. Clock and
    /// <see cref="ConnectionLimits"/> are the host's, where it has registered them.
    /// </summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddConnectionBounds(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ConnectionLimits>();
        services.AddSingleton<CertificateUsages>();
        services.AddSingleton(Within);
        services.Replace(ServiceDescriptor.Singleton<IConnectionListenerFactory, BoundedListenerFactory>());
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(provider => new BoundedLoggerFactory(
            new LoggerFactory(
                provider.GetServices<ILoggerProvider>(),
                provider.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>(),
                provider.GetService<IOptions<LoggerFactoryOptions>>(),
                provider.GetService<IExternalScopeProvider>()),
            provider.GetRequiredService<TimeProvider>())));
        return services;
    }

    /// <summary>As many connections as limits and file descriptors allow.</summary>
    private static OpenConnections Within(IServiceProvider provider)
    {
        var limits = provider.GetRequiredService<ConnectionLimits>();
        var descriptors = DescriptorLimit.Read();
        var most = DescriptorLimit.Connections(limits.Connections, descriptors);
        if (most < limits.Connections)
        {
            LogLow(
                provider.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ConnectionBounds)),
                most,
                limits.Connections,
                descriptors ?? 0);
        }

        return new OpenConnections(most, limits.Handshakes, provider.GetRequiredService<TimeProvider>());
    }

    [LoggerMessage(
        204,
        LogLevel.Warning,
        "At most {Most} connections are taken, not {Wanted}: the system allows this process {Descriptors} open files "
        + "(ulimit -n, LimitNOFILE)")]
    private static partial void LogLow(ILogger logger, int most, int wanted, long descriptors);
}
