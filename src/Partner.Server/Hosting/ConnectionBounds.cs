using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Partner.Server.Connections;

namespace Partner.Server.Hosting;

/// <summary>Bounds the connections of a server where they are accepted, and what they can make it log.</summary>
internal static partial class ConnectionBounds
{
    /// <summary>Adds the bounds to a host of Kestrel.</summary>
    /// <param name="services">The host's services; logging and Kestrel were added.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="time">The clock.</param>
    internal static void AddConnectionBounds(
        this IServiceCollection services, ConnectionLimits limits, TimeProvider time)
    {
        services.AddSingleton(limits);
        services.AddSingleton(provider =>
        {
            var descriptors = DescriptorLimit.Read();
            var most = DescriptorLimit.Connections(limits.Connections, descriptors);
            if (most < limits.Connections)
            {
                Tell(provider.GetRequiredService<ILoggerFactory>(), limits.Connections, most, descriptors ?? 0);
            }

            return new OpenConnections(most, limits.Handshakes, time);
        });
        services.Replace(ServiceDescriptor.Singleton<IConnectionListenerFactory, BoundedListenerFactory>());
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(provider => new BoundedLoggerFactory(
            new LoggerFactory(
                provider.GetServices<ILoggerProvider>(),
                provider.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>(),
                provider.GetService<IOptions<LoggerFactoryOptions>>(),
                provider.GetService<IExternalScopeProvider>()),
            time)));
    }

    private static void Tell(ILoggerFactory loggers, int wanted, int most, long descriptors) =>
        LogLow(loggers.CreateLogger(typeof(ConnectionBounds)), most, wanted, descriptors);

    [LoggerMessage(
        204,
        LogLevel.Warning,
        "At most {Most} connections are taken, not {Wanted}: the system allows this process {Descriptors} open files "
        + "(ulimit -n, LimitNOFILE)")]
    private static partial void LogLow(ILogger logger, int most, int wanted, long descriptors);
}
