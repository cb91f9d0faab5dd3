using OpenTelemetry.Exporter;
using Partner.Server.Telemetry;

namespace Partner.Server.Tests.Telemetry;

/// <summary>The variables of OpenTelemetry, as its specification has them.</summary>
public sealed class TelemetryVariablesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("OTEL_SERVICE_NAME=a;OTEL_TRACES_EXPORTER=otlp;OTEL_EXPORTER_OTLP_PROTOCOL=grpc")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://h:1;OTEL_SDK_DISABLED=true")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://h:1;OTEL_SDK_DISABLED=TRUE")]
    public void Nothing_is_collected_without_an_endpoint_or_when_it_is_switched_off(string variables) =>
        Assert.False(Read(variables).Any);

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://h:1", "http://h:1/ http://h:1/ http://h:1/")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://h:1;OTEL_TRACES_EXPORTER=none", "- http://h:1/ http://h:1/")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://h:1;OTEL_METRICS_EXPORTER=none;OTEL_LOGS_EXPORTER=none",
        "http://h:1/ - -")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://m:2", "- http://m:2/ -")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://h:1/base/;OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
        "http://h:1/base/v1/traces http://h:1/base/v1/metrics http://h:1/base/v1/logs")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://h:1;OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf;"
        + "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT=https://l:3/taken/as/it/is",
        "http://h:1/v1/traces http://h:1/v1/metrics https://l:3/taken/as/it/is")]
    public void Each_signal_goes_where_its_variables_say(string variables, string expected)
    {
        var read = Read(variables);

        Assert.Equal(expected, string.Join(' ', new[] { read.Traces, read.Metrics, read.Logs }
            .Select(target => target?.Endpoint.ToString() ?? "-")));
    }

    [Fact]
    public void A_variable_of_a_signal_goes_before_that_of_all()
    {
        var read = Read("OTEL_EXPORTER_OTLP_ENDPOINT=http://h:1;OTEL_EXPORTER_OTLP_HEADERS=a=1;"
            + "OTEL_EXPORTER_OTLP_TRACES_HEADERS=b=2;OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/protobuf;"
            + "OTEL_EXPORTER_OTLP_TIMEOUT=500;OTEL_EXPORTER_OTLP_METRICS_TIMEOUT=900");

        Assert.Equal(("b=2", OtlpExportProtocol.HttpProtobuf, 500),
            (read.Traces!.Headers, read.Traces.Protocol, read.Traces.TimeoutMilliseconds));
        Assert.Equal(("a=1", OtlpExportProtocol.Grpc, 900),
            (read.Metrics!.Headers, read.Metrics.Protocol, read.Metrics.TimeoutMilliseconds));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=localhost:4317", "OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT=ftp://h", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://h:1;OTEL_TRACES_EXPORTER=console", "OTEL_TRACES_EXPORTER")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://h:1;OTEL_EXPORTER_OTLP_PROTOCOL=http/json",
        "OTEL_EXPORTER_OTLP_PROTOCOL")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://h:1;OTEL_EXPORTER_OTLP_TIMEOUT=soon", "OTEL_EXPORTER_OTLP_TIMEOUT")]
    public void A_value_that_cannot_be_meant_is_refused_by_its_name(string variables, string name)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Read(variables));

        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }

    private static TelemetryVariables Read(string variables) => new(variables
        .Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1]));
}
