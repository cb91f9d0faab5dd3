using Partner.Charts.Tests.Support;

namespace Partner.Charts.Tests.Manifests;

/// <summary>OpenTelemetry's variables are set when, and only when, there is an endpoint.</summary>
public sealed class TelemetryTests
{
    [HelmFact]
    public async Task Nothing_is_exported_without_an_endpoint() =>
        Assert.DoesNotContain(
            (await HelmChart.RenderAsync("required")).Server.List("env"),
            variable => variable["name"]!.StartsWith("OTEL_", StringComparison.Ordinal));

    [HelmFact]
    public async Task The_standard_variables_say_where_to_and_who()
    {
        var server = (await HelmChart.RenderAsync("monitoring")).Server;

        Assert.Equal("http://$(HOST_IP):4318", Rendering.Variable(server, "OTEL_EXPORTER_OTLP_ENDPOINT")!["value"]);
        Assert.Equal("http/protobuf", Rendering.Variable(server, "OTEL_EXPORTER_OTLP_PROTOCOL")!["value"]);
        Assert.Equal("partner", Rendering.Variable(server, "OTEL_SERVICE_NAME")!["value"]);
        Assert.Equal(
            "collector",
            Rendering.Variable(server, "OTEL_EXPORTER_OTLP_HEADERS")!["valueFrom", "secretKeyRef", "name"]);
        Assert.Equal("30000", Rendering.Variable(server, "OTEL_METRIC_EXPORT_INTERVAL")!["value"]);
        var attributes = Rendering.Variable(server, "OTEL_RESOURCE_ATTRIBUTES")!["value"]!.Split(',');
        Assert.Contains("service.namespace=leb", attributes);
        Assert.Contains("service.instance.id=$(POD_NAME)", attributes);
        Assert.Contains("deployment.environment.name=production", attributes);
    }

    [HelmFact]
    public async Task Floats_are_observed_of_named_partners_only()
    {
        var observing = (await HelmChart.RenderAsync("full")).Server.Texts("args").ToList();
        var others = (await HelmChart.RenderAsync("monitoring")).Server.Texts("args");

        Assert.Equal("acme,kiosk", observing[observing.IndexOf("--observe-float") + 1]);
        Assert.DoesNotContain("--observe-float", others);
    }

    // Kubernetes fills $(NAME) in only where the variable NAME stands before.
    [HelmFact]
    public async Task Variables_that_others_refer_to_stand_before_them()
    {
        var server = (await HelmChart.RenderAsync("monitoring")).Server;
        var names = server.List("env").Select(variable => variable["name"]).ToList();

        Assert.True(names.IndexOf("HOST_IP") < names.IndexOf("OTEL_EXPORTER_OTLP_ENDPOINT"));
        Assert.True(names.IndexOf("POD_NAME") < names.IndexOf("OTEL_RESOURCE_ATTRIBUTES"));
        Assert.Equal(names.Count, names.Distinct().Count());
    }
}
