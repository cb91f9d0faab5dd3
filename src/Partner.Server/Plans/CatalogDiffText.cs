using System.Globalization;
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

/// <summary>What documents would change, for people.</summary>
public static class CatalogDiffText
{
    private const int MostNames = 3;

    /// <summary>A line for each change, however many plans and partners it touches.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="language">The language that they are in.</param>
    public static IReadOnlyList<CatalogDiffLine> Lines(
        IEnumerable<TermsChange> changes, Language language) =>
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
}
