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
                    notes.Report(candidate, "$.version", $"{document.FullVersion} is published with another content");
                    CheckBeside(candidate, [.. published.Where(other => other != earlier)], fresh, now, notes);
                    fresh.Add(candidate);
                }

                continue;
            }

            if (fresh.Any(other => SameVersion(candidate, other)))
            {
                notes.Report(candidate, "$.version", $"{document.FullVersion} is to be published twice at once");
                continue;
            }

            if (published.Count > 0 && document.From < now + Publication.Notice)
            {
                notes.Report(
                    candidate,
                    "$.from",
                    $"must be at {PublicationNotes.Text(WholeSecond(now + Publication.Notice))} or later, " +
                    "30 seconds from now");
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
                notes.Report(candidate, "$.id", $"'{document.Id}' is the id of another kind of document");
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

        var way = isUpcoming ? "; to take its place the version must sort after it" : "";
        notes.Report(candidate, "$.from", $"{other.Document.FullVersion} begins at the same instant{way}");
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
            var problem = $"is {earlier.Zone.Id} in {earlier.Version}; a schedule's zone never changes";
            notes.Report(candidate, "$.timeZone", problem);
        }

        if (schedule.Currency != earlier.Currency)
        {
            var problem = $"is {earlier.Currency} in {earlier.Version}; a schedule's currency never changes";
            notes.Report(candidate, "$.currency", problem);
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
            notes.Report(
                candidate,
                $"$.promotions[{index}].id",
                $"'{promotion.Id}' was counted in another currency or in points by {earlier.Version}: " +
                "give it a new id");
        }
    }
}
