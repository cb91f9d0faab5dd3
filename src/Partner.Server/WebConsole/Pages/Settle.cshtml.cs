using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Partner.Core.TopUps;
using Partner.Server.BackOffice;
using Partner.Storage;

namespace Partner.Server.WebConsole.Pages;

/// <summary>One operation in doubt, with the form that settles it.</summary>
/// <param name="settling">Finds and settles it.</param>
/// <param name="store">The store.</param>
internal sealed class SettleModel(Settling settling, PartnerStore store) : ConsolePage
{
    /// <summary>Whose it is.</summary>
    public string Partner { get; private set; } = "";

    /// <summary>The operation.</summary>
    public Settled Known { get; private set; } = null!;

    /// <summary>The issuer's latest answers that ended nothing, the earliest first.</summary>
    public IReadOnlyList<InconclusiveAnswer> Answers { get; private set; } = [];

    /// <summary>The form.</summary>
    public EvidenceForm Form { get; private set; } = EvidenceForm.Empty;

    /// <summary>Shows it.</summary>
    /// <param name="partner">Whose it is.</param>
    /// <param name="name">Its name: "topUps/…".</param>
    public async Task<IActionResult> OnGetAsync(string? partner, string? name, CancellationToken cancel) =>
        await settling.FindAsync(new PartnerId(partner ?? ""), name ?? "", cancel) is { } found
            ? await ShowAsync(partner!, found, cancel)
            : NotFound();

    /// <summary>Settles it, and shows what it is then: whoever loads that page again repeats nothing.</summary>
    /// <param name="partner">Whose it is.</param>
    /// <param name="name">Its name: "topUps/…".</param>
    /// <param name="outcome">"succeeded" or "failed".</param>
    /// <param name="evidence">What proves it.</param>
    /// <param name="why">Why it is settled; may be missing.</param>
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
            return await ShowAsync(partner!, found, cancel);
        }

        // Whatever it answers, the page shows the operation as it is then.
        await settling.ResolveAsync(
            partnerId, found.Name, new OperatorWord(outcome == "succeeded", evidence!), By(why), cancel);
        var query = new QueryBuilder { { "partner", partner! }, { "name", found.Name } };
        return LocalRedirect(Request.Path + query.ToQueryString().ToString());
    }

    private async Task<PageResult> ShowAsync(string partner, Settled found, CancellationToken cancel)
    {
        (Partner, Known) = (partner, found);
        var job = await store.Unfinished.FindJobAsync(new PartnerId(partner), found.Kind, found.OperationId, cancel);
        Answers = job?.Answers ?? [];
        Title("settle.title", "in-doubt");
        InCommonZone();
        return Page();
    }
}
