using Partner.Charts.Tests.Support;

namespace Partner.Charts.Tests.Manifests;

/// <summary>The chart says to the program only what the program understands.</summary>
public sealed class CommandLineTests
{
    private static readonly string Verbs = string.Concat(
        Directory.GetFiles(Path.Combine(Repository.Root, "src", "Partner.Server", "Verbs"), "*.cs")
            .Select(File.ReadAllText));

    public static TheoryData<string> Sets => HelmChart.AllSets;

    [HelmTheory]
    [MemberData(nameof(Sets))]
    public async Task Every_option_is_one_that_the_verb_reads(string set)
    {
        var args = (await HelmChart.RenderAsync(set)).Server.Texts("args");

        Assert.Equal("serve", args[0]);
        Assert.All(
            args.Where(word => word!.StartsWith("--", StringComparison.Ordinal)),
            option => Assert.Contains($"\"{option}\"", Verbs, StringComparison.Ordinal));
    }

    [HelmTheory]
    [MemberData(nameof(Sets))]
    public async Task The_provider_is_one_that_the_store_has(string set)
    {
        var server = (await HelmChart.RenderAsync(set)).Server;
        var provider = Rendering.Variable(server, "Partner__Storage__Provider")!["value"]!;

        Assert.True(
            Directory.Exists(Path.Combine(Repository.Root, "src", "Partner.Storage", "Providers", provider)), provider);
    }
}
