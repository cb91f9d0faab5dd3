using System.Text;
using Partner.Benchmarks.Harness;
using Partner.Server.Tests.Telemetry.Otlp;

namespace Partner.Server.Tests.Telemetry;

/// <summary>A span with the process that made it and the source it came from.</summary>
public sealed record SeenSpan(string Instance, string Source, Span Span)
{
    public string Trace => Convert.ToHexStringLower(Span.TraceId.Span);

    public string Id => Convert.ToHexStringLower(Span.SpanId.Span);

    public string Parent => Convert.ToHexStringLower(Span.ParentSpanId.Span);

    public string? this[string attribute] => Span.Attributes.FirstOrDefault(pair => pair.Key == attribute)?.Value switch
    {
        null => null,
        { ValueCase: AnyValue.ValueOneofCase.StringValue } text => text.StringValue,
        { ValueCase: AnyValue.ValueOneofCase.IntValue } number => $"{number.IntValue}",
        { ValueCase: AnyValue.ValueOneofCase.BoolValue } truth => truth.BoolValue ? "true" : "false",
        var other => other.ToString(),
    };

    public override string ToString() =>
        $"{Span.Name} [{Source}] {string.Join(' ', Span.Attributes.Select(pair => $"{pair.Key}={this[pair.Key]}"))} "
        + string.Join(' ', Span.Events.Select(happened => $"!{happened.Name}"));
}

/// <summary>Takes what a server exports, and reads it.</summary>
public sealed class OtlpReceiver(OtlpSink sink) : IAsyncDisposable
{
    public Uri Http => sink.Http;

    public IReadOnlyCollection<OtlpExport> Exports => sink.Exports;

    public static async Task<OtlpReceiver> StartAsync() =>
        new(await OtlpSink.StartAsync(keep: true, CancellationToken.None));

    /// <summary>Variables that bring every signal here, and soon.</summary>
    public Dictionary<string, string> Variables(bool grpc = false) => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = (grpc ? sink.Grpc : sink.Http).ToString(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = grpc ? "grpc" : "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
        ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=test%2C%20floor%202",
    };

    public IReadOnlyList<SeenSpan> Spans() =>
    [
        .. from export in Of("traces")
           from resource in TracesRequest.Parser.ParseFrom(export.Body).ResourceSpans
           from scope in resource.ScopeSpans
           from span in scope.Spans
           select new SeenSpan(Attribute(resource.Resource, "service.instance.id"), scope.Scope.Name, span),
    ];

    public IReadOnlyList<Metric> Metrics() =>
    [
        .. from export in Of("metrics")
           from resource in MetricsRequest.Parser.ParseFrom(export.Body).ResourceMetrics
           from scope in resource.ScopeMetrics
           from metric in scope.Metrics
           select metric,
    ];

    public IReadOnlyList<LogRecord> Logs() =>
    [
        .. from export in Of("logs")
           from resource in LogsRequest.Parser.ParseFrom(export.Body).ResourceLogs
           from scope in resource.ScopeLogs
           from record in scope.LogRecords
           select record,
    ];

    public string Resource(string attribute) => Attribute(
        TracesRequest.Parser.ParseFrom(Of("traces").First().Body).ResourceSpans[0].Resource, attribute);

    /// <summary>
    /// Everything that was sent, byte by byte, as text: nothing can hide in a field that nobody reads.
    /// </summary>
    public string Everything() =>
        string.Concat(sink.Exports.Select(export => Encoding.Latin1.GetString(export.Body) + "\n"));

    public ValueTask DisposeAsync() => sink.DisposeAsync();

    private IEnumerable<OtlpExport> Of(string signal) => sink.Exports.Where(export => export.Signal == signal);

    private static string Attribute(Resource resource, string name) =>
        resource.Attributes.FirstOrDefault(pair => pair.Key == name)?.Value.StringValue ?? "";
}
