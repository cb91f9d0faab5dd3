using Partner.Core.Documents;
using Partner.Core.Texts;

namespace Partner.Core.Publishing;

/// <summary>
/// Gathers findings, each once. One about a document that is published already is reported for the candidate that
/// causes it, since only that can be mended.
/// </summary>
internal sealed class PublicationNotes(IReadOnlyList<ParsedDocument> candidates)
{
    private readonly List<PublicationFinding> _findings = [];
    private readonly HashSet<(Document, string, Wording)> _known = [];
    private TimeSegment? _stretch;

    public IReadOnlyList<PublicationFinding> Findings => _findings;

    /// <summary>From now on findings are about this stretch of time.</summary>
    public void MoveTo(TimeSegment segment) => _stretch = segment;

    public bool IsCandidate(ParsedDocument parsed) => candidates.Contains(parsed, ReferenceEqualityComparer.Instance);

    /// <summary>Notes a finding.</summary>
    /// <param name="parsed">The document that it is about.</param>
    /// <param name="path">Where in it.</param>
    /// <param name="problem">What is wrong.</param>
    public void Report(ParsedDocument parsed, string path, Wording problem)
    {
        if (!_known.Add((parsed.Document, path, problem)))
        {
            return;
        }

        var (about, where, what) = IsCandidate(parsed)
            ? (parsed, path, problem)
            : (Culprit(), "$", new Wording(
                $"would break {parsed.Document.FullVersion} at {path}: {problem.English}",
                $"会使 {parsed.Document.FullVersion} 的 {path} 出现问题：{problem.Chinese}"));
        if (_stretch is { } segment && segment.Start > about.Document.From)
        {
            var since = Text(segment.Start);
            what = new Wording($"{what.English} (from {since} on)", $"{what.Chinese}（自 {since} 起）");
        }

        _findings.Add(new PublicationFinding(about.Document, new Finding(where, what)));
    }

    public static string Text(DateTimeOffset instant) =>
        InstantText.Utc(instant);

    /// <summary>A candidate whose start or end made this stretch, else one in force, else the last to begin.</summary>
    private ParsedDocument Culprit()
    {
        var inForce = candidates.Where(candidate => _stretch?.Has(candidate) == true).ToList();
        return inForce.Find(candidate => candidate.Document.From == _stretch!.Start)
            ?? candidates.FirstOrDefault(candidate => candidate.Document.To == _stretch?.Start)
            ?? inForce.FirstOrDefault()
            ?? candidates.MaxBy(candidate => candidate.Document.From)!;
    }
}
