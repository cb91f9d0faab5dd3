using Microsoft.AspNetCore.Mvc;
using Partner.Core.Identity;
using Partner.Core.Texts;
using Partner.Server.WebConsole.Readings;
using Partner.Storage;

namespace Partner.Server.WebConsole.Pages;

/// <summary>When certificates end.</summary>
/// <param name="store">The store.</param>
internal sealed class CertificatesModel(PartnerStore store) : ConsolePage
{
    private const int PageSize = 50;

    /// <summary>The certificates.</summary>
    public new Paged<CertificateEnd> Page { get; private set; } = null!;

    /// <summary>Where the list goes on.</summary>
    public Pager Pager { get; private set; } = null!;

    /// <summary>The words of what a certificate may do.</summary>
    public static IEnumerable<string> WordsOf(Permissions permissions) => Enum.GetValues<Permissions>()
        .Where(one => one != Permissions.None && permissions.HasFlag(one)).Select(EnumWord.Lower);

    /// <summary>Shows a page.</summary>
    /// <param name="after">Where the list goes on.</param>
    public async Task<IActionResult> OnGetAsync(string? after, CancellationToken cancel)
    {
        if (!Cursor.TryRead(after, out var place))
        {
            return BadRequest();
        }

        Title("certificates.title", "certificates");
        InCommonZone();
        Page = Paged<CertificateEnd>.Of(
            await store.CertificateEnds.ListAsync(Visit.Now - Overview.EndedLately, place, PageSize + 1, cancel),
            PageSize,
            row => Cursor.Write(row.NotAfter, row.Thumbprint));
        Pager = PagerOf(Page.Next, place is not null);
        return base.Page();
    }
}
