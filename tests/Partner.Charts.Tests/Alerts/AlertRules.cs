using Partner.Charts.Tests.Support;

namespace Partner.Charts.Tests.Alerts;

/// <summary>The alerts as the chart renders them with every threshold at its default.</summary>
internal static class AlertRules
{
    public const string Telemetry = "otel.endpoint=http://collector:4317";

    public static async Task<IReadOnlyList<Manifest>> RenderAsync()
    {
        var rendering = await HelmChart.RenderAsync("required", "--set", $"{Telemetry},prometheusRule.enabled=true");
        return rendering.The("PrometheusRule").List("spec", "groups", "0", "rules");
    }

    /// <summary>Names of the alerts, also where there is no Helm.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Manifest.ReadAll(Repository.Read("charts", "partner", "files", "alerts.yaml")).Single()
            .List("alerts").Select(rule => rule["alert"]!),
    ];

    /// <summary>A rule as promtool and Prometheus read it.</summary>
    public static object ForPrometheus(Manifest rule) => new
    {
        alert = rule["alert"],
        expr = rule["expr"],
        @for = rule["for"],
        labels = rule.Map("labels"),
        annotations = rule.Map("annotations"),
    };
}
