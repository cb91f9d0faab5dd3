using System.Text.Json;
using Partner.Core.Documents;
using Partner.Core.Rules;

namespace Partner.Core.Publishing;

/// <summary>What a new version owes to those before it: notice, a name of its own, and what never changes.</summary>
internal static class HistoryCheck
{
    /// <summary>Checks the candidates.</summary>
    /// <returns>
    /// Those that are new and can stand beside what is published; and those that would change a published version, in
    /// whose place they are judged, so that all else that is wrong with them is found too.
    /// </returns>
    public static IReadOnlyList<ParsedDocument> Check(
        IReadOnlyList<ParsedDocument> candidates,
        IReadOnlyList<ParsedDocument> published,
        DateTimeOffset now,
        PublicationNotes notes)
    {
        var fresh = new List<ParsedDocument>();
        foreach (var candidate in candidates)
        {
            var document = candidate.Document;
            if (published.FirstOrDefault(other => SameVersion(candidate, other)) is { } earlier)
            {
                if (!SameContent(candidate, earlier))
                {
                    notes.Report(candidate, "$.version", new(
                        $"{document.FullVersion} is published with another content",
                        $"{document.FullVersion} 已发布，但内容不同"));
                    CheckBeside(candidate, [.. published.Where(other => other != earlier)], fresh, now, notes);
                    fresh.Add(candidate);
                }

                continue;
            }

            if (fresh.Any(other => SameVersion(candidate, other)))
            {
                notes.Report(candidate, "$.version", new(
                    $"{document.FullVersion} is to be published twice at once",
                    $"{document.FullVersion} 在本次发布中重复出现"));
                continue;
            }

            if (published.Count > 0 && document.From < now + Publication.Notice)
            {
                var earliest = PublicationNotes.Text(WholeSecond(now + Publication.Notice));
                notes.Report(candidate, "$.from", new(
                    $"must be at {earliest} or later, 30 seconds from now", $"不得早于 {earliest}，即 30 秒之后"));
            }

            CheckBeside(candidate, published, fresh, now, notes);
            fresh.Add(candidate);
        }

        return fresh;
    }

    public static bool SameVersion(ParsedDocument left, ParsedDocument right) =>
        (left.Document.Kind, left.Document.Id, left.Document.Version)
        == (right.Document.Kind, right.Document.Id, right.Document.Version);

    /// <summary>Whether two documents say the same; white space and the order of keys do not matter.</summary>
    public static bool SameContent(ParsedDocument left, ParsedDocument right)
    {
        using var one = JsonDocument.Parse(left.Document.Json);
        using var two = JsonDocument.Parse(right.Document.Json);
        return JsonElement.DeepEquals(one.RootElement, two.RootElement);
    }

    private static DateTimeOffset WholeSecond(DateTimeOffset instant) =>
        instant.Ticks % TimeSpan.TicksPerSecond == 0
            ? instant
            : instant.AddTicks(TimeSpan.TicksPerSecond - (instant.Ticks % TimeSpan.TicksPerSecond));

    private static void CheckBeside(
        ParsedDocument candidate,
        IReadOnlyList<ParsedDocument> published,
        IReadOnlyList<ParsedDocument> fresh,
        DateTimeOffset now,
        PublicationNotes notes)
    {
        var (document, others) = (candidate.Document, published.Concat(fresh).ToList());
        foreach (var other in others.Where(other => other.Document.Id == document.Id))
        {
            if (other.Document.Kind != document.Kind)
            {
                notes.Report(candidate, "$.id", new(
                    $"'{document.Id}' is the id of another kind of document",
                    $"“{document.Id}”已是另一类型文件的编号"));
            }
            else if (other.Document.From == document.From)
            {
                CheckSameInstant(candidate, other, other.Document.From > now && published.Contains(other), notes);
            }

            CheckSchedule(candidate, other, notes);
        }

        foreach (var (promotion, index) in (candidate.Promotions ?? []).Select((one, index) => (one, index)))
        {
            CheckPromotion(candidate, promotion, index, others, notes);
        }
    }

    /// <summary>
    /// A version that is still to come is withdrawn by another of the same instant, which takes its place everywhere
    /// because its name sorts after it: <see cref="VersionInForce.Of"/>.
    /// </summary>
    private static void CheckSameInstant(
        ParsedDocument candidate, ParsedDocument other, bool isUpcoming, PublicationNotes notes)
    {
        if (isUpcoming && string.CompareOrdinal(candidate.Document.Version, other.Document.Version) > 0)
        {
            return;
        }

        var (way, wayZh) = isUpcoming
            ? ("; to take its place the version must sort after it", "；如要取代它，版本号须排在其后")
            : ("", "");
        notes.Report(candidate, "$.from", new(
            $"{other.Document.FullVersion} begins at the same instant{way}",
            $"与 {other.Document.FullVersion} 同时生效{wayZh}"));
    }

    /// <summary>Volumes are kept by schedule, currency and local month: another of these would mix them.</summary>
    private static void CheckSchedule(ParsedDocument candidate, ParsedDocument other, PublicationNotes notes)
    {
        if (candidate.Schedule is not { } schedule || other.Schedule is not { } earlier)
        {
            return;
        }

        if (schedule.Zone.Id != earlier.Zone.Id)
        {
            notes.Report(candidate, "$.timeZone", new(
                $"is {earlier.Zone.Id} in {earlier.Version}; a schedule's zone never changes",
                $"在 {earlier.Version} 中为 {earlier.Zone.Id}；佣金方案的时区不可更改"));
        }

        if (schedule.Currency != earlier.Currency)
        {
            notes.Report(candidate, "$.currency", new(
                $"is {earlier.Currency} in {earlier.Version}; a schedule's currency never changes",
                $"在 {earlier.Version} 中为 {earlier.Currency}；佣金方案的币种不可更改"));
        }
    }

    /// <summary>Uses and budgets are counted under a promotion's id: in one currency, or in points.</summary>
    private static void CheckPromotion(
        ParsedDocument candidate, Promotion promotion, int index, List<ParsedDocument> others, PublicationNotes notes)
    {
        var earlier = others.SelectMany(other => other.Promotions ?? []).FirstOrDefault(other =>
            other.Id == promotion.Id && (other.Currency != promotion.Currency
                || (other.Gift == PromotionGift.Points) != (promotion.Gift == PromotionGift.Points)));
        if (earlier is not null)
        {
            notes.Report(candidate, $"$.promotions[{index}].id", new(
                $"'{promotion.Id}' was counted in another currency or in points by {earlier.Version}: " +
                "give it a new id",
                $"“{promotion.Id}”在 {earlier.Version} 中以其他币种或积分计数：请改用新的编号"));
        }
    }
}
