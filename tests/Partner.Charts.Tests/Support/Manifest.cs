using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Partner.Charts.Tests.Support;

/// <summary>A Kubernetes object as YAML. A path is a list of keys, and of numbers within lists.</summary>
/// <param name="Root">The object.</param>
internal sealed record Manifest(YamlNode Root)
{
    public string Kind => this["kind"]!;

    public string Name => this["metadata", "name"]!;

    /// <summary>The text at a path; null when nothing is there.</summary>
    public string? this[params string[] path] => (Find(path) as YamlScalarNode)?.Value;

    public static IReadOnlyList<Manifest> ReadAll(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => new Manifest(document.RootNode))];
    }

    public YamlNode? Find(params string[] path)
    {
        YamlNode? node = Root;
        foreach (var key in path)
        {
            node = node switch
            {
                YamlMappingNode map => map.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null,
                YamlSequenceNode list => list.ElementAtOrDefault(int.Parse(key, CultureInfo.InvariantCulture)),
                _ => null,
            };
        }

        return node;
    }

    /// <summary>The members of a list, or nothing.</summary>
    public IReadOnlyList<Manifest> List(params string[] path) =>
        Find(path) is YamlSequenceNode list ? [.. list.Select(item => new Manifest(item))] : [];

    /// <summary>The texts of a list, or nothing.</summary>
    public IReadOnlyList<string?> Texts(params string[] path) => [.. List(path).Select(item => item[[]])];

    /// <summary>The keys of a mapping with their texts, or nothing.</summary>
    public IReadOnlyDictionary<string, string?> Map(params string[] path) => Find(path) is YamlMappingNode map
        ? map.ToDictionary(
            pair => ((YamlScalarNode)pair.Key).Value!,
            pair => (pair.Value as YamlScalarNode)?.Value,
            StringComparer.Ordinal)
        : new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>A number at a path.</summary>
    public int Number(params string[] path) => int.Parse(this[path]!, CultureInfo.InvariantCulture);
}
