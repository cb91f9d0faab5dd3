using Partner.Core.Rules;
using Partner.Core.TopUps;

namespace Partner.Core.Documents;

/// <summary>
/// All published versions, ordered in time. Immutable; a request's one decision time selects the terms. Segments are
/// worked out once, so that a look-up allocates nothing.
/// </summary>
public sealed class TermsTimeline
{
    private readonly VersionInForce[] _versions;
    private readonly DateTimeOffset[] _starts;
    private readonly SellingTerms?[] _terms;
    private readonly Document?[] _unreadable;

    /// <summary>A timeline of documents.</summary>
    /// <param name="documents">Every published version, in any order, those that cannot be read among them.</param>
    /// <param name="since">
    /// Segments that ended before are left out: nothing is decided in the past. Null keeps all.
    /// </param>
    public TermsTimeline(IEnumerable<ParsedDocument> documents, DateTimeOffset? since = null)
    {
        _versions = [.. VersionInForce.Of(documents)];
        var starts = _versions.Select(version => version.From)
            .Concat(_versions.Where(version => version.End is not null).Select(version => version.End!.Value))
            .Distinct().Order().ToList();
        var first = since is null ? 0 : Math.Max(starts.FindLastIndex(start => start <= since), 0);
        _starts = [.. starts[first..]];
        _terms = [.. _starts.Select(TermsOf)];
        _unreadable = [.. _starts.Select(start => Array.Find(
            _versions, version => !version.Parsed.IsReadable && version.Covers(start))?.Parsed.Document)];
    }

    /// <summary>When something changes, ascending: from one of these to the next the terms stay the same.</summary>
    public IReadOnlyList<DateTimeOffset> Starts => _starts;

    /// <summary>The terms in force.</summary>
    /// <param name="instant">The decision time.</param>
    /// <returns>The terms; null while no catalogue is in force.</returns>
    public SellingTerms? At(DateTimeOffset instant)
    {
        var place = Place(instant);
        return place < 0 ? null : _terms[place];
    }

    /// <summary>
    /// A version in force that cannot be read. While there is one the terms are not those that were published: the
    /// version before it would stay in force here, and others sell at another price.
    /// </summary>
    /// <param name="instant">The decision time.</param>
    /// <returns>The version; null when all can be read.</returns>
    public Document? UnreadableAt(DateTimeOffset instant)
    {
        var place = Place(instant);
        return place < 0 ? null : _unreadable[place];
    }

    /// <summary>The next instant at which anything changes: until then the present terms are valid.</summary>
    /// <param name="instant">The present.</param>
    /// <returns>The first change after it; null when none is published.</returns>
    public DateTimeOffset? NextChange(DateTimeOffset instant)
    {
        var next = Place(instant) + 1;
        return next < _starts.Length ? _starts[next] : null;
    }

    /// <summary>The versions in force, by kind and id.</summary>
    public IReadOnlyList<VersionInForce> InForce(DateTimeOffset instant) =>
        [.. _versions.Where(version => version.Covers(instant))];

    /// <summary>The versions that take effect later, the next one first.</summary>
    /// <param name="instant">The present.</param>
    public IReadOnlyList<VersionInForce> Upcoming(DateTimeOffset instant) =>
        [.. _versions.Where(version => version.From > instant).OrderBy(version => version.From)];

    /// <summary>Index of the segment of an instant; -1 before the first.</summary>
    private int Place(DateTimeOffset instant)
    {
        var found = Array.BinarySearch(_starts, instant);
        return found >= 0 ? found : ~found - 1;
    }

    private SellingTerms? TermsOf(DateTimeOffset start)
    {
        var inForce = InForce(start);
        var catalogue = Latest(inForce, DocumentKind.Catalogue)?.Catalogue;
        return catalogue is null ? null : new SellingTerms(new RulesInForce(
            catalogue,
            All(inForce, parsed => parsed.Prices),
            [.. All(inForce, parsed => parsed.Promotions).SelectMany(promotions => promotions)
                .OrderBy(promotion => promotion.Id, StringComparer.Ordinal)],
            All(inForce, parsed => parsed.Schedule),
            All(inForce, parsed => parsed.Taxes),
            All(inForce, parsed => parsed.Rates),
            Latest(inForce, DocumentKind.Network)?.Network));
    }

    /// <summary>Of kinds with one id at a time: publishing refuses a second id; the last to begin wins.</summary>
    private static ParsedDocument? Latest(IReadOnlyList<VersionInForce> inForce, DocumentKind kind) => inForce
        .Where(version => version.Parsed.Document.Kind == kind).MaxBy(version => version.From)?.Parsed;

    private static List<T> All<T>(IReadOnlyList<VersionInForce> inForce, Func<ParsedDocument, T?> content)
        where T : class => [.. inForce.Select(version => content(version.Parsed)).OfType<T>()];
}
