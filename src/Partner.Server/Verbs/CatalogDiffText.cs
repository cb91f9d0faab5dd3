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
    private const int MostNames = 3;

    private static readonly string[] Heads = ["From", "What", "Channels", "Change", "Plans", "Partners"];
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A table with a line for each change, however many plans and partners it touches.</summary>
    /// <param name="changes">The changes.</param>
    public static string Table(IReadOnlyList<TermsChange> changes)
    {
        if (changes.Count == 0)
        {
            return "No price, fee, promotion, commission or tax would change.\n";
        }

        var same = changes.GroupBy(one =>
            (one.At, one.What, one.Item, Channels: Channels(one), one.Old, one.New, one.Note));
        var rows = same.Select(group => new[]
        {
            Instant(group.Key.At),
            $"{group.Key.What} {group.Key.Item}".TrimEnd(),
            group.Key.Channels,
            $"{group.Key.Old} → {group.Key.New}" + (group.Key.Note.Length == 0 ? "" : $" ({group.Key.Note})"),
            Names(group.Select(change => change.PlanCode.Value)),
            Names(group.Select(change => change.PartnerId.Value)),
        }).Prepend(Heads).ToList();
        var widths = Heads.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.Append(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd())
                .Append('\n');
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
            ["item"] = change.Item,
            ["note"] = change.Note,
        })]).ToJsonString(Readable);

    /// <summary>"2: phone-50, phone-100"; of many the first ones.</summary>
    private static string Names(IEnumerable<string> names)
    {
        var all = names.Distinct(StringComparer.Ordinal).ToList();
        var more = all.Count > MostNames ? ", …" : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{all.Count}: {string.Join(", ", all.Take(MostNames))}{more}");
    }

    private static string Channels(TermsChange change) => change.Channels.Count == Enum.GetValues<Channel>().Length
        ? "any"
        : string.Join(' ', change.Channels.Select(EnumWord.Upper));

    private static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
