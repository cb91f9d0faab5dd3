using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Partner.Core.TopUps;
using Partner.Server.BackOffice;

namespace Partner.Server.WebConsole.Pages;

/// <summary>One operation in doubt, with the form that settles it.</summary>
/// <param name="settling">Finds and settles it.</param>
internal sealed class SettleModel(Settling settling) : ConsolePage
{
    /// <summary>Whose it is.</summary>
    public string Partner { get; private set; } = "";

    /// <summary>The operation.</summary>
    public Settled Known { get; private set; } = null!;

    /// <summary>The form.</summary>
    public EvidenceForm Form { get; private set; } = EvidenceForm.Empty;

    /// <summary>Shows it.</summary>
    /// <param name="partner">Whose it is.</param>
    /// <param name="name">Its name: "topUps/…".</param>
    public async Task<IActionResult> OnGetAsync(string? partner, string? name, CancellationToken cancel) =>
        await settling.FindAsync(new PartnerId(partner ?? ""), name ?? "", cancel) is { } found
            ? Show(partner!, found)
            : NotFound();

    /// <summary>Settles it, and shows what it is then: whoever loads that page again repeats nothing.</summary>
    /// <param name="partner">Whose it is.</param>
    /// <param name="name">Its name: "topUps/…".</param>
    /// <param name="outcome">"succeeded" or "failed".</param>
    /// <param name="evidence">What proves it.</param>
    /// <param name="why">Why it is settled.</param>
    public async Task<IActionResult> OnPostAsync(
        string? partner, string? name, string? outcome, string? evidence, string? why, CancellationToken cancel)
    {
        var partnerId = new PartnerId(partner ?? "");
        if (await settling.FindAsync(partnerId, name ?? "", cancel) is not { } found)
        {
            return NotFound();
        }

        Form = new EvidenceForm(outcome, evidence, why).Checked("succeeded", "failed");
        if (Form.HasProblem)
        {
            return Show(partner!, found);
        }

        // Whatever it answers, the page shows the operation as it is then.
        await settling.ResolveAsync(
            partnerId, found.Name, new OperatorWord(outcome == "succeeded", evidence!), By(why), cancel);
        var query = new QueryBuilder { { "partner", partner! }, { "name", found.Name } };
        return LocalRedirect(Request.Path + query.ToQueryString().ToString());
    }

    private PageResult Show(string partner, Settled found)
    {
        (Partner, Known) = (partner, found);
        Title("settle.title", "in-doubt");
        InCommonZone();
        return Page();
    }
}
