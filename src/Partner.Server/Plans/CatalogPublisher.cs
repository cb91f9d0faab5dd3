using Partner.Core.Actions;
using Partner.Core.Amounts;
using Partner.Core.Documents;
using Partner.Core.Publishing;
using Partner.Storage;

namespace Partner.Server.Plans;

/// <summary>A document that somebody wants to publish.</summary>
/// <param name="Name">What findings call it: a file's path.</param>
/// <param name="Json">Its text.</param>
public sealed record CatalogFile(string Name, string Json);

/// <summary>What is wrong with a file.</summary>
/// <param name="Finding">Where in it, and what.</param>
public sealed record FileFinding(string File, Finding Finding)
{
    /// <summary>"prices.json: $.fees[0].rate: must be …".</summary>
    public override string ToString() => $"{File}: {Finding.Path}: {Finding.Problem}";
}

/// <summary>What became of files that were to be published.</summary>
/// <param name="Published">What this call published; empty with findings, or when all was published before.</param>
/// <param name="Findings">All findings.</param>
public sealed record CatalogOutcome(IReadOnlyList<Document> Published, IReadOnlyList<FileFinding> Findings)
{
    /// <summary>What was published though it is seldom meant.</summary>
    public IReadOnlyList<FileFinding> Warnings { get; init; } = [];
}

/// <summary>Publishes documents: all of them in one step, or none. Running servers take them up within 5 s.</summary>
public sealed class CatalogPublisher(PartnerStore store, TimeProvider clock)
{
    private const int MostAttempts = 10;

    /// <summary>Checks files beside each other and what is published, and publishes them if all are good.</summary>
    /// <param name="by">Who publishes them, and why.</param>
    /// <param name="cancel">Gives up; what was handed over is carried out.</param>
    /// <exception cref="InvalidOperationException">Others kept publishing; nothing changed.</exception>
    public async Task<CatalogOutcome> PublishAsync(
        IReadOnlyList<CatalogFile> files, ActionBy by, CancellationToken cancel)
    {
        var (candidates, drafts, findings) = Read(files);
        if (findings.Count > 0)
        {
            return new CatalogOutcome(
                [], [.. findings, .. await CheckDraftsAsync(candidates, drafts, cancel)]);
        }

        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var (published, count) = await ReadPublishedAsync(cancel);
            var partners = await ReadPartnersAsync(cancel);
            var now = clock.GetUtcNow();
            var refused = Publication.Check([.. candidates.Keys], published, now, partners);
            if (refused.Count > 0)
            {
                return new CatalogOutcome([], Name(refused, candidates));
            }

            List<Document> fresh = [.. candidates.Keys
                .Where(candidate => !Publication.IsPublished(candidate, published))
                .Select(candidate => candidate.Document)];
            if (fresh.Count == 0 || await store.Documents.PublishAsync(fresh, count, now, by))
            {
                return new CatalogOutcome(fresh, [])
                {
                    Warnings = Name(Publication.Warnings([.. candidates.Keys], published), candidates),
                };
            }
        }

        throw new InvalidOperationException("Others keep publishing documents; nothing was published. Try again.");
    }

    /// <summary>What files would change for whom, if they were published.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The changes, and everything that stands against publishing the files.</returns>
    public async Task<(IReadOnlyList<TermsChange> Changes, IReadOnlyList<FileFinding> Findings)> CompareAsync(
        IReadOnlyList<CatalogFile> files, CancellationToken cancel)
    {
        var (candidates, drafts, findings) = Read(files);
        if (findings.Count > 0)
        {
            return ([], [.. findings, .. await CheckDraftsAsync(candidates, drafts, cancel)]);
        }

        var (published, _) = await ReadPublishedAsync(cancel);
        var partners = await ReadPartnersAsync(cancel);
        var refused = Publication.Check([.. candidates.Keys], published, clock.GetUtcNow(), partners);
        var changes = CatalogDiff.Compare([.. candidates.Keys], published, partners.Keys);
        return (changes, Name(refused, candidates));
    }

    /// <summary>What is published, and how many versions that are.</summary>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="UnreadableDocumentException">A stored document cannot be read.</exception>
    public async Task<(IReadOnlyList<ParsedDocument> Published, int Count)> ReadPublishedAsync(CancellationToken cancel)
    {
        var documents = await store.Documents.ListAsync(cancel);
        return ([.. documents.Select(Parse)], documents.Count);
    }

    private static List<FileFinding> Name(
        IReadOnlyList<PublicationFinding> findings, Dictionary<ParsedDocument, string> candidates) =>
        [.. findings.Select(one => new FileFinding(
            candidates.First(pair => ReferenceEquals(pair.Key.Document, one.Document)).Value, one.Finding))];

    private static ParsedDocument Parse(Document document) =>
        DocumentReader.ReadStored(document) is { IsReadable: true } read
            ? read
            : throw new UnreadableDocumentException(document);

    private async Task<Dictionary<PartnerId, Currency>> ReadPartnersAsync(CancellationToken cancel) =>
        (await store.Partners.ListAsync(cancel))
            .ToDictionary(partner => partner.Id, partner => partner.Currency);

    /// <summary>What else stands against files of which some have findings of their own.</summary>
    private async Task<IEnumerable<FileFinding>> CheckDraftsAsync(
        Dictionary<ParsedDocument, string> candidates,
        IReadOnlyList<(DocumentDraft Draft, string File)> drafts,
        CancellationToken cancel)
    {
        var (published, _) = await ReadPublishedAsync(cancel);
        var found = Publication.CheckDrafts(
            [.. candidates.Keys],
            [.. drafts.Select(one => one.Draft)],
            published,
            clock.GetUtcNow(),
            await ReadPartnersAsync(cancel));
        var names = new Dictionary<ParsedDocument, string>(candidates, ReferenceEqualityComparer.Instance);
        foreach (var (draft, file) in drafts)
        {
            names.Add(draft.Parsed, file);
        }

        return Name(found, names);
    }

    /// <summary>Reads files; each by itself, so that every one tells all of its findings.</summary>
    private static (
        Dictionary<ParsedDocument, string> Candidates,
        List<(DocumentDraft Draft, string File)> Drafts,
        List<FileFinding> Findings) Read(IReadOnlyList<CatalogFile> files)
    {
        var candidates = new Dictionary<ParsedDocument, string>(ReferenceEqualityComparer.Instance);
        var drafts = new List<(DocumentDraft, string)>();
        var all = new List<FileFinding>();
        foreach (var file in files)
        {
            if (DocumentReader.Read(file.Json, out var findings) is { } parsed)
            {
                candidates.Add(parsed, file.Name);
            }
            else if (DocumentDraft.Of(file.Json, findings) is { } draft)
            {
                drafts.Add((draft, file.Name));
            }

            all.AddRange(findings.Select(finding => new FileFinding(file.Name, finding)));
        }

        return (candidates, drafts, all);
    }
}
