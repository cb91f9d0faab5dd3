using Microsoft.AspNetCore.Mvc;
using Partner.Server.BackOffice;
using Partner.Server.Plans;
using Partner.Server.WebConsole.Display;

namespace Partner.Server.WebConsole.Pages;

/// <summary>A version of a document: what it changes, and its content.</summary>
/// <param name="versions">Reads it.</param>
internal sealed class VersionModel(PublishedVersions versions) : ConsolePage
{
    /// <summary>So many lines of changes are shown.</summary>
    public const int MostLines = 200;

    /// <summary>The version.</summary>
    public VersionView View { get; private set; } = null!;

    /// <summary>Its changes, a line for each, however many plans and partners it touches.</summary>
    public IReadOnlyList<CatalogDiffLine> Changes { get; private set; } = [];

    /// <summary>Its content, with every character seen.</summary>
    public string Lines { get; private set; } = "";

    /// <summary>Shows it.</summary>
    /// <param name="id">The document's id.</param>
    /// <param name="version">The version.</param>
    public async Task<IActionResult> OnGetAsync(string? id, string? version, CancellationToken cancel)
    {
        if (await versions.FindAsync(id ?? "", version ?? "", Visit.Language.OfTerms(), cancel) is not { } found)
        {
            return NotFound();
        }

        View = found;
        Title("documents.version-title", "documents", found.Version.Document.FullVersion);
        InCommonZone();
        Changes = CatalogDiffText.Lines(found.Changes, Visit.Language);
        Lines = string.Join('\n', found.Json.Split('\n').Select(Foreign.Visible));
        return Page();
    }
}
