using Microsoft.AspNetCore.Mvc;
using Partner.Core.Arrivals;
using Partner.Server.WebConsole.Readings;
using Partner.Storage;

namespace Partner.Server.WebConsole.Pages;

/// <summary>Cases that a person has to look into.</summary>
/// <param name="store">The store.</param>
internal sealed class CasesModel(PartnerStore store) : ConsolePage
{
    private const int PageSize = 25;

    /// <summary>The cases.</summary>
    public new Paged<ArrivalCase> Page { get; private set; } = null!;

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

        Title("cases.title", "cases");
        InCommonZone();
        Page = Paged<ArrivalCase>.Of(
            await store.Cases.ListUnclosedAsync(
                CaseState.Escalated,
                place is { } there ? (there.At, new TopUpId(there.Id)) : null, PageSize + 1, cancel),
            PageSize,
            row => Cursor.Write(row.EscalatedAt!.Value, row.TopUpId.Value));
        Pager = PagerOf(Page.Next, place is not null);
        return base.Page();
    }
}
