using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Partner.Server.BackOffice;
using Partner.Server.Plans;
using Partner.Server.WebConsole.Readings;

namespace Partner.Server.WebConsole.Pages;

/// <summary>Every published version of every document.</summary>
/// <param name="versions">Reads them.</param>
internal sealed class DocumentsModel(PublishedVersions versions) : ConsolePage
{
    private const int PageSize = 50;

    /// <summary>The versions.</summary>
    public new Paged<PublishedVersion> Page { get; private set; } = null!;

    /// <summary>Where the list goes on.</summary>
    public Pager Pager { get; private set; } = null!;

    /// <summary>How many documents were published just now; 0 where none were.</summary>
    public int Published { get; private set; }

    /// <summary>Shows a page.</summary>
    /// <param name="after">How many versions stand before it.</param>
    /// <param name="published">How many documents were published just now.</param>
    public async Task<IActionResult> OnGetAsync(string? after, int? published, CancellationToken cancel)
    {
        Published = Math.Clamp(published ?? 0, 0, DocumentFiles.Most);
        var before = 0;
        if (!string.IsNullOrEmpty(after)
            && !int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            return BadRequest();
        }

        Title("documents.title", "documents");
        InCommonZone();
        var rows = (await versions.ListAsync(cancel)).Skip(before).Take(PageSize + 1).ToList();
        Page = Paged<PublishedVersion>.Of(
            rows, PageSize, _ => (before + PageSize).ToString(CultureInfo.InvariantCulture));
        Pager = PagerOf(Page.Next, before > 0);
        return base.Page();
    }
}
