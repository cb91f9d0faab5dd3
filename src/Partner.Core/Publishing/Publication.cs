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
        var documents = published.Concat(fresh).ToList();
        GapCheck.Check(VersionInForce.Of(documents), fresh, notes);
        var start = fresh.Min(candidate => candidate.Document.From);
        TimeSegment? before = null;
        foreach (var segment in TimeSegment.Of(documents))
        {
            if (segment.Start >= start)
            {
                notes.MoveTo(segment);
                OverlapCheck.Check(segment, notes);
                ReferenceCheck.Check(segment, partners, notes);
                FixedPriceCheck.Check(segment, notes);
                DiscountCeilingCheck.Check(segment, notes);
                CommissionCeilingCheck.Check(segment, notes);
                GapCheck.CheckRates(before, segment, partners, notes);
            }

            before = segment;
        }

        return notes.Findings;
    }

    /// <summary>Which of the documents are published already, word for word.</summary>
    /// <param name="candidate">A document.</param>
    /// <param name="published">Every published version.</param>
    public static bool IsPublished(ParsedDocument candidate, IEnumerable<ParsedDocument> published) =>
        published.Any(other =>
            HistoryCheck.SameVersion(candidate, other) && HistoryCheck.SameContent(candidate, other));
}
