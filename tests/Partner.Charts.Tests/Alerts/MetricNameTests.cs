using System.Text.RegularExpressions;
using Partner.Charts.Tests.Support;

namespace Partner.Charts.Tests.Alerts;

/// <summary>Alerts and panels ask for metrics that the server has, by the names that Prometheus gives them.</summary>
public sealed partial class MetricNameTests
{
    private static readonly string SourceReadme = Repository.Read("src", "README.md");

    [Theory]
    [InlineData("alerts.yaml")]
    [InlineData("panels.yaml")]
    public void Every_metric_that_is_asked_for_exists(string file)
    {
        var known = Rows().Matches(SourceReadme).SelectMany(PrometheusNames).ToHashSet(StringComparer.Ordinal);
        var text = Repository.Read("charts", "partner", "files", file);
        var asked = Asked().Matches(text).Select(match => match.Value).ToList();

        Assert.NotEmpty(asked);
        Assert.All(asked, name => Assert.Contains(name, known));
    }

    [Fact]
    public void The_dashboard_shows_every_metric()
    {
        var panels = Repository.Read("charts", "partner", "files", "panels.yaml");

        Assert.All(Rows().Matches(SourceReadme), row => Assert.Contains(
            PrometheusNames(row), name => panels.Contains($"{name}{{", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("alerts.yaml")]
    [InlineData("panels.yaml")]
    public void Every_label_that_is_asked_for_exists(string file)
    {
        var known = Labels().Matches(SourceReadme).Select(match => match.Value.Replace('.', '_')).ToHashSet();
        var asked = AskedLabels().Matches(Repository.Read("charts", "partner", "files", file));

        Assert.All(asked, match => Assert.Contains(match.Groups["label"].Value, known));
    }

    // How the OpenTelemetry specification turns a metric's name, kind and unit into Prometheus' name: dots become
    // underscores, the unit's word is appended where the name lacks it, words in braces are no unit.
    private static IEnumerable<string> PrometheusNames(Match row)
    {
        var name = row.Groups["name"].Value.Replace('.', '_');
        var kind = row.Groups["kind"].Value;
        var word = row.Groups["unit"].Value switch
        {
            "s" => "seconds",
            "d" => "days",
            "1" when kind == "gauge" => "ratio",
            _ => "",
        };
        if (word != "" && !name.Split('_').Contains(word))
        {
            name += $"_{word}";
        }

        return kind switch
        {
            "counter" => [$"{name}_total"],
            "histogram" => [$"{name}_bucket", $"{name}_sum", $"{name}_count"],
            _ => [name],
        };
    }

    [GeneratedRegex(
        @"^\| `(?<name>leb\.[a-z_.]+)` \| (?<kind>counter|histogram|gauge) \| `(?<unit>[^`]+)` \|",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Rows();

    [GeneratedRegex(@"\bleb_[a-z_]+(?=\{)")]
    private static partial Regex Asked();

    [GeneratedRegex(@"(?<label>leb_[a-z_]+)(=|\)|\}\})", RegexOptions.ExplicitCapture)]
    private static partial Regex AskedLabels();

    [GeneratedRegex(@"\bleb\.[a-z_]+(?=`)")]
    private static partial Regex Labels();
}
