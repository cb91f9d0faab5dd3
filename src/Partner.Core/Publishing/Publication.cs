using Partner.Core.Amounts;
using Partner.Core.Documents;

namespace Partner.Core.Publishing;

/// <summary>Why a document cannot be published.</summary>
/// <param name="Document">The document that was to be published.</param>
/// <param name="Finding">What is wrong, and where in it.</param>
public sealed record PublicationFinding(Document Document, Finding Finding);

/// <summary>
/// Decides whether documents may be published: beside all that is published already, over every stretch of time
/// that they touch. What passes never makes a price throw, tie or come out negative.
/// </summary>
public static class Publication
{
    /// <summary>How long before its start a version must be published, so that all replicas know it in time.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromSeconds(30);

    /// <summary>Checks documents that are to be published in one step.</summary>
    /// <param name="candidates">The documents. One that is published already, word for word, is no finding.</param>
    /// <param name="published">Every published version. While there is none, the notice is not asked for.</param>
    /// <param name="partners">The currency of each partner's float, by the partner's id.</param>
    /// <returns>All findings; empty when the documents may be published.</returns>
    public static IReadOnlyList<PublicationFinding> Check(
        IReadOnlyList<ParsedDocument> candidates,
        IReadOnlyList<ParsedDocument> published,
        DateTimeOffset now,
        IReadOnlyDictionary<PartnerId, Currency> partners)
    {
        var notes = new PublicationNotes(candidates);
        var fresh = HistoryCheck.Check(candidates, published, now, notes);
        if (fresh.Count == 0)
        {
            return notes.Findings;
        }

        GrantCheck.Check(fresh, notes);
        bool Changes(ParsedDocument other) => fresh.Any(one => HistoryCheck.SameVersion(one, other));
        var documents = published.Where(other => !Changes(other)).Concat(fresh).ToList();
        GapCheck.Check(VersionInForce.Of(documents), fresh, notes);

        // What would change a published version is judged from now on: what was before is past.
        var start = fresh.Min(one => published.Any(other => HistoryCheck.SameVersion(one, other))
            && one.Document.From < now ? now : one.Document.From);
        var segments = TimeSegment.Of(documents).ToList();
        TimeSegment? before = null;
        for (var i = 0; i < segments.Count; i++)
        {
            var segment = segments[i];
            if (i + 1 == segments.Count || segments[i + 1].Start > start)
            {
                notes.MoveTo(segment);
                OverlapCheck.Check(segment, notes);
                ReferenceCheck.Check(segment, partners, notes);
                FixedPriceCheck.Check(segment, notes);
                DiscountCeilingCheck.Check(segment, notes);
                GiftCheck.Check(segment, notes);
                CommissionCeilingCheck.Check(segment, notes);
                GapCheck.CheckRates(before, segment, partners, notes);
            }

            before = segment;
        }

        return notes.Findings;
    }

    /// <summary>
    /// What is allowed, but seldom meant, or has to be known: documents that end every promotion of their id, and the
    /// first catalogue that demands identity checks.
    /// </summary>
    /// <param name="candidates">The documents, without findings.</param>
    /// <param name="published">Every published version.</param>
    public static IReadOnlyList<PublicationFinding> Warnings(
        IReadOnlyList<ParsedDocument> candidates, IReadOnlyList<ParsedDocument> published) =>
    [
        .. candidates.Where(one => one.Promotions is { Count: 0 } && !IsPublished(one, published))
            .Select(one => (one.Document, Ends: PublicationNotes.Text(one.Document.From)))
            .Select(one => new PublicationFinding(one.Document, new Finding("$.promotions", new(
                $"is empty: every promotion of '{one.Document.Id}' ends at {one.Ends}",
                $"为空：“{one.Document.Id}”的全部促销将于 {one.Ends} 结束")))),
        .. candidates.Where(one => one.Catalogue is { DemandsIdChecks: true } && !IsPublished(one, published)
                && !published.Any(other => other.Catalogue is { DemandsIdChecks: true }))
            .Select(one => new PublicationFinding(one.Document, new Finding("$", new(
                "demands identity checks: servers without --notice-key FILE refuse such sales",
                "要求核验身份：未设置 --notice-key FILE 的服务器将拒绝此类销售")))),
    ];

    /// <summary>
    /// Checks documents beside drafts, of which none can be published now: all findings that are there whether the
    /// drafts are mended one way or another.
    /// </summary>
    /// <param name="good">The documents without findings of their own.</param>
    /// <param name="drafts">What is left of those with findings.</param>
    /// <param name="published">Every published version.</param>
    /// <param name="now">The time.</param>
    /// <param name="partners">The currency of each partner's float, by the partner's id.</param>
    public static IReadOnlyList<PublicationFinding> CheckDrafts(
        IReadOnlyList<ParsedDocument> good,
        IReadOnlyList<DocumentDraft> drafts,
        IReadOnlyList<ParsedDocument> published,
        DateTimeOffset now,
        IReadOnlyDictionary<PartnerId, Currency> partners)
    {
        // What one lacks another may bring: only what is found with all drafts and without the others is sure.
        var together = Check([.. good, .. drafts.Select(draft => draft.Parsed)], published, now, partners).ToHashSet();
        var findings = Check(good, published, now, partners).Where(together.Contains).ToList();
        foreach (var draft in drafts)
        {
            findings.AddRange(Check([.. good, draft.Parsed], published, now, partners)
                .Where(one => ReferenceEquals(one.Document, draft.Parsed.Document) && together.Contains(one))
                .Select(one => one with { Finding = one.Finding with { Path = draft.PathOf(one.Finding.Path) } }));
        }

        return findings;
    }

    /// <summary>Which of the documents are published already, word for word.</summary>
    /// <param name="candidate">A document.</param>
    /// <param name="published">Every published version.</param>
    public static bool IsPublished(ParsedDocument candidate, IEnumerable<ParsedDocument> published) =>
        published.Any(other =>
            HistoryCheck.SameVersion(candidate, other) && HistoryCheck.SameContent(candidate, other));
}
