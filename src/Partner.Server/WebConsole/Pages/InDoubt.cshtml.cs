using Microsoft.AspNetCore.Mvc;
using Partner.Server.WebConsole.Readings;
using Partner.Storage;

namespace Partner.Server.WebConsole.Pages;

/// <summary>What the issuer has not answered.</summary>
/// <param name="store">The store.</param>
internal sealed class InDoubtModel(PartnerStore store) : ConsolePage
{
    private const int PageSize = 25;

    /// <summary>The operations.</summary>
    public new Paged<UnfinishedOperation> Page { get; private set; } = null!;

    /// <summary>Where the list goes on.</summary>
    public Pager Pager { get; private set; } = null!;

    /// <summary>Shows a page.</summary>
    /// <param name="after">Where the list goes on.</param>
    public async Task<IActionResult> OnGetAsync(string? after, CancellationToken cancel)
    {
        if (!Cursor.TryRead(after, out var place))
        {
            return BadRequest();
        }

        Title("in-doubt.title", "in-doubt");
        InCommonZone();
        var behind = place is { } there ? new InDoubtPlace(there.At.UtcTicks, there.Id) : null;
        Page = Paged<UnfinishedOperation>.Of(
            await store.Unfinished.ListAsync(behind, PageSize + 1, cancel), PageSize,
            row => Cursor.Write(row.Since, row.OperationId));
        Pager = PagerOf(Page.Next, place is not null);
        return base.Page();
    }
}
