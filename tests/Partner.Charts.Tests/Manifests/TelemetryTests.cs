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

    // OpenTelemetry's specification: commas and signs of equality part a list, so that a value's are percent-encoded.
    [HelmFact]
    public async Task Attributes_arrive_as_they_were_written()
    {
        var server = (await HelmChart.RenderAsync("mesh")).Server;

        var read = Rendering.Variable(server, "OTEL_RESOURCE_ATTRIBUTES")!["value"]!.Split(',')
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => Uri.UnescapeDataString(pair[0]), pair => Uri.UnescapeDataString(pair[1]));

        Assert.Equal("100% a=b \"c\" d;e\\f + 中文", read["note"]);
        Assert.Equal("shop, second floor", read["deployment.environment.name"]);
        Assert.Equal(("$(HOST_IP)", "$(POD_NAME)"), (read["host.ip"], read["k8s.pod.name"]));
    }

    [HelmFact]
    public async Task Letters_that_some_readers_take_for_others_are_encoded_too()
    {
        var server = (await HelmChart.RenderAsync("mesh")).Server;
        var text = Rendering.Variable(server, "OTEL_RESOURCE_ATTRIBUTES")!["value"]!;

        Assert.DoesNotContain(text, letter => letter is '+' or ' ' or '"' or ';' or '\\' || letter > '~');
    }

    [HelmFact]
    public async Task An_attribute_of_the_operators_goes_before_the_charts_also_where_alerts_look_for_it()
    {
        var rendering = await HelmChart.RenderAsync("mesh");
        var attributes = Rendering.Variable(rendering.Server, "OTEL_RESOURCE_ATTRIBUTES")!["value"]!.Split(',');

        Assert.Equal(["service.namespace=shop"], attributes.Where(
            one => one.StartsWith("service.namespace=", StringComparison.Ordinal)));
        Assert.Contains(
            "job=\"shop/partner\"", rendering.The("PrometheusRule")["spec", "groups", "0", "rules", "0", "expr"],
            StringComparison.Ordinal);
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
