using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Partner.Server.Telemetry;

namespace Partner.Server.Hosting;

/// <summary>
/// Connects the signals with OpenTelemetry, when its variables ask for it, and otherwise does nothing.
/// </summary>
internal static class TelemetrySetup
{
    /// <summary>
    /// Name of the service where neither OTEL_SERVICE_NAME nor OTEL_RESOURCE_ATTRIBUTES gives another.
    /// </summary>
    public const string ServiceName = "leb-partner";

    /// <summary>
    /// What .NET measures twice on every request, or that our own metrics say better; each costs as much as one of
    /// ours.
    /// </summary>
    private static readonly string[] LeftOut =
    [
        "http.server.active_requests", "http.client.active_requests", "http.client.request.time_in_queue",
        "http.client.open_connections", "kestrel.queued_requests",
    ];

    /// <summary>Adds what the variables ask for.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="settings">What the server is started with.</param>
    /// <returns>What they ask for.</returns>
    /// <exception cref="InvalidOperationException">A variable has a value that cannot be meant.</exception>
    public static TelemetryVariables AddTelemetry(this WebApplicationBuilder builder, ServerSettings settings)
    {
        var variables = new TelemetryVariables(settings.TelemetryEnvironment);
        if (!variables.Any)
        {
            return variables;
        }

        // The SDK looks its other variables up in the host's configuration, which has nothing else of the environment.
        builder.Configuration.AddInMemoryCollection(
            settings.TelemetryEnvironment.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource
            .AddService(
                ServiceName,
                serviceVersion: typeof(TelemetrySetup).Assembly.GetName().Version?.ToString(3),
                serviceInstanceId: settings.Work.Owner)
            .AddEnvironmentVariableDetector());
        if (variables.Traces is { } traces)
        {
            telemetry.WithTracing(tracing =>
            {
                tracing.AddSource(MetricTable.Source, "Microsoft.AspNetCore", "System.Net.Http", "Npgsql")
                    .AddOtlpExporter(traces.ApplyTo);
                if (!variables.NamesSampler)
                {
                    tracing.SetSampler(BoundedSampler.ForCalls(settings.Clock));
                }
            });
        }

        if (variables.Metrics is { } metrics)
        {
            telemetry.WithMetrics(metering =>
            {
                metering.AddMeter(
                    MetricTable.Source,
                    "Microsoft.AspNetCore.Hosting",
                    "Microsoft.AspNetCore.Server.Kestrel",
                    "System.Net.Http",
                    "System.Runtime",
                    "Npgsql")
                    .AddOtlpExporter(metrics.ApplyTo);
                foreach (var name in LeftOut)
                {
                    metering.AddView(name, MetricStreamConfiguration.Drop);
                }
            });
        }

        if (variables.Logs is { } logs)
        {
            // A receiver filters and forgets by itself: it also gets what the console leaves out.
            builder.Logging.AddFilter<OpenTelemetryLoggerProvider>("Partner", LogLevel.Information);
            telemetry.WithLogging(
                logging => logging.AddProcessor(new MaskingLogProcessor()).AddOtlpExporter(logs.ApplyTo),
                options => options.IncludeFormattedMessage = true);
        }

        return variables;
    }
}
