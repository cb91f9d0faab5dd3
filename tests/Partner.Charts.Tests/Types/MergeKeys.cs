using Partner.Charts.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Partner.Charts.Tests.Types;

/// <summary>
/// Lists whose members Kubernetes tells apart by a key (x-kubernetes-list-map-keys, x-kubernetes-patch-merge-key): a
/// server-side apply, which is how Helm 4 applies, refuses one that is there twice.
/// </summary>
internal static class MergeKeys
{
    private static readonly Dictionary<string, string[]> Keys = new(StringComparer.Ordinal)
    {
        ["containers"] = ["name"],
        ["initContainers"] = ["name"],
        ["env"] = ["name"],
        ["ports"] = ["containerPort", "port", "protocol"],
        ["volumes"] = ["name"],
        ["volumeMounts"] = ["mountPath"],
        ["imagePullSecrets"] = ["name"],
        ["topologySpreadConstraints"] = ["topologyKey", "whenUnsatisfiable"],
        ["groups"] = ["name"],
    };

    /// <summary>What is there twice, with where: "env: HOME".</summary>
    public static IEnumerable<string> Repeated(Manifest manifest) => Repeated(manifest.Root);

    private static IEnumerable<string> Repeated(YamlNode node) => node switch
    {
        YamlMappingNode map => map.SelectMany(
            pair => Twice(((YamlScalarNode)pair.Key).Value!, pair.Value).Concat(Repeated(pair.Value))),
        YamlSequenceNode list => list.SelectMany(Repeated),
        _ => [],
    };

    private static IEnumerable<string> Twice(string name, YamlNode node) =>
        Keys.TryGetValue(name, out var fields) && node is YamlSequenceNode list
            ? list.Select(item => string.Join(' ', fields.Select(field => new Manifest(item)[field])).Trim())
                .GroupBy(key => key, StringComparer.Ordinal)
                .Where(same => same.Count() > 1)
                .Select(same => $"{name}: {same.Key}")
            : [];
}
