using Partner.Charts.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Partner.Charts.Tests.Types;

/// <summary>What operators set: the sets of charts/partner/ci, and the changes of them in sets.yaml.</summary>
internal static class ValueSets
{
    private static readonly Dictionary<string, Manifest> Changes =
        Manifest.ReadAll(Repository.Read("tests", "Partner.Charts.Tests", "Types", "sets.yaml")).Single()
            .List().ToDictionary(change => change["about"]!, StringComparer.Ordinal);

    /// <summary>What they are about, all of them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. HelmChart.Sets, .. Changes.Keys];

    /// <summary>Renders one of them.</summary>
    public static Task<Rendering> RenderAsync(string name) => Changes.TryGetValue(name, out var change)
        ? HelmChart.RenderAsync(change["from"]!, "--values", FileOf(name, change.Find("values")!))
        : HelmChart.RenderAsync(name);

    // Beside the tests' own program. Helm parts the names of files at commas.
    private static string FileOf(string name, YamlNode values)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "value-sets"));
        var file = Path.Combine(folder.FullName, $"{name.Replace(',', ' ')}.json");
        File.WriteAllText(file, YamlAsJson.Write(values));
        return file;
    }
}
