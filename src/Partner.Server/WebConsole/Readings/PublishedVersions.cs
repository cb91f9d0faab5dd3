using System.Text.Encodings.Web;
using System.Text.Json;
using Partner.Core.Documents;
using Partner.Core.Publishing;
using Partner.Storage;

namespace Partner.Server.WebConsole.Readings;

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
internal sealed record PublishedVersion(ParsedDocument Parsed, DateTimeOffset? Until, VersionState State)
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

    private volatile Kept _kept = new([]);

    /// <summary>All versions: by kind and id, the newest first.</summary>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<IReadOnlyList<PublishedVersion>> ListAsync(CancellationToken cancel)
    {
        var (parsed, now) = (await ReadAsync(cancel), clock.GetUtcNow());
        var times = VersionInForce.Of(parsed).ToDictionary(version => version.Parsed.Document.FullVersion);
        return [.. parsed
            .Select(one => times.TryGetValue(one.Document.FullVersion, out var time)
                ? new PublishedVersion(one, time.End, StateOf(time, now))
                : new PublishedVersion(one, one.Document.From, VersionState.Over))
            .OrderBy(version => version.Document.Kind)
            .ThenBy(version => version.Document.Id, StringComparer.Ordinal)
            .ThenByDescending(version => version.Document.From)];
    }

    /// <summary>Reads a version, and what it changed.</summary>
    /// <param name="id">The document's id.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>The version; null where there is none of that name.</returns>
    public async Task<VersionView?> FindAsync(string id, string version, CancellationToken cancel)
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
                partners.Take(MostCompared).Select(partner => partner.Id));
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

    private async Task<IReadOnlyList<ParsedDocument>> ReadAsync(CancellationToken cancel)
    {
        // None is ever changed or removed, so that their count tells news.
        var kept = _kept;
        if (await store.Documents.CountAsync(cancel) != kept.Parsed.Count)
        {
            _kept = kept = new Kept((await store.Documents.ListAsync(cancel)).ConvertAll(DocumentReader.ReadStored));
        }

        return kept.Parsed;
    }

    private sealed record Kept(IReadOnlyList<ParsedDocument> Parsed);
}
