using Partner.Charts.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Partner.Charts.Tests.Types;

/// <summary>Whatever operators set, Kubernetes takes what is rendered.</summary>
public sealed class ValueSetTests
{
    public static TheoryData<string> Sets => [.. ValueSets.Names];

    [HelmTheory]
    [MemberData(nameof(Sets))]
    public async Task Every_object_is_one_of_the_newest_Kubernetes(string set)
    {
        var objects = (await ValueSets.RenderAsync(set)).Objects;

        Assert.Empty(objects.Where(NewestKubernetes.Knows).Select(NewestKubernetes.Problem).OfType<string>());
        Assert.All(
            objects.Where(item => !NewestKubernetes.Knows(item)),
            other => Assert.Contains(other.Kind, new[] { "Certificate", "PrometheusRule" }));
    }

    [HelmTheory]
    [MemberData(nameof(Sets))]
    public async Task Nothing_is_there_twice(string set)
    {
        var objects = (await ValueSets.RenderAsync(set)).Objects;

        Assert.Empty(objects.SelectMany(MergeKeys.Repeated));
        Assert.Equal(objects.Count, objects.Select(item => (item.Kind, item.Name)).Distinct().Count());
    }

    [HelmTheory]
    [MemberData(nameof(Sets))]
    public async Task Every_selector_finds_the_pods_it_is_for(string set)
    {
        var rendering = await ValueSets.RenderAsync(set);
        var labels = rendering.Deployment.Map("spec", "template", "metadata", "labels");

        Assert.All(rendering.Deployment.Map("spec", "selector", "matchLabels"), wanted =>
            Assert.Equal(wanted.Value, labels[wanted.Key]));
    }

    [Fact]
    public void There_are_at_least_thirty() => Assert.True(ValueSets.Names.Count >= 30, $"{ValueSets.Names.Count}");

    [HelmFact]
    public async Task An_unknown_field_a_wrong_type_and_a_repetition_are_found()
    {
        var server = (await HelmChart.RenderAsync("required")).Deployment;

        Assert.Contains("readinesProbe", Spoiled(server, "{ readinesProbe: {} }"), StringComparison.Ordinal);
        Assert.Contains("image", Spoiled(server, "{ image: 7 }"), StringComparison.Ordinal);
        Assert.Contains("args", Spoiled(server, "{ args: serve }"), StringComparison.Ordinal);
        Assert.Contains("stdin", Spoiled(server, "{ stdin: 'yes' }"), StringComparison.Ordinal);
        Assert.NotNull(Spoiled(server, "{ resources: { limits: { cpu: much } } }"));
        Assert.Equal(["env: A"], MergeKeys.Repeated(Manifest.ReadAll("{ env: [{ name: A }, { name: A }] }").Single()));
        Assert.Null(NewestKubernetes.Problem(server));
    }

    // What is said of a Deployment whose container has other fields than it should.
    private static string? Spoiled(Manifest deployment, string container)
    {
        var copy = Manifest.ReadAll(YamlAsJson.Write(deployment.Root)).Single();
        var fields = (YamlMappingNode)copy.Find("spec", "template", "spec", "containers", "0")!;
        foreach (var (key, value) in (YamlMappingNode)Manifest.ReadAll(container).Single().Root)
        {
            fields.Children[key] = value;
        }

        return NewestKubernetes.Problem(copy);
    }
}
