using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Partner.Core.Actions;
using Partner.Server.WebConsole.Readings;
using Partner.Storage;

namespace Partner.Server.WebConsole.Pages;

/// <summary>Who changed what and why: one chain, the newest first.</summary>
/// <param name="store">The store.</param>
internal sealed class ActionsModel(PartnerStore store) : ConsolePage
{
    private const int PageSize = 50;

    /// <summary>The partner whose chain it is; empty for what concerns none.</summary>
    public string Chain { get; private set; } = "";

    /// <summary>The actions.</summary>
    public new Paged<RecordedAction> Page { get; private set; } = null!;

    /// <summary>Where the list goes on.</summary>
    public Pager Pager { get; private set; } = null!;

    /// <summary>Shows a page.</summary>
    /// <param name="chain">The partner; empty for what concerns none.</param>
    /// <param name="after">Only actions before this number.</param>
    public async Task<IActionResult> OnGetAsync(string? chain, string? after, CancellationToken cancel)
    {
        var before = long.MaxValue;
        Chain = chain?.Trim() ?? "";
        if ((Chain.Length > 0 && PartnerId.Parse(Chain) is null)
            || (!string.IsNullOrEmpty(after)
                && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out before)))
        {
            return BadRequest();
        }

        Title("actions.title", "actions");
        InCommonZone();
        Page = Paged<RecordedAction>.Of(
            await store.Actions.ListAsync(new PartnerId(Chain), before, PageSize + 1, cancel),
            PageSize,
            row => row.Number.ToString(CultureInfo.InvariantCulture));
        Pager = PagerOf(Page.Next, before != long.MaxValue, ("chain", Chain));
        return base.Page();
    }
}
