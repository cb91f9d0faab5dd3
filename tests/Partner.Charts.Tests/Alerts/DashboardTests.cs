using System.Text.Json;
using System.Text.RegularExpressions;
using Partner.Charts.Tests.Support;

namespace Partner.Charts.Tests.Alerts;

/// <summary>The Grafana dashboard.</summary>
public sealed partial class DashboardTests
{
    [HelmFact]
    public async Task It_is_a_ConfigMap_that_Grafanas_sidecar_finds()
    {
        var map = (await HelmChart.RenderAsync("monitoring")).The("ConfigMap");

        Assert.Equal("1", map["metadata", "labels", "grafana_dashboard"]);
        Assert.Equal("Partner", map["metadata", "annotations", "grafana_folder"]);
    }

    [HelmFact]
    public async Task Every_panel_says_what_it_shows_and_lies_beside_the_others()
    {
        var panels = (await DashboardAsync()).GetProperty("panels").EnumerateArray().ToList();
        var places = panels.Select(panel => panel.GetProperty("gridPos")).ToList();

        Assert.InRange(panels.Count, 10, 30);
        Assert.All(panels, panel => Assert.NotEqual("", panel.GetProperty("description").GetString()));
        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.Equal(panels.Count, places.Select(Corner).Distinct().Count());
        Assert.All(places, place => Assert.InRange(Corner(place).X + place.GetProperty("w").GetInt32(), 1, 24));
    }

    [HelmFact]
    public async Task Two_installations_have_dashboards_of_their_own()
    {
        var one = await DashboardAsync();
        var other = await DashboardAsync("--set", "fullnameOverride=second");

        Assert.NotEqual(one.GetProperty("uid").GetString(), other.GetProperty("uid").GetString());
    }

    [PromtoolFact]
    public async Task Prometheus_understands_every_query()
    {
        var queries = Queries(await DashboardAsync()).ToList();

        Assert.NotEmpty(queries);
        await Promtool.AssertValidAsync(queries.Select((query, index) => (object)new
        {
            record = $"panel:{index}",
            expr = query.Replace("$__rate_interval", "5m", StringComparison.Ordinal),
        }));
    }

    [HelmFact]
    public async Task Every_query_looks_at_the_chosen_installation_only() =>
        Assert.All(
            Queries(await DashboardAsync()),
            query => Assert.Equal(Selectors().Count(query), query.Split("{job=\"$job\"").Length - 1));

    private static async Task<JsonElement> DashboardAsync(params string[] more)
    {
        var map = (await HelmChart.RenderAsync("monitoring", more)).The("ConfigMap");
        return JsonDocument.Parse(map["data", "partner.json"]!).RootElement;
    }

    private static IEnumerable<string> Queries(JsonElement dashboard) =>
        dashboard.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!);

    private static (int X, int Y) Corner(JsonElement place) =>
        (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32());

    [GeneratedRegex(@"\{")]
    private static partial Regex Selectors();
}
