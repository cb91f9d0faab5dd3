using System.Collections.Concurrent;

namespace Partner.Charts.Tests.Support;

/// <summary>The chart as Helm renders it: release "partner" in the namespace "leb".</summary>
internal static class HelmChart
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<Rendering>>> Cache = new(StringComparer.Ordinal);

    /// <summary>Names of the sets of values in charts/partner/ci.</summary>
    public static IReadOnlyList<string> Sets { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Repository.Chart, "ci"), "*-values.yaml")
            .Select(file => Path.GetFileName(file)[..^"-values.yaml".Length])
            .Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> AllSets => [.. Sets];

    /// <summary>Renders a set of values, changed by more words for Helm such as "--set" and "a.b=c".</summary>
    public static async Task<Rendering> RenderAsync(string set, params string[] more)
    {
        var entry = Cache.GetOrAdd(
            string.Join('\n', [set, .. more]), _ => new(() => RenderFreshAsync(Tools.NewestHelm, set, more)));
        return await entry.Value;
    }

    /// <summary>The same with a certain Helm, where their versions might differ.</summary>
    public static Task<Rendering> RenderWithAsync(string helm, string set, params string[] more) =>
        RenderFreshAsync(helm, set, more);

    /// <summary>What Helm says when it refuses values.</summary>
    public static async Task<string> RefusalAsync(string helm, string set, params string[] more)
    {
        var (status, _, error) = await Tools.RunAsync(helm, Words(set, more));
        Assert.True(status != 0, $"{helm} took {string.Join(' ', more)}");
        return error;
    }

    private static async Task<Rendering> RenderFreshAsync(string helm, string set, string[] more)
    {
        var (status, output, error) = await Tools.RunAsync(helm, Words(set, more));
        Assert.True(status == 0, error);
        return new Rendering(Manifest.ReadAll(output));
    }

    private static string[] Words(string set, string[] more) =>
    [
        "template", "partner", Repository.Chart, "--namespace", "leb",
        "--values", Path.Combine(Repository.Chart, "ci", $"{set}-values.yaml"), .. more,
    ];
}

/// <summary>The objects that came out.</summary>
internal sealed record Rendering(IReadOnlyList<Manifest> Objects)
{
    public Manifest Deployment => The("Deployment");

    /// <summary>The server's container.</summary>
    public Manifest Server => Deployment.List("spec", "template", "spec", "containers").Single();

    /// <summary>Every pod's specification: the server's, the migration's.</summary>
    public IEnumerable<Manifest> Pods => Of("Deployment").Concat(Of("Job"))
        .Select(owner => new Manifest(owner.Find("spec", "template", "spec")!));

    public IEnumerable<Manifest> Of(string kind) => Objects.Where(item => item.Kind == kind);

    public Manifest The(string kind) => Of(kind).Single();

    public Manifest The(string kind, string name) => Of(kind).Single(item => item.Name == name);

    /// <summary>An environment variable of a container.</summary>
    public static Manifest? Variable(Manifest container, string name) =>
        container.List("env").SingleOrDefault(variable => variable["name"] == name);
}
