using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Partner.Core.Plans;
using Partner.Core.Publishing;
using Partner.Core.Texts;
using Partner.Server.Errors;

namespace Partner.Server.Plans;

/// <summary>A change for however many plans and partners it touches.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="What">What changes, and which part of it: "commission rate".</param>
/// <param name="Channels">The channels; empty when the channel does not matter.</param>
/// <param name="Old">As it is.</param>
/// <param name="New">As it would be, with what else is to be known of it.</param>
/// <param name="Plans">"2: phone-50, phone-100"; of many the first ones.</param>
/// <param name="Partners">The same of the partners.</param>
public sealed record CatalogDiffLine(
    DateTimeOffset At, string What, string Channels, string Old, string New, string Plans, string Partners);

/// <summary>A change for however many plans and partners it touches, in its parts.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="What">What changes: the word of <see cref="TermsChange.What"/>.</param>
/// <param name="Title">The same in a language, with which part of it: "commission rate".</param>
/// <param name="Channels">The channels; empty when the channel does not matter.</param>
/// <param name="Old">As it is.</param>
/// <param name="New">As it would be.</param>
/// <param name="Note">What else is to be known of it; empty when nothing is.</param>
/// <param name="Plans">The plans' codes, each once.</param>
/// <param name="Partners">The partners' ids, each once.</param>
public sealed record CatalogDiffGroup(
    DateTimeOffset At,
    string What,
    string Title,
    IReadOnlyList<string> Channels,
    string Old,
    string New,
    string Note,
    IReadOnlyList<string> Plans,
    IReadOnlyList<string> Partners);

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

        var rows = Lines(changes).Select(line => new[]
        {
            Instant(line.At),
            line.What,
            line.Channels.Length == 0 ? "any" : line.Channels,
            $"{line.Old} → {line.New}",
            line.Plans,
            line.Partners,
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

    /// <summary>A line for each change, however many plans and partners it touches.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="language">The language that they are in.</param>
    public static IReadOnlyList<CatalogDiffLine> Lines(
        IEnumerable<TermsChange> changes, Language language = Language.English) =>
    [
        .. Groups(changes, language).Select(group => new CatalogDiffLine(
            group.At,
            group.Title,
            string.Join(' ', group.Channels),
            group.Old,
            group.New + (group.Note.Length == 0 ? "" : language.Pick($" ({group.Note})", $"（{group.Note}）")),
            Names(group.Plans),
            Names(group.Partners))),
    ];

    /// <summary>The same in its parts.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="language">The language that they are in.</param>
    public static IEnumerable<CatalogDiffGroup> Groups(IEnumerable<TermsChange> changes, Language language) => changes
        .GroupBy(one => (one.At, one.What, one.Item, Channels: Channels(one), one.Old, one.New, one.Note))
        .Select(group => new CatalogDiffGroup(
            group.Key.At,
            group.Key.What,
            $"{TitleOf(group.Key.What, language)} {group.Key.Item}".TrimEnd(),
            group.Key.Channels.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            group.Key.Old,
            group.Key.New,
            group.Key.Note,
            [.. group.Select(change => change.PlanCode.Value).Distinct(StringComparer.Ordinal)],
            [.. group.Select(change => change.PartnerId.Value).Distinct(StringComparer.Ordinal)]));

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
    private static string Names(IReadOnlyList<string> all)
    {
        var more = all.Count > MostNames ? ", …" : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{all.Count}: {string.Join(", ", all.Take(MostNames))}{more}");
    }

    private static string TitleOf(string what, Language language) => language == Language.English
        ? what
        : what switch
        {
            "price" => "价格",
            "fee" => "手续费",
            "commission" => "佣金",
            "tax" => "税费",
            "promotion" => "促销",
            "grants" => "权益",
            "plan" => "套餐",
            _ => what,
        };

    private static string Channels(TermsChange change) => change.Channels.Count == Enum.GetValues<Channel>().Length
        ? ""
        : string.Join(' ', change.Channels.Select(EnumWord.Upper));

    private static string Instant(DateTimeOffset instant) =>
        InstantText.Utc(instant);
}
