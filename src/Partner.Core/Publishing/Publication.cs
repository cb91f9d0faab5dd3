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
    /// <param name="now">The time.</param>
    /// <param name="partners">The currency of each partner's float, by the partner's id.</param>
    /// <returns>All findings; empty when the documents may be published.</returns>
    public static IReadOnlyList<PublicationFinding> Check(
        IReadOnlyList<ParsedDocument> candidates,
        IReadOnlyList<ParsedDocument> published,
        DateTimeOffset now,
        IReadOnlyDictionary<PartnerId, Currency> partners)
    {
        var notes = new PublicationNotes(candidates);
        var fresh = HistoryRules.Check(candidates, published, now, notes);
        if (fresh.Count == 0)
        {
            return notes.Findings;
        }

        var documents = published.Concat(fresh).ToList();
        GapRules.Check(VersionInForce.Of(documents), fresh, notes);
        var start = fresh.Min(candidate => candidate.Document.From);
        StretchOfTime? before = null;
        foreach (var stretch in StretchOfTime.Of(documents))
        {
            if (stretch.Start >= start)
            {
                notes.MoveTo(stretch);
                OverlapRules.Check(stretch, notes);
                ReferenceRules.Check(stretch, partners, notes);
                PriceRules.Check(stretch, notes);
                PromotionRules.Check(stretch, notes);
                CommissionRules.Check(stretch, notes);
                GapRules.CheckRates(before, stretch, partners, notes);
            }

            before = stretch;
        }

        return notes.Findings;
    }

    /// <summary>Which of the documents are published already, word for word.</summary>
    /// <param name="candidate">A document.</param>
    /// <param name="published">Every published version.</param>
    public static bool IsPublished(ParsedDocument candidate, IEnumerable<ParsedDocument> published) =>
        published.Any(other =>
            HistoryRules.SameVersion(candidate, other) && HistoryRules.SameContent(candidate, other));
}
