using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Partner.Core.Documents;

/// <summary>
/// A document with findings, without what they are about: keys that nobody knows, and entries of lists in which
/// anything else is wrong. What is left is sound, so that it can be judged beside other documents, and its writer gets
/// those findings in the same round. It is never published.
/// </summary>
public sealed partial class DocumentDraft
{
    private readonly Dictionary<string, List<int>> _kept;

    private DocumentDraft(ParsedDocument parsed, Dictionary<string, List<int>> kept) =>
        (Parsed, _kept) = (parsed, kept);

    /// <summary>What is left of the document.</summary>
    public ParsedDocument Parsed { get; }

    /// <summary>Makes a draft.</summary>
    /// <param name="json">The text.</param>
    /// <param name="findings">Its findings by <see cref="DocumentReader.Read"/>; one or more.</param>
    /// <returns>The draft; null when what is wrong concerns the whole document.</returns>
    public static DocumentDraft? Of(string json, IReadOnlyList<Finding> findings)
    {
        if (Parse(json) is not { } root)
        {
            return null;
        }

        var bad = new HashSet<(string List, int Index)>();
        foreach (var finding in findings)
        {
            if (finding.IsUnknownKey ? !Remove(root, finding.Path) : !Mark(finding.Path, bad))
            {
                return null;
            }
        }

        var kept = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var list in bad.GroupBy(entry => entry.List, entry => entry.Index))
        {
            if (root[list.Key] is not JsonArray array)
            {
                return null;
            }

            var left = Enumerable.Range(0, array.Count).Except(list).ToList();
            kept.Add(list.Key, left);
            root[list.Key] = new JsonArray([.. left.Select(index => array[index]?.DeepClone())]);
        }

        return DocumentReader.Read(root.ToJsonString(), out _) is { } parsed ? new DocumentDraft(parsed, kept) : null;
    }

    /// <summary>The path in the document as it was written.</summary>
    /// <param name="path">A path in what is left of it.</param>
    public string PathOf(string path)
    {
        var entry = Entry().Match(path);
        return entry.Success && _kept.TryGetValue(entry.Groups[1].Value, out var kept) && Index(entry) < kept.Count
            ? string.Create(
                CultureInfo.InvariantCulture, $"$.{entry.Groups[1].Value}[{kept[Index(entry)]}]{entry.Groups[3].Value}")
            : path;
    }

    private static JsonObject? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(
                json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (JsonException)
        {
            // It has a finding already, and of a text that is no JSON nothing more can be said.
            return null;
        }
    }

    private static bool Mark(string path, HashSet<(string List, int Index)> bad)
    {
        var entry = Entry().Match(path);
        if (entry.Success)
        {
            bad.Add((entry.Groups[1].Value, Index(entry)));
        }

        return entry.Success;
    }

    /// <summary>Takes a key out; false where the path does not lead to it, as when its name has a dot in it.</summary>
    private static bool Remove(JsonObject root, string path)
    {
        JsonNode? node = root;
        var steps = Step().Matches(path).Select(step => step.Value).ToList();
        foreach (var step in steps.SkipLast(1))
        {
            node = step[0] == '['
                ? (node as JsonArray)?.ElementAtOrDefault(int.Parse(step[1..^1], CultureInfo.InvariantCulture))
                : (node as JsonObject)?[step[1..]];
        }

        return steps.Count > 0 && (node as JsonObject)?.Remove(steps[^1][1..]) == true;
    }

    private static int Index(Match entry) => int.Parse(entry.Groups[2].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\$\.([A-Za-z]+)\[([0-9]{1,6})\](.*)\z", RegexOptions.Singleline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"\.[^.\[\]]+|\[[0-9]{1,6}\]")]
    private static partial Regex Step();
}
