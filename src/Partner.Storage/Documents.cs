using System.Security.Cryptography;
using System.Text;
using Partner.Core.Actions;
using Partner.Core.Documents;
using Partner.Core.Identity;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Sql;
using Partner.Storage.Writing;

namespace Partner.Storage;

/// <summary>A published version with what is known of its publication.</summary>
/// <param name="At">When it was published (UTC).</param>
/// <param name="By">Who published it, and why; null where the action log does not have it.</param>
public sealed record PublishedDocument(Document Document, DateTimeOffset At, ActionBy? By);

/// <summary>Published documents: plans, prices, commissions. A version is immutable.</summary>
public sealed class Documents
{
    private static readonly SqlText InsertDocument = SqlText.InsertIfAbsent(
        "documents", 3, "kind, id, version, valid_from, published_at, json");

    private static readonly SqlText CountDocuments = new(
        "documents.count", "SELECT CAST(COUNT(*) AS BIGINT) FROM documents");

    // A row that is always there, since of the documents there is none before the first publication.
    private const int PublishersRow = 2;

    private static readonly SqlText LockPublishers = new("documents.lock", dialect => dialect.SelectLocked(
        "id", "heartbeats", "id = @p0"));

    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal Documents(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Publishes several documents, all or none, unless others were published meanwhile.</summary>
    /// <param name="documents">Documents that were found good beside what was published then.</param>
    /// <param name="known">How many versions were published then: <see cref="CountAsync"/>.</param>
    /// <param name="by">Who publishes them, and why; the program itself where it is left out.</param>
    /// <param name="about">The partner that they are published for and what is recorded of it; null for none.</param>
    /// <param name="standing">Partners that must not be closed by then: those that the documents newly name.</param>
    /// <returns>
    /// Whether they are published by this call; otherwise nothing changed, or a lost commit had taken effect, and the
    /// caller must look again.
    /// </returns>
    public Task<bool> PublishAsync(
        IReadOnlyList<Document> documents,
        int known,
        DateTimeOffset now,
        ActionBy? by = null,
        (PartnerId PartnerId, NewAction Action)? about = null,
        IReadOnlyList<PartnerId>? standing = null) =>
        _writer.RunAloneAsync(session =>
        {
            if (!IsAsKnown(session, known, now) || (standing ?? []).Any(id => IsClosed(session, id)))
            {
                return false;
            }

            foreach (var document in documents)
            {
                Insert(session, document, now);
            }

            var actions = documents.Select(document => Action(document, Before(session, document), by)).ToList();
            session.LockChain(RecordedAction.CommonChain).Record(actions, now);

            if (about is { } subject)
            {
                // The second lock, in the order in which all lock partners; nobody waits for publishers behind one.
                session.LockChain(subject.PartnerId).Record(subject.Action, now);
            }

            return true;
        });

    /// <summary>All published versions.</summary>
    public Task<List<Document>> ListAsync(CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.Documents.AsEnumerable().Select(Read).ToList(),
        cancel);

    /// <summary>All published versions, with when they were published, by whom and why.</summary>
    public Task<List<PublishedDocument>> ListPublishedAsync(CancellationToken cancel) => _readers.ReadAsync(
        session => session.AtOneMoment(context =>
        {
            var chain = RecordedAction.CommonChain.Value;
            var by = context.Actions
                .Where(row => row.PartnerId == chain && row.Action == ActionNames.DocumentsPublish)
                .OrderBy(row => row.Number)
                .Select(row => new { row.Resource, row.ActorKind, row.Actor, row.Why })
                .AsEnumerable()
                .GroupBy(row => row.Resource, StringComparer.Ordinal)
                .ToDictionary(
                    rows => rows.Key,
                    rows => rows.Select(row => new ActionBy(
                        new ActionActor((ActorKind)row.ActorKind, row.Actor), row.Why)).First(),
                    StringComparer.Ordinal);
            return context.Documents.AsEnumerable().Select(row => Published(row, by)).ToList();
        }),
        cancel);

    /// <summary>How many versions are published; documents are never changed or removed, so it tells news.</summary>
    public Task<int> CountAsync(CancellationToken cancel) => _readers.ReadAsync(
        session => (int)session.Commands.First(CountDocuments, row => row.GetInt64(0)), cancel);

    /// <summary>
    /// Takes the publishers' lock, and tells whether nothing was published since somebody looked. Of two that look at
    /// what is published and change something by it, the second waits here, and sees what the first has done. It comes
    /// before any partner's lock.
    /// </summary>
    /// <param name="session">The transaction.</param>
    /// <param name="known">How many versions were published then.</param>
    internal static bool IsAsKnown(SeparateSession session, int known, DateTimeOffset now)
    {
        session.Commands.Execute(WriteProbe.Add, PublishersRow, now.UtcTicks);
        session.Commands.First(LockPublishers, row => row.GetInt32(0), PublishersRow);
        return session.Commands.First(CountDocuments, row => row.GetInt64(0)) == known;
    }

    // Whoever closes a partner holds the publishers' lock, so that it is not being closed at this moment.
    private static bool IsClosed(SeparateSession session, PartnerId id) =>
        Partners.Read(session.Commands, id) is { Status: PartnerStatus.Closed };

    private static NewAction Action(Document document, Document? before, ActionBy? by) => new(
        by ?? ActionBy.Program,
        ActionNames.DocumentsPublish,
        NameOf(document),
        before is null ? null : Facts(before),
        Facts(document));

    private static string Facts(Document document) => new ActionFacts()
        .Add("version", document.Version)
        .Add("from", document.From)
        .Add("sha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document.Json))))
        .ToJson();

    // The version that is in force until this one begins; null for the first.
    private static Document? Before(SeparateSession session, Document document) => session.Context.Documents
        .Where(row => row.Kind == (int)document.Kind && row.Id == document.Id
            && row.ValidFrom < document.From.UtcTicks)
        .OrderByDescending(row => row.ValidFrom)
        .FirstOrDefault() is { } row
            ? Read(row)
            : null;

    /// <summary>A version's name in the action log: "documents/price-list/demo-prices@2".</summary>
    public static string NameOf(Document document) => $"documents/{document.KindName}/{document.FullVersion}";

    private static PublishedDocument Published(DocumentRow row, Dictionary<string, ActionBy> by)
    {
        var document = Read(row);
        return new PublishedDocument(
            document, Mapping.Instant(row.PublishedAt), by.GetValueOrDefault(NameOf(document)));
    }

    private static Document Read(DocumentRow row) => new(
        (DocumentKind)row.Kind, row.Id, row.Version, Mapping.Instant(row.ValidFrom), row.Json);

    private static void Insert(SeparateSession session, Document document, DateTimeOffset now) =>
        session.Commands.Execute(
            InsertDocument,
            (int)document.Kind,
            document.Id,
            document.Version,
            document.From.UtcTicks,
            now.UtcTicks,
            document.Json);
}
