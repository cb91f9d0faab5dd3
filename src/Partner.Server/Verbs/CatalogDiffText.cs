using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Partner.Core.Plans;
using Partner.Core.Publishing;
using Partner.Core.Texts;

namespace Partner.Server.Verbs;

/// <summary>What documents would change, for people and for machines.</summary>
public static class CatalogDiffText
{
    private static readonly string[] Heads = ["From", "Partner", "Plan", "What", "Channels", "Old", "New"];
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A table with a line for each change.</summary>
    public static string Table(IReadOnlyList<TermsChange> changes)
    {
        if (changes.Count == 0)
        {
            return "No price, fee or commission would change.\n";
        }

        var rows = changes.Select(change => new[]
        {
            Instant(change.At),
            change.PartnerId.Value,
            change.PlanCode.Value,
            change.What,
            Channels(change),
            change.Old,
            change.New,
        }).Prepend(Heads).ToList();
        var widths = Heads.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.AppendJoin("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A JSON list with an object for each change. Members are added, never renamed.</summary>
    public static string Json(IReadOnlyList<TermsChange> changes) => new JsonArray([.. changes.Select(change =>
        new JsonObject
        {
            ["from"] = Instant(change.At),
            ["partner"] = change.PartnerId.Value,
            ["plan"] = change.PlanCode.Value,
            ["what"] = change.What,
            ["channels"] = new JsonArray([
                .. change.Channels.Select(channel => JsonValue.Create(EnumWord.Upper(channel)))]),
            ["old"] = change.Old,
            ["new"] = change.New,
        })]).ToJsonString(Readable);

    private static string Channels(TermsChange change) => change.Channels.Count == Enum.GetValues<Channel>().Length
        ? "any"
        : string.Join(' ', change.Channels.Select(EnumWord.Upper));

    private static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
