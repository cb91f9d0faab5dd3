using System.Text.Json;
using System.Text.RegularExpressions;
using Partner.Charts.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Partner.Charts.Tests.Values;

/// <summary>Each value is documented with its default and known to the schema, which lets nothing else pass.</summary>
public sealed partial class ValuesTests
{
    private static readonly Manifest Values =
        Manifest.ReadAll(Repository.Read("charts", "partner", "values.yaml")).Single();

    private static readonly JsonElement Schema =
        JsonDocument.Parse(Repository.Read("charts", "partner", "values.schema.json")).RootElement;

    [Fact]
    public void The_readme_has_every_value_with_its_default_and_a_meaning()
    {
        var table = Table().Match(Repository.Read("charts", "partner", "README.md")).Groups["table"].Value;
        var rows = Row().Matches(table).ToDictionary(
            row => row.Groups["key"].Value, row => row.Groups["default"].Value, StringComparer.Ordinal);
        var expected = Leaves(Values.Root, "")
            .ToDictionary(leaf => leaf.Path, leaf => leaf.Text, StringComparer.Ordinal);

        Assert.Empty(expected.Keys.Except(rows.Keys));
        Assert.Empty(rows.Keys.Except(expected.Keys));
        Assert.All(expected, leaf => Assert.Equal((leaf.Key, leaf.Value), (leaf.Key, rows[leaf.Key])));
        Assert.Equal(table.Split('\n').Count(line => line.StartsWith("| `", StringComparison.Ordinal)), rows.Count);
    }

    [Fact]
    public void The_schema_knows_every_value() =>
        Assert.All(Leaves(Values.Root, ""), leaf => Assert.True(Knows(leaf.Path), leaf.Path));

    // Helm shows a pattern that does not match as it is written, which says nothing to most people.
    [Fact]
    public void Forms_are_refused_in_words_and_not_by_patterns() =>
        Assert.DoesNotContain("\"pattern\"", Schema.GetRawText(), StringComparison.Ordinal);

    [Fact]
    public void No_object_of_the_schema_takes_properties_that_it_does_not_name()
    {
        var objects = Objects(Schema, "#").ToList();

        Assert.True(objects.Count > 50);
        Assert.All(objects, item => Assert.True(IsClosed(item.Path, item.Schema), item.Path));
    }

    // An object is closed, or a map from free names to texts. "global" belongs to Helm.
    private static bool IsClosed(string path, JsonElement schema) =>
        schema.TryGetProperty("additionalProperties", out var more)
        && (more.ValueKind == JsonValueKind.False
            || (more.ValueKind == JsonValueKind.Object && more.GetProperty("type").ValueEquals("string"))
            || path == "#/properties/global");

    private static IEnumerable<(string Path, JsonElement Schema)> Objects(JsonElement schema, string path)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        // "type" and "properties" are also names of values, whose schemas are objects.
        if (schema.TryGetProperty("type", out var type)
            && type.ValueKind == JsonValueKind.String
            && type.ValueEquals("object"))
        {
            yield return (path, schema);
        }

        foreach (var (name, child) in schema.EnumerateObject().Select(property => (property.Name, property.Value)))
        {
            foreach (var found in Objects(child, $"{path}/{name}"))
            {
                yield return found;
            }
        }
    }

    private static bool Knows(string path)
    {
        var schema = Schema;
        foreach (var key in path.Split('.'))
        {
            if (schema.TryGetProperty("$ref", out var reference))
            {
                schema = Schema.GetProperty("definitions").GetProperty(reference.GetString()!.Split('/')[^1]);
            }

            if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(key, out var next))
            {
                schema = next;
                continue;
            }

            // A key of a map.
            return schema.GetProperty("additionalProperties").ValueKind == JsonValueKind.Object;
        }

        return true;
    }

    private static IEnumerable<(string Path, string Text)> Leaves(YamlNode node, string path) => node switch
    {
        YamlMappingNode { Children.Count: > 0 } map => map.SelectMany(pair =>
            Leaves(pair.Value, $"{path}{(path == "" ? "" : ".")}{((YamlScalarNode)pair.Key).Value}")),
        YamlMappingNode => [(path, "{}")],
        YamlSequenceNode list => [(path, $"[{string.Join(", ", list.Select(item => ((YamlScalarNode)item).Value))}]")],
        YamlScalarNode { Value: "" } => [(path, "\"\"")],
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.DoubleQuoted } text => [(path, $"\"{text.Value}\"")],
        YamlScalarNode text => [(path, text.Value!)],
        _ => throw new InvalidOperationException($"{path} is no value"),
    };

    [GeneratedRegex(
        "<!-- values: .*? -->\n(?<table>.*?)\n<!-- end of values -->",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Table();

    [GeneratedRegex(
        @"^\| `(?<key>[^`]+)` \| `(?<default>[^`]+)` \| \S.* \|$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
