using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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
    /// <summary>"prices.json: $.fees[0].rate: must be …", for developers: in English.</summary>
    public override string ToString() => $"{File}: {Finding.Path}: {Finding.Problem.English}";
}

/// <summary>What became of files that were to be published.</summary>
/// <param name="Published">
/// What this call published, or would publish; empty with findings, or when all was published before.
/// </param>
/// <param name="Findings">All findings.</param>
public sealed record CatalogOutcome(IReadOnlyList<Document> Published, IReadOnlyList<FileFinding> Findings)
{
    /// <summary>What was published though it is seldom meant.</summary>
    public IReadOnlyList<FileFinding> Warnings { get; init; } = [];

    /// <summary>What was published before, word for word.</summary>
    public IReadOnlyList<Document> Unchanged { get; init; } = [];

    /// <summary>
    /// Whether others published meanwhile, or the files are not those that were looked at: nothing was published.
    /// </summary>
    public bool IsStale { get; init; }

    /// <summary>Stands for the files beside what was published when they were checked.</summary>
    public string Etag { get; init; } = "";
}

/// <summary>What files would change.</summary>
/// <param name="Outcome">What would become of them.</param>
/// <param name="Changes">The changes; empty where files have findings of their own.</param>
/// <param name="Compared">For how many partners they were compared.</param>
/// <param name="HasMore">Whether there are more partners than those.</param>
public sealed record CatalogComparison(
    CatalogOutcome Outcome, IReadOnlyList<TermsChange> Changes, int Compared, bool HasMore);

/// <summary>For whom files are compared, and how it is told.</summary>
/// <param name="Partners">For these; null for the first ones by id.</param>
/// <param name="Most">For at most so many.</param>
/// <param name="Language">The language of the texts.</param>
public sealed record ComparisonScope(
    IReadOnlyList<PartnerId>? Partners = null,
    int Most = int.MaxValue,
    TermsLanguage Language = TermsLanguage.English);

/// <summary>
/// Publishes documents: all of them in one step, or none. The verb, the back office and the pages come through here.
/// Running servers take them up within 5 s.
/// </summary>
public sealed class CatalogPublisher(PartnerStore store, TimeProvider clock)
{
    private const int MostAttempts = 10;

    /// <summary>Checks files beside each other and what is published, and publishes them if all are good.</summary>
    /// <param name="by">Who publishes them, and why.</param>
    /// <param name="cancel">Gives up; what was handed over is carried out.</param>
    /// <param name="etag">
    /// <see cref="CatalogOutcome.Etag"/> of what was looked at before; null to publish whatever else was published.
    /// </param>
    /// <exception cref="UnreadableDocumentException">A stored document cannot be read.</exception>
    public async Task<CatalogOutcome> PublishAsync(
        IReadOnlyList<CatalogFile> files, ActionBy by, CancellationToken cancel, string? etag = null)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var (outcome, count, _) = await JudgeAsync(files, cancel);
            if (outcome.Findings.Count > 0 || outcome.Published.Count == 0)
            {
                return outcome;
            }

            if (etag is not null && etag != outcome.Etag)
            {
                break;
            }

            if (await store.Documents.PublishAsync(outcome.Published, count, clock.GetUtcNow(), by))
            {
                return outcome;
            }
        }

        return new CatalogOutcome([], []) { IsStale = true };
    }

    /// <summary>What would become of files, without publishing them.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="UnreadableDocumentException">A stored document cannot be read.</exception>
    public async Task<CatalogOutcome> CheckAsync(IReadOnlyList<CatalogFile> files, CancellationToken cancel) =>
        (await JudgeAsync(files, cancel)).Outcome;

    /// <summary>What files would change for whom, if they were published.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <param name="scope">For whom, and how it is told; null: for all, in English.</param>
    /// <exception cref="UnreadableDocumentException">A stored document cannot be read.</exception>
    public async Task<CatalogComparison> CompareAsync(
        IReadOnlyList<CatalogFile> files, CancellationToken cancel, ComparisonScope? scope = null)
    {
        var (outcome, _, facts) = await JudgeAsync(files, cancel);
        if (facts is not { } known)
        {
            return new CatalogComparison(outcome, [], 0, false);
        }

        var (wanted, most, language) = scope ?? new ComparisonScope();
        var all = wanted ?? [.. known.Partners.Keys.OrderBy(id => id.Value, StringComparer.Ordinal)];
        List<PartnerId> partners = [.. all.Take(most)];

        // It may take long, and nothing in it waits for anybody.
        var changes = await Task.Run(
            () => CatalogDiff.Compare(known.Candidates, known.Published, partners, language, cancel), cancel);
        return new CatalogComparison(outcome, changes, partners.Count, all.Count > partners.Count);
    }

    /// <summary>What is published, and how many versions that are.</summary>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="UnreadableDocumentException">A stored document cannot be read.</exception>
    public async Task<(IReadOnlyList<ParsedDocument> Published, int Count)> ReadPublishedAsync(CancellationToken cancel)
    {
        var documents = await store.Documents.ListAsync(cancel);
        return ([.. documents.Select(Parse)], documents.Count);
    }

    /// <summary>Judges files beside each other and what is published.</summary>
    /// <returns>
    /// What would become of them, how many versions are published, and what it was judged by; that is null where files
    /// have findings of their own.
    /// </returns>
    private async Task<(CatalogOutcome Outcome, int Count, Facts? Facts)> JudgeAsync(
        IReadOnlyList<CatalogFile> files, CancellationToken cancel)
    {
        var (candidates, drafts, findings) = Read(files);
        var (published, count) = await ReadPublishedAsync(cancel);
        var etag = EtagOf(files, count);
        if (findings.Count > 0)
        {
            return (new CatalogOutcome(
                [], [.. findings, .. await CheckDraftsAsync(candidates, drafts, published, cancel)])
            {
                Etag = etag,
            }, count, null);
        }

        var partners = await ReadPartnersAsync(cancel);
        List<ParsedDocument> all = [.. candidates.Keys];
        var refused = Publication.Check(all, published, clock.GetUtcNow(), partners);
        var known = all.ToLookup(candidate => Publication.IsPublished(candidate, published));
        var outcome = new CatalogOutcome(
            refused.Count > 0 ? [] : [.. known[false].Select(one => one.Document)], Name(refused, candidates))
        {
            Unchanged = [.. known[true].Select(one => one.Document)],
            Warnings = refused.Count > 0 ? [] : Name(Publication.Warnings(all, published), candidates),
            Etag = etag,
        };
        return (outcome, count, new Facts(all, published, partners));
    }

    /// <summary>Versions never change and none is removed, so that their count stands for all of them.</summary>
    private static string EtagOf(IReadOnlyList<CatalogFile> files, int count)
    {
        var hashes = files.Select(file => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Json))));
        var content = string.Join(' ', hashes.Order(StringComparer.Ordinal));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{count}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(content)))}");
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
        IReadOnlyList<ParsedDocument> published,
        CancellationToken cancel)
    {
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

    /// <summary>By what files were judged.</summary>
    private sealed record Facts(
        IReadOnlyList<ParsedDocument> Candidates,
        IReadOnlyList<ParsedDocument> Published,
        IReadOnlyDictionary<PartnerId, Currency> Partners);
}
