namespace Partner.Core.Documents;

/// <summary>A version and when it is really in force.</summary>
/// <param name="Parsed">The version.</param>
/// <param name="From">Start (UTC).</param>
/// <param name="End">
/// End (UTC), exclusive: its own, or the start of the id's next version; null when neither is there.
/// </param>
public sealed record VersionInForce(ParsedDocument Parsed, DateTimeOffset From, DateTimeOffset? End)
{
    /// <summary>Whether it is in force.</summary>
    public bool Covers(DateTimeOffset instant) => From <= instant && (End is null || instant < End);

    /// <summary>When versions are in force. One that another of its id replaces at once is left out.</summary>
    /// <param name="documents">
    /// Versions in any order. Of two of one id that begin at one instant the greater version wins, so that all replicas
    /// agree whatever order the store lists them in.
    /// </param>
    /// <returns>The versions: by kind and id, then by start.</returns>
    public static IReadOnlyList<VersionInForce> Of(IEnumerable<ParsedDocument> documents)
    {
        var result = new List<VersionInForce>();
        var histories = documents.GroupBy(parsed => (parsed.Document.Kind, parsed.Document.Id))
            .OrderBy(history => history.Key.Kind).ThenBy(history => history.Key.Id, StringComparer.Ordinal);
        foreach (var history in histories)
        {
            var ordered = history.OrderBy(parsed => parsed.Document.From)
                .ThenBy(parsed => parsed.Document.Version, StringComparer.Ordinal).ToList();
            for (var i = 0; i < ordered.Count; i++)
            {
                var document = ordered[i].Document;
                var next = i + 1 < ordered.Count ? ordered[i + 1].Document.From : (DateTimeOffset?)null;
                var end = next is null || document.To < next ? document.To : next;
                if (end is null || end > document.From)
                {
                    result.Add(new VersionInForce(ordered[i], document.From, end));
                }
            }
        }

        return result;
    }
}
