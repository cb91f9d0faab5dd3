using Partner.Core.TopUps;

namespace Partner.Core.Documents;

/// <summary>
/// All published versions, ordered in time. Immutable; a request's one decision time selects the terms. Segments are
/// worked out once, so that a look-up allocates nothing.
/// </summary>
public sealed class TermsTimeline
{
    private readonly (DateTimeOffset From, SellingTerms Terms)[] _segments;

    /// <summary>A timeline of documents.</summary>
    /// <param name="documents">
    /// Every published version, in any order. Of two that begin at one instant the greater name and version wins, so
    /// that all replicas agree whatever order the store lists them in.
    /// </param>
    public TermsTimeline(IEnumerable<ParsedDocument> documents)
    {
        var ordered = documents.OrderBy(document => document.Document.From)
            .ThenBy(document => document.Document.FullVersion, StringComparer.Ordinal).ToList();
        var segments = new List<(DateTimeOffset, SellingTerms)>();
        foreach (var from in ordered.Select(document => document.Document.From).Distinct())
        {
            var inForce = ordered.Where(document => document.Document.From <= from).ToList();
            var catalogue = inForce.LastOrDefault(document => document.Catalogue is not null)?.Catalogue;
            var prices = inForce.LastOrDefault(document => document.Prices is not null)?.Prices;
            var schedule = inForce.LastOrDefault(document => document.Schedule is not null)?.Schedule;
            if (catalogue is not null && prices is not null && schedule is not null)
            {
                segments.Add((from, new SellingTerms(catalogue, prices, schedule)));
            }
        }

        _segments = [.. segments];
    }

    /// <summary>The terms in force.</summary>
    /// <param name="instant">The decision time.</param>
    /// <returns>The terms; null before a document of each kind is in force.</returns>
    public SellingTerms? At(DateTimeOffset instant)
    {
        for (var i = _segments.Length - 1; i >= 0; i--)
        {
            if (_segments[i].From <= instant)
            {
                return _segments[i].Terms;
            }
        }

        return null;
    }
}
