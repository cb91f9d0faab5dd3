using OpenTelemetry.Exporter;

namespace Partner.Server.Telemetry;

/// <summary>Where one signal goes.</summary>
/// <param name="Endpoint">The whole address.</param>
/// <param name="Protocol">How it is sent.</param>
/// <param name="Headers">"name=value,name=value"; null for none.</param>
/// <param name="TimeoutMilliseconds">For one export; null for the exporter's own.</param>
internal sealed record SignalTarget(
    Uri Endpoint, OtlpExportProtocol Protocol, string? Headers, int? TimeoutMilliseconds)
{
    /// <summary>Puts it into the exporter's options.</summary>
    public void ApplyTo(OtlpExporterOptions options)
    {
        (options.Endpoint, options.Protocol) = (Endpoint, Protocol);
        options.Headers = Headers ?? options.Headers;
        options.TimeoutMilliseconds = TimeoutMilliseconds ?? options.TimeoutMilliseconds;
    }
}

/// <summary>
/// What the variables of OpenTelemetry ask for. A signal is collected only when an endpoint is named for it or for all,
/// and neither OTEL_SDK_DISABLED nor its exporter "none" says otherwise. What is not read here (resource, sampler,
/// batches, intervals, limits) the SDK reads by itself.
/// </summary>
/// <remarks>
/// Source: OpenTelemetry specification, "Environment Variable Specification" and "OpenTelemetry Protocol Exporter".
/// </remarks>
internal sealed class TelemetryVariables
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";
    private readonly IReadOnlyDictionary<string, string> _variables;

    /// <summary>Reads the variables.</summary>
    /// <param name="variables">By name; others than those of OpenTelemetry are not looked at.</param>
    /// <exception cref="InvalidOperationException">One of them has a value that cannot be meant.</exception>
    public TelemetryVariables(IReadOnlyDictionary<string, string> variables)
    {
        _variables = variables;
        var disabled = string.Equals(Value("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);
        if (!disabled)
        {
            Traces = Target("TRACES", "v1/traces");
            Metrics = Target("METRICS", "v1/metrics");
            Logs = Target("LOGS", "v1/logs");
        }
    }

    /// <summary>Where traces go; null for nowhere.</summary>
    public SignalTarget? Traces { get; }

    /// <summary>Where metrics go; null for nowhere.</summary>
    public SignalTarget? Metrics { get; }

    /// <summary>Where logs go; null for nowhere.</summary>
    public SignalTarget? Logs { get; }

    /// <summary>Whether the operator says which traces are recorded; the SDK does as it is told then.</summary>
    public bool NamesSampler => Value("OTEL_TRACES_SAMPLER") is not null;

    /// <summary>Whether anything is collected.</summary>
    public bool Any => Traces is not null || Metrics is not null || Logs is not null;

    /// <summary>The variables of this process that are OpenTelemetry's.</summary>
    public static IReadOnlyDictionary<string, string> OfProcess() => Environment.GetEnvironmentVariables()
        .Cast<System.Collections.DictionaryEntry>()
        .Where(entry => ((string)entry.Key).StartsWith("OTEL_", StringComparison.Ordinal))
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);

    private SignalTarget? Target(string signal, string path)
    {
        var own = Value($"{Prefix}{signal}_ENDPOINT");
        var endpoint = own ?? Value($"{Prefix}ENDPOINT");
        if (!Exported(signal) || endpoint is null)
        {
            return null;
        }

        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new InvalidOperationException(
                $"{Prefix}{(own is null ? "" : $"{signal}_")}ENDPOINT must be an address such as " +
                "http://localhost:4317.");
        }

        var protocol = Protocol(signal);
        if (own is null && protocol == OtlpExportProtocol.HttpProtobuf)
        {
            // The address for all signals is a base; each has its own path below it.
            url = new Uri($"{url.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}");
        }

        return new SignalTarget(url, protocol, Either(signal, "HEADERS"), Timeout(signal));
    }

    private bool Exported(string signal) => Value($"OTEL_{signal}_EXPORTER") switch
    {
        null or "otlp" => true,
        "none" => false,
        var other => throw new InvalidOperationException(
            $"OTEL_{signal}_EXPORTER is '{other}'; this program knows otlp and none."),
    };

    private OtlpExportProtocol Protocol(string signal) => Either(signal, "PROTOCOL") switch
    {
        null or "grpc" => OtlpExportProtocol.Grpc,
        "http/protobuf" => OtlpExportProtocol.HttpProtobuf,
        var other => throw new InvalidOperationException(
            $"{Prefix}PROTOCOL is '{other}'; this program knows grpc and http/protobuf."),
    };

    private int? Timeout(string signal) => Either(signal, "TIMEOUT") switch
    {
        null => null,
        var text when int.TryParse(text, out var milliseconds) && milliseconds > 0 => milliseconds,
        var other => throw new InvalidOperationException(
            $"{Prefix}TIMEOUT is '{other}'; it takes a number of milliseconds above 0."),
    };

    private string? Either(string signal, string what) => Value($"{Prefix}{signal}_{what}") ?? Value($"{Prefix}{what}");

    private string? Value(string name) =>
        _variables.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
