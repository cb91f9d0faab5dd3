using System.Text.Encodings.Web;
using System.Text.Json;
using Partner.Core.Actions;
using Partner.Core.Documents;
using Partner.Core.Publishing;
using Partner.Storage;

namespace Partner.Server.Plans;

/// <summary>How a version of a document stands.</summary>
internal enum VersionState
{
    /// <summary>It takes effect later.</summary>
    Upcoming,

    /// <summary>It is in force.</summary>
    InForce,

    /// <summary>It has ended, or was replaced before it began.</summary>
    Over,
}

/// <summary>A published version.</summary>
/// <param name="Parsed">The version.</param>
/// <param name="Until">When it ends (UTC); null while nothing ends it.</param>
/// <param name="State">How it stands.</param>
/// <param name="PublishedAt">When it was published (UTC).</param>
/// <param name="By">Who published it, and why; null where the action log does not have it.</param>
internal sealed record PublishedVersion(
    ParsedDocument Parsed, DateTimeOffset? Until, VersionState State, DateTimeOffset PublishedAt, ActionBy? By)
{
    /// <summary>The document.</summary>
    public Document Document => Parsed.Document;
}

/// <summary>A version as a page shows it.</summary>
/// <param name="Version">The version.</param>
/// <param name="Before">The version of the same document before it; null where it is the first.</param>
/// <param name="Json">Its content, indented.</param>
/// <param name="Changes">What it changed for the partners that were compared.</param>
/// <param name="Compared">How many partners were compared.</param>
/// <param name="IsForAll">Whether those were all.</param>
internal sealed record VersionView(
    PublishedVersion Version,
    Document? Before,
    string Json,
    IReadOnlyList<TermsChange> Changes,
    int Compared,
    bool IsForAll);

/// <summary>
/// Published documents. All versions are read at once, as every server does when it takes them up, and kept until
/// another is published: how many there are follows publications, not sales.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="clock">The time.</param>
internal sealed class PublishedVersions(PartnerStore store, TimeProvider clock)
{
    /// <summary>For so many partners a version is compared with the one before it.</summary>
    public const int MostCompared = 20;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,

        // The page escapes it once more.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private volatile IReadOnlyList<Known> _known = [];

    /// <summary>All versions: by kind and id, the newest first.</summary>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<IReadOnlyList<PublishedVersion>> ListAsync(CancellationToken cancel)
    {
        var (known, now) = (await ReadAsync(cancel), clock.GetUtcNow());
        var times = VersionInForce.Of(known.Select(one => one.Parsed))
            .ToDictionary<VersionInForce, ParsedDocument>(
                version => version.Parsed, ReferenceEqualityComparer.Instance);
        return [.. known
            .Select(one => times.TryGetValue(one.Parsed, out var time)
                ? new PublishedVersion(one.Parsed, time.End, StateOf(time, now), one.Stored.At, one.Stored.By)
                : new PublishedVersion(
                    one.Parsed, one.Parsed.Document.From, VersionState.Over, one.Stored.At, one.Stored.By))
            .OrderBy(version => version.Document.Kind)
            .ThenBy(version => version.Document.Id, StringComparer.Ordinal)
            .ThenByDescending(version => version.Document.From)];
    }

    /// <summary>Reads a version, and what it changed.</summary>
    /// <param name="id">The document's id.</param>
    /// <param name="version">The version.</param>
    /// <param name="language">The language of the changes.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>The version; null where there is none of that name.</returns>
    public async Task<VersionView?> FindAsync(
        string id, string version, TermsLanguage language, CancellationToken cancel)
    {
        var all = await ListAsync(cancel);
        if (all.FirstOrDefault(one => one.Document.Id == id && one.Document.Version == version) is not { } found)
        {
            return null;
        }

        var before = all.FirstOrDefault(one => one.Document.Kind == found.Document.Kind
            && one.Document.Id == id && one.Document.From < found.Document.From)?.Document;
        var partners = await store.Partners.ListAsync(null, MostCompared + 1, cancel);
        var changes = before is null || all.Any(one => !one.Parsed.IsReadable)
            ? []
            : CatalogDiff.Compare(
                [found.Parsed],
                [.. all.Where(one => one != found && IsBeside(one.Document, found.Document)).Select(one => one.Parsed)],
                partners.Take(MostCompared).Select(partner => partner.Id),
                language,
                cancel);
        return new VersionView(
            found, before, Indented(found.Document.Json), changes, Math.Min(partners.Count, MostCompared),
            partners.Count <= MostCompared);
    }

    /// <summary>Whether a document counts beside another: all of other names, and its own earlier versions.</summary>
    private static bool IsBeside(Document one, Document other) =>
        one.Kind != other.Kind || one.Id != other.Id || one.From < other.From;

    private static VersionState StateOf(VersionInForce version, DateTimeOffset now) =>
        version.Covers(now) ? VersionState.InForce
        : version.From > now ? VersionState.Upcoming
        : VersionState.Over;

    private static string Indented(string json)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json);
            return JsonSerializer.Serialize(parsed.RootElement, Readable);
        }
        catch (JsonException)
        {
            // What is stored is shown, whatever it is.
            return json;
        }
    }

    private async Task<IReadOnlyList<Known>> ReadAsync(CancellationToken cancel)
    {
        // None is ever changed or removed, so that their count tells news.
        var known = _known;
        if (await store.Documents.CountAsync(cancel) != known.Count)
        {
            _known = known = [.. (await store.Documents.ListPublishedAsync(cancel))
                .Select(one => new Known(DocumentReader.ReadStored(one.Document), one))];
        }

        return known;
    }

    private sealed record Known(ParsedDocument Parsed, PublishedDocument Stored);
}
