using Microsoft.AspNetCore.Mvc;
using Partner.Core.Approvals;
using Partner.Server.Contract;
using Partner.Server.WebConsole.Readings;
using Partner.Storage;

namespace Partner.Server.WebConsole.Pages;

/// <summary>Changes to partners' money that wait for a second person.</summary>
/// <param name="store">The store.</param>
internal sealed class ApprovalsModel(PartnerStore store) : ConsolePage
{
    private const int PageSize = 25;

    /// <summary>The changes, the newest first.</summary>
    public new Paged<Approval> Page { get; private set; } = null!;

    /// <summary>Where the list goes on.</summary>
    public Pager Pager { get; private set; } = null!;

    /// <summary>Shows a page.</summary>
    /// <param name="after">Where the list goes on.</param>
    public async Task<IActionResult> OnGetAsync(string? after, CancellationToken cancel)
    {
        if (after is not null && !Ids.AreValid(after))
        {
            return BadRequest();
        }

        Title("approvals.title", "approvals");
        InCommonZone();
        Page = Paged<Approval>.Of(
            await store.Approvals.ListAsync(null, ApprovalState.Pending, Visit.Now, after, PageSize + 1, cancel),
            PageSize,
            row => row.Id);
        Pager = PagerOf(Page.Next, after is not null);
        return base.Page();
    }
}
