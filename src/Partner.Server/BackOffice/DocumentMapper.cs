using Leb.Operator.V1;
using Partner.Core.Documents;
using Partner.Core.Publishing;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Plans;
using ActorKind = Leb.Operator.V1.ActorKind;
using WireChange = Leb.Operator.V1.TermsChange;

namespace Partner.Server.BackOffice;

/// <summary>Turns documents and what they change into messages of the operator's contract.</summary>
internal static class DocumentMapper
{
    private const int MostNames = 20;

    /// <summary>A published version.</summary>
    public static DocumentVersion ToWire(this PublishedVersion version)
    {
        var message = version.Document.ToWire();
        message.EndTime = version.Until.ToWire();
        message.State = version.State switch
        {
            VersionState.Upcoming => DocumentState.Upcoming,
            VersionState.InForce => DocumentState.InForce,
            _ => DocumentState.Over,
        };
        message.PublishTime = version.PublishedAt.ToWire();
        message.PublisherKind = (ActorKind)(version.By?.Actor.Kind ?? 0);
        message.Publisher = version.By?.Actor.Name ?? "";
        message.Why = version.By?.Why ?? "";
        message.Readable = version.Parsed.IsReadable;
        return message;
    }

    /// <summary>A version that is not published, or of which nothing more is asked.</summary>
    public static DocumentVersion ToWire(this Document document) => new()
    {
        Name = Storage.Documents.NameOf(document),
        Kind = document.KindName,
        Id = document.Id,
        Version = document.Version,
        StartTime = document.From.ToWire(),
        Readable = true,
    };

    /// <summary>A finding, in the language of whoever asks.</summary>
    public static DocumentFinding ToWire(this FileFinding found, Language language) =>
        new() { File = found.File, Path = found.Finding.Path, Problem = language.Pick(found.Finding.Problem) };

    /// <summary>A change.</summary>
    public static WireChange ToWire(this CatalogDiffGroup group) => new()
    {
        ChangeTime = group.At.ToWire(),
        What = group.What,
        Title = group.Title,
        Channels = { group.Channels },
        Old = group.Old,
        New = group.New,
        Note = group.Note,
        PlanCount = group.Plans.Count,
        Plans = { group.Plans.Take(MostNames) },
        PartnerCount = group.Partners.Count,
        Partners = { group.Partners.Take(MostNames).Select(id => $"partners/{id}") },
    };

    /// <summary>The language of changes.</summary>
    public static TermsLanguage OfTerms(this Language language) =>
        language == Language.Chinese ? TermsLanguage.Chinese : TermsLanguage.English;
}
