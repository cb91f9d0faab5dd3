using System.Globalization;
using Grpc.Core;
using Leb.Operator.V1;
using Partner.Core.Documents;
using Partner.Core.Errors;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Plans;
using Partner.Server.Security;

namespace Partner.Server.BackOffice;

/// <summary>DocumentService of the operator's contract.</summary>
/// <param name="publishing">Compares and publishes.</param>
/// <param name="versions">What is published.</param>
/// <param name="administration">Finds partners.</param>
internal sealed class DocumentGrpcService(
    DocumentPublishing publishing, PublishedVersions versions, PartnerAdministration administration)
    : DocumentService.DocumentServiceBase
{
    private const int UsualPage = 100;
    private const int LargestPage = 500;
    private const int LongestName = 200;
    private const int MostChanges = 1000;

    /// <inheritdoc/>
    public override async Task<ListDocumentsResponse> ListDocuments(
        ListDocumentsRequest request, ServerCallContext context)
    {
        var own = context.GetCaller().PartnerId;
        var reader = new RequestReader();
        if (request.Kind.Length > 0 && Document.KindOf(request.Kind) is null)
        {
            reader.Note(
                "kind", "must be a kind of documents, such as price-list", "必须是文件类型，如 price-list");
        }

        reader.Text(request.Id, LongestName, "id");
        var state = reader.Choice(request.State, false, "state");
        var size = reader.PageSize(request.PageSize, UsualPage, LargestPage);
        reader.ThrowIfRefused();
        var filter = string.Create(CultureInfo.InvariantCulture, $"documents {request.Kind} {state ?? 0} {request.Id}");
        var after = PageTokens.Read(request.PageToken, own, filter).OrThrow();
        List<DocumentVersion> found = [.. (await versions.ListAsync(context.CancellationToken))
            .Select(version => version.ToWire())
            .Where(one => (request.Kind.Length == 0 || one.Kind == request.Kind)
                && (request.Id.Length == 0 || one.Id == request.Id)
                && (state is null || (int)one.State == state))];

        // A page goes on behind the version that it ended with; none is ever removed, but its state may have changed.
        var begin = after is null ? 0 : found.FindIndex(one => one.Name == after) + 1;
        var page = found.Skip(begin).Take(size + 1).ToList();
        return new ListDocumentsResponse
        {
            Documents = { page.Take(size) },
            NextPageToken = page.Count > size ? PageTokens.Make(own, filter, page[size - 1].Name) : "",
        };
    }

    /// <inheritdoc/>
    public override async Task<GetDocumentResponse> GetDocument(GetDocumentRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        reader.Name(request.Name, "documents", true, "name", id => id.Length is > 0 and <= 2 * LongestName);
        reader.ThrowIfRefused();
        var found = (await versions.ListAsync(context.CancellationToken))
            .FirstOrDefault(version => Storage.Documents.NameOf(version.Document) == request.Name)
            ?? throw new RefusalException(new Refusal(Reason.DocumentNotFound));
        return new GetDocumentResponse { Document = found.ToWire(), Json = found.Document.Json };
    }

    /// <inheritdoc/>
    public override async Task<DiffDocumentsResponse> DiffDocuments(
        DiffDocumentsRequest request, ServerCallContext context)
    {
        var (reader, cancel) = (new RequestReader(), context.CancellationToken);
        var files = Read(reader, request.Files);
        if (request.Partners.Count > DocumentPublishing.MostCompared)
        {
            reader.Note(
                "partners",
                $"must be at most {DocumentPublishing.MostCompared}",
                $"最多 {DocumentPublishing.MostCompared} 个");
        }

        List<PartnerId> wanted = [.. request.Partners.Take(DocumentPublishing.MostCompared).Select((name, index) =>
            reader.PartnerName(name, string.Create(CultureInfo.InvariantCulture, $"partners[{index}]")))];
        reader.ThrowIfRefused();
        await CheckAsync(wanted, cancel);
        var language = context.GetLanguage();
        var scope = new ComparisonScope(
            wanted.Count == 0 ? null : wanted, DocumentPublishing.MostCompared, language.OfTerms());
        var (outcome, changes, compared, more) = (await publishing.CompareAsync(files, scope, cancel)).OrThrow();
        var groups = CatalogDiffText.Groups(changes, language).ToList();
        return new DiffDocumentsResponse
        {
            Documents = { outcome.Published.Select(document => document.ToWire()) },
            Unchanged = { outcome.Unchanged.Select(document => document.ToWire()) },
            Changes = { groups.Take(MostChanges).Select(group => group.ToWire()) },
            ChangesLeftOut = Math.Max(0, groups.Count - MostChanges),
            ComparedPartners = compared,
            MorePartners = more,
            Findings = { outcome.Findings.Select(one => one.ToWire(language)) },
            Warnings = { outcome.Warnings.Select(one => one.ToWire(language)) },
            Etag = outcome.Etag,
        };
    }

    /// <inheritdoc/>
    public override async Task<PublishDocumentsResponse> PublishDocuments(
        PublishDocumentsRequest request, ServerCallContext context)
    {
        var (reader, cancel) = (new RequestReader(), context.CancellationToken);
        var files = Read(reader, request.Files);
        var by = request.ValidateOnly ? null : reader.By(request.Why, context);
        reader.ThrowIfRefused();
        var etag = request.Etag.Length == 0 ? null : request.Etag;
        var outcome = by is null
            ? (await publishing.CheckAsync(files, cancel)).OrThrow()
            : (await publishing.PublishAsync(files, by, etag, cancel)).OrThrow();
        if (by is null && etag is not null && etag != outcome.Etag)
        {
            throw new RefusalException(new Refusal(Reason.DocumentsChanged));
        }

        var language = context.GetLanguage();
        return new PublishDocumentsResponse
        {
            Published = by is not null && outcome.Findings.Count == 0,
            Documents = { outcome.Published.Select(document => document.ToWire()) },
            Unchanged = { outcome.Unchanged.Select(document => document.ToWire()) },
            Findings = { outcome.Findings.Select(one => one.ToWire(language)) },
            Warnings = { outcome.Warnings.Select(one => one.ToWire(language)) },
            Etag = by is null ? outcome.Etag : "",
        };
    }

    private static List<CatalogFile> Read(RequestReader reader, IEnumerable<DocumentFile> sent)
    {
        List<CatalogFile> files = [.. sent.Select(file => new CatalogFile(file.Name, file.Json))];
        reader.Check(files);
        return files;
    }

    private async Task CheckAsync(List<PartnerId> wanted, CancellationToken cancel)
    {
        foreach (var partner in wanted.Distinct())
        {
            (await administration.FindAsync(partner, cancel)).OrThrow();
        }
    }
}
