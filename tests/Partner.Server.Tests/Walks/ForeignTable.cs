using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Partner.Server.Tests.Walks;

/// <summary>A row of the table foreign-names.txt.</summary>
/// <param name="Kind">The kind of name; "-" for none.</param>
/// <param name="Theirs">How it is answered to another partner.</param>
/// <param name="OtherShop">How it is answered to another outlet.</param>
internal sealed record ForeignRow(string Kind, string Theirs, string OtherShop);

/// <summary>The fields of requests that hold texts, by their paths, and what the table says of them.</summary>
internal static class ForeignTable
{
    // They are amounts, times and durations, and name nothing.
    private static readonly HashSet<string> Plain = new(StringComparer.Ordinal)
    {
        "leb.partner.v1.Money", "google.protobuf.Timestamp", "google.protobuf.Duration",
    };

    /// <summary>Where it lies.</summary>
    public static string Path { get; } = System.IO.Path.Combine(
        Repository.Root, "tests", "Partner.Server.Tests", "Walks", "foreign-names.txt");

    /// <summary>Reads it: for "package.Service/Method path.of.field" its row.</summary>
    public static Dictionary<string, ForeignRow> Read()
    {
        var (rows, service) = (new Dictionary<string, ForeignRow>(StringComparer.Ordinal), "");
        foreach (var line in File.ReadLines(Path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (cells[0] == "service")
            {
                service = cells[1];
            }
            else
            {
                rows.Add(
                    $"{service}/{cells[0]} {cells[1]}",
                    new ForeignRow(cells[2], cells.ElementAtOrDefault(3) ?? "-", cells.ElementAtOrDefault(4) ?? "-"));
            }
        }

        return rows;
    }

    /// <summary>The paths of all texts in a message, also in those within it.</summary>
    public static IEnumerable<string> TextsOf(MessageDescriptor message)
    {
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            if (field.FieldType == FieldType.String)
            {
                yield return field.Name;
            }
            else if (field.FieldType == FieldType.Message && !Plain.Contains(field.MessageType.FullName))
            {
                foreach (var within in TextsOf(field.MessageType))
                {
                    yield return $"{field.Name}.{within}";
                }
            }
        }
    }

    /// <summary>Puts a text into a field of a message, or of each message of a list within it.</summary>
    public static void Set(IMessage message, string path, string text)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        var field = message.Descriptor.FindFieldByName(dot < 0 ? path : path[..dot]);
        if (dot < 0)
        {
            field.Accessor.SetValue(message, text);
            return;
        }

        if (field.IsRepeated)
        {
            foreach (var one in ((System.Collections.IEnumerable)field.Accessor.GetValue(message)).Cast<IMessage>())
            {
                Set(one, path[(dot + 1)..], text);
            }

            return;
        }

        if (field.Accessor.GetValue(message) is not IMessage within)
        {
            within = field.MessageType.Parser.ParseFrom(ByteString.Empty);
            field.Accessor.SetValue(message, within);
        }

        Set(within, path[(dot + 1)..], text);
    }
}
