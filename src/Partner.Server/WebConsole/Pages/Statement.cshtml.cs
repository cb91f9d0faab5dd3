using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Partner.Server.WebConsole.Display;
using Partner.Server.WebConsole.Readings;
using Partner.Storage;

namespace Partner.Server.WebConsole.Pages;

/// <summary>A month of a partner's float.</summary>
/// <param name="store">Finds the partner.</param>
/// <param name="months">Reads the month.</param>
internal sealed class StatementModel(PartnerStore store, FloatMonths months) : ConsolePage
{
    /// <summary>The month.</summary>
    public MonthOfFloat Month { get; private set; } = null!;

    /// <summary>Where it goes on.</summary>
    public Pager Pager { get; private set; } = null!;

    /// <summary>Shows a page of it.</summary>
    /// <param name="partner">The partner's id.</param>
    /// <param name="month">"2026-11"; null for the present month.</param>
    /// <param name="after">Only entries behind this number.</param>
    public async Task<IActionResult> OnGetAsync(
        string? partner, string? month, string? after, CancellationToken cancel)
    {
        var first = string.IsNullOrEmpty(month) ? null : FloatMonths.MonthOf(month);
        var behind = 0L;
        if ((first is null && !string.IsNullOrEmpty(month))
            || (!string.IsNullOrEmpty(after)
                && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out behind)))
        {
            return BadRequest();
        }

        if (await store.Partners.FindAsync(new PartnerId(partner ?? ""), cancel) is not { } found)
        {
            return NotFound();
        }

        Month = await months.ReadAsync(found, first, behind, Visit.Now, cancel);
        Visit.Zone = Month.Zone;
        Title("statement.title", "floats", Foreign.Visible(found.Name));
        Pager = PagerOf(
            Month.Next?.ToString(CultureInfo.InvariantCulture), behind > 0, ("partner", found.Id.Value),
            ("month", Month.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture)));
        return Page();
    }
}
