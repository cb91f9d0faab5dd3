using System.Text.Json;
using Partner.Charts.Tests.Support;

namespace Partner.Charts.Tests.Alerts;

/// <summary>Prometheus' own checker. It reads YAML, so JSON too.</summary>
internal static class Promtool
{
    /// <summary>Whether rules are well formed.</summary>
    public static async Task AssertValidAsync(IEnumerable<object> rules)
    {
        var folder = Directory.CreateTempSubdirectory("partner-rules-");
        try
        {
            var file = Path.Combine(folder.FullName, "rules.json");
            await WriteRulesAsync(file, rules);
            await AssertDoneAsync("check", "rules", file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Plays a test of promtool against rules.</summary>
    public static async Task AssertPlaysAsync(IEnumerable<object> rules, object test)
    {
        var folder = Directory.CreateTempSubdirectory("partner-rules-");
        try
        {
            await WriteRulesAsync(Path.Combine(folder.FullName, "rules.json"), rules);
            var file = Path.Combine(folder.FullName, "test.json");
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new
            {
                rule_files = new[] { "rules.json" },
                evaluation_interval = "1m",
                tests = new[] { test },
            }));
            await AssertDoneAsync("test", "rules", file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task WriteRulesAsync(string file, IEnumerable<object> rules) => File.WriteAllTextAsync(
        file, JsonSerializer.Serialize(new { groups = new[] { new { name = "partner", rules } } }));

    private static async Task AssertDoneAsync(params string[] words)
    {
        Assert.True(Tools.Promtool is not null, $"promtool is missing: {Tools.HowToGet}");
        var (status, output, error) = await Tools.RunAsync(Tools.Promtool, words);
        Assert.True(status == 0, $"{output}\n{error}");
    }
}
