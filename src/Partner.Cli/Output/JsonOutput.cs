using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Partner.Cli.Output;

/// <summary>
/// JSON as the command prints it: Chinese stays readable, since the text goes to a file or pipe, not to HTML.
/// </summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions OneLine = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Indent = new(OneLine) { WriteIndented = true };

    public static string Indented(JsonNode node) => node.ToJsonString(Indent);

    public static string Line(JsonNode node) => node.ToJsonString(OneLine);
}
