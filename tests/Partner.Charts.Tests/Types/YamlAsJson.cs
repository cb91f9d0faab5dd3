using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Partner.Charts.Tests.Types;

/// <summary>
/// YAML as Helm and kubectl read it (YAML 1.1): a plain 0123, 1e3, yes or ~ is no text, whoever wrote it may have meant
/// one.
/// </summary>
internal static partial class YamlAsJson
{
    private static readonly string[] True = ["y", "yes", "on", "true"];
    private static readonly string[] False = ["n", "no", "off", "false"];
    private static readonly string[] Null = ["", "~", "null"];

    /// <summary>The JSON text of a document.</summary>
    public static string Write(YamlNode node) => Convert(node)?.ToJsonString() ?? "null";

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Select(pair =>
            KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Convert(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Plain(plain.Value!),
        YamlScalarNode text => JsonValue.Create(text.Value),
        _ => throw new InvalidOperationException($"{node} is neither map, list nor scalar"),
    };

    private static JsonNode? Plain(string text)
    {
        var word = text.ToLowerInvariant();
        if (Null.Contains(word))
        {
            return null;
        }

        if (True.Contains(word) || False.Contains(word))
        {
            return JsonValue.Create(True.Contains(word));
        }

        if (WholeNumber().IsMatch(text))
        {
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                ? JsonValue.Create(whole)
                : JsonValue.Create(double.Parse(text, CultureInfo.InvariantCulture));
        }

        return Number().IsMatch(text)
            ? JsonValue.Create(double.Parse(text, CultureInfo.InvariantCulture))
            : JsonValue.Create(text);
    }

    [GeneratedRegex("^[-+]?[0-9]+$")]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)([eE][-+]?[0-9]+)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}
