using Partner.Core.Documents;
using Partner.Storage.Model;
using Partner.Storage.Providers;
using Partner.Storage.Reading;
using Partner.Storage.Writing;

namespace Partner.Storage;

/// <summary>Published documents: plans, prices, commissions. A version is immutable.</summary>
public sealed class Documents
{
    private static readonly Statement InsertDocument = Statement.InsertIfAbsent(
        "documents", 3, "kind, id, version, valid_from, published_at, json");

    private static readonly Statement CountDocuments = new(
        "documents.count", "SELECT CAST(COUNT(*) AS BIGINT) FROM documents");

    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal Documents(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Publishes a version, unless it is published already.</summary>
    /// <param name="document">The document, read without findings.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether it was new.</returns>
    public Task<bool> PublishAsync(Document document, DateTimeOffset now) => _writer.RunAsync(session =>
        session.Statements.Execute(
            InsertDocument,
            (int)document.Kind,
            document.Id,
            document.Version,
            document.From.UtcTicks,
            now.UtcTicks,
            document.Json) == 1);

    /// <summary>All published versions.</summary>
    /// <param name="cancel">Stops waiting.</param>
    public Task<List<Document>> ListAsync(CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.Documents.AsEnumerable().Select(row => new Document(
            (DocumentKind)row.Kind, row.Id, row.Version, Mapping.Instant(row.ValidFrom), row.Json)).ToList(),
        cancel);

    /// <summary>How many versions are published; documents are never changed or removed, so it tells news.</summary>
    /// <param name="cancel">Stops waiting.</param>
    public Task<int> CountAsync(CancellationToken cancel) => _readers.ReadAsync(
        session => (int)session.Statements.First(CountDocuments, row => row.GetInt64(0)), cancel);
}
