using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Partner.Contracts.Client;

namespace Partner.Cli.Output;

/// <summary>
/// Messages of the contract as JSON for scripts: the Protobuf JSON mapping with every field present (so that a script
/// can ask for one without first asking whether it is there), and enum values by their names without prefix.
/// Absent messages and absent optional fields stay absent.
/// </summary>
internal static class ContractJson
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    public static JsonObject Of(IMessage message)
    {
        var json = JsonNode.Parse(Formatter.Format(message))!.AsObject();
        ShortenEnums(json, message.Descriptor);
        return json;
    }

    private static void ShortenEnums(JsonObject json, MessageDescriptor descriptor)
    {
        foreach (var field in descriptor.Fields.InFieldNumberOrder())
        {
            if (json[field.JsonName] is not { } node)
            {
                continue;
            }

            if (field.FieldType == FieldType.Enum)
            {
                json[field.JsonName] = Shortened(node, field.EnumType);
            }
            else if (field.FieldType == FieldType.Message && field.MessageType.File.Package != "google.protobuf")
            {
                foreach (var child in Objects(node))
                {
                    ShortenEnums(child, field.MessageType);
                }
            }
        }
    }

    private static IEnumerable<JsonObject> Objects(JsonNode node) =>
        node is JsonArray array ? array.OfType<JsonObject>() : [node.AsObject()];

    /// <summary>A value that this program does not know yet is a number in Protobuf JSON, and stays one.</summary>
    private static JsonNode Shortened(JsonNode node, EnumDescriptor type)
    {
        if (node is JsonArray array)
        {
            return new JsonArray([.. array.OfType<JsonNode>().Select(item => Shortened(item, type))]);
        }

        return node.AsValue().TryGetValue<string>(out var name)
            ? JsonValue.Create(EnumText.Shorten(type, name))
            : node.DeepClone();
    }
}
