using Partner.Charts.Tests.Support;

namespace Partner.Charts.Tests.Alerts;

/// <summary>Each alert fires when it should, stays quiet when it should, and tells a person what to do.</summary>
public sealed class AlertTests
{
    private static readonly IReadOnlyList<Manifest> Cases =
    [
        .. Manifest.ReadAll(Repository.Read("tests", "Partner.Charts.Tests", "Alerts", "cases.yaml")).Single().List(),
    ];

    public static TheoryData<int, string> AllCases
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var (index, story) in Cases.Index())
            {
                data.Add(index, story["alert"]!);
            }

            return data;
        }
    }

    [PromtoolTheory]
    [MemberData(nameof(AllCases))]
    public async Task An_alert_fires(int index, string alert)
    {
        var rules = await AlertRules.RenderAsync();
        var rule = rules.Single(rule => rule["alert"] == alert);
        var story = new Manifest(Cases[index].Find("fires")!);
        var annotations = new Dictionary<string, string?>(rule.Map("annotations")) { ["summary"] = story["summary"] };
        var labels = new Dictionary<string, string?>(rule.Map("labels"));
        foreach (var (name, value) in story.Map("labels"))
        {
            labels.Add(name, value);
        }

        await PlayAsync(rules, alert, story, [new { exp_labels = labels, exp_annotations = annotations }]);
    }

    [PromtoolTheory]
    [MemberData(nameof(AllCases))]
    public async Task An_alert_stays_quiet(int index, string alert) =>
        await PlayAsync(await AlertRules.RenderAsync(), alert, new Manifest(Cases[index].Find("quiet")!), []);

    [Fact]
    public void Each_alert_has_a_story_in_which_it_fires_and_one_in_which_it_does_not()
    {
        Assert.Equal(
            AlertRules.Names.Order(StringComparer.Ordinal),
            Cases.Select(story => story["alert"]).Distinct().Order(StringComparer.Ordinal));
        Assert.All(Cases, story => Assert.All(["fires", "quiet"], end => Assert.NotEmpty(story.List(end, "series"))));
    }

    [PromtoolFact]
    public async Task Prometheus_takes_the_rules() =>
        await Promtool.AssertValidAsync((await AlertRules.RenderAsync()).Select(AlertRules.ForPrometheus));

    [HelmFact]
    public async Task Every_mark_of_an_expression_is_filled_in() =>
        Assert.All(
            await AlertRules.RenderAsync(),
            rule => Assert.DoesNotContain("${", rule["expr"]!, StringComparison.Ordinal));

    [HelmFact]
    public async Task Thresholds_and_the_selector_are_values()
    {
        var rules = (await HelmChart.RenderAsync("full")).The("PrometheusRule").List("spec", "groups", "0", "rules");

        var queue = rules.Single(rule => rule["alert"] == "LebQueueLong");

        Assert.Equal("max(leb_queue_depth{service=\"topups\", leb_job_state=\"queued\"}) > 250", queue["expr"]);
    }

    [HelmFact]
    public async Task An_alert_can_be_left_out()
    {
        var rule = (await HelmChart.RenderAsync("monitoring")).The("PrometheusRule");

        Assert.Equal(
            AlertRules.Names.Except(["LebReplicasMissing"]),
            rule.List("spec", "groups", "0", "rules").Select(item => item["alert"]!));
        Assert.Equal("prometheus", rule["metadata", "labels", "release"]);
    }

    [HelmFact]
    public async Task The_selector_is_the_identity_that_the_server_reports()
    {
        var server = (await HelmChart.RenderAsync("required", "--set", AlertRules.Telemetry)).Server;
        var space = Rendering.Variable(server, "OTEL_RESOURCE_ATTRIBUTES")!["value"]!.Split(',')
            .Single(attribute => attribute.StartsWith("service.namespace=", StringComparison.Ordinal)).Split('=')[1];
        var name = Rendering.Variable(server, "OTEL_SERVICE_NAME")!["value"];

        Assert.All(
            (await AlertRules.RenderAsync()).Where(rule => rule["expr"]!.Contains("leb_", StringComparison.Ordinal)),
            rule => Assert.Contains($"job=\"{space}/{name}\"", rule["expr"]!, StringComparison.Ordinal));
    }

    // Each alert's paragraph stands under a heading of its name, which is where its annotation points to.
    [HelmFact]
    public async Task Each_alert_points_to_a_paragraph_that_says_what_to_do()
    {
        var readme = Repository.Read("charts", "partner", "README.md");
        foreach (var rule in await AlertRules.RenderAsync())
        {
            var heading = $"\n### {rule["alert"]}\n\n";
            var start = readme.IndexOf(heading, StringComparison.Ordinal);

            Assert.True(start >= 0, $"README.md has no heading {rule["alert"]}");
            var paragraph = readme[(start + heading.Length)..].Split("\n#")[0];
            Assert.InRange(paragraph.Length, 150, 2000);
            Assert.Equal(
                $"charts/partner/README.md#{rule["alert"]!.ToLowerInvariant()}", rule["annotations", "runbook"]);
            Assert.Contains(rule["labels", "severity"], new[] { "page", "ticket" });
        }
    }

    private static Task PlayAsync(IReadOnlyList<Manifest> rules, string alert, Manifest story, object[] expected) =>
        Promtool.AssertPlaysAsync(
            rules.Select(AlertRules.ForPrometheus),
            new
            {
                interval = "1m",
                input_series = story.Texts("series").Select(line => new
                {
                    series = line![..(line!.IndexOf('}') + 1)],
                    values = line[(line.IndexOf('}') + 2)..],
                }),
                alert_rule_test = new[] { new { eval_time = story["at"], alertname = alert, exp_alerts = expected } },
            });
}
