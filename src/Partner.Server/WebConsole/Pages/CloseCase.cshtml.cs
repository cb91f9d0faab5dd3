using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Partner.Core.Arrivals;
using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Server.BackOffice;

namespace Partner.Server.WebConsole.Pages;

/// <summary>One case, with the form that closes it.</summary>
/// <param name="closing">Finds and closes it.</param>
internal sealed class CloseCaseModel(CaseClosing closing) : ConsolePage
{
    /// <summary>The case.</summary>
    public ArrivalCase Known { get; private set; } = null!;

    /// <summary>Whether the top-up itself is unfinished, so that the case has to wait.</summary>
    public bool IsUnfinished { get; private set; }

    /// <summary>The form.</summary>
    public EvidenceForm Form { get; private set; } = EvidenceForm.Empty;

    /// <summary>Shows it.</summary>
    /// <param name="partner">Whose it is.</param>
    /// <param name="topup">The top-up's id.</param>
    public Task<IActionResult> OnGetAsync(string? partner, string? topup, CancellationToken cancel) =>
        ShowAsync(new PartnerId(partner ?? ""), new TopUpId(topup ?? ""), cancel);

    /// <summary>Closes it, and shows what it is then.</summary>
    /// <param name="partner">Whose it is.</param>
    /// <param name="topup">The top-up's id.</param>
    /// <param name="outcome">"arrived" or "repaired".</param>
    /// <param name="evidence">What proves it.</param>
    /// <param name="why">Why it is closed.</param>
    public async Task<IActionResult> OnPostAsync(
        string? partner, string? topup, string? outcome, string? evidence, string? why, CancellationToken cancel)
    {
        var (partnerId, id) = (new PartnerId(partner ?? ""), new TopUpId(topup ?? ""));
        Form = new EvidenceForm(outcome, evidence, why).Checked("arrived", "repaired");
        if (Form.HasProblem)
        {
            return await ShowAsync(partnerId, id, cancel);
        }

        // Whatever it answers, the page shows the case as it is then.
        var closed = await closing.CloseAsync(
            partnerId, id, outcome == "arrived" ? CaseState.Arrived : CaseState.Repaired, evidence!, By(why), cancel);
        if (closed.Refusal is { Reason: Reason.TopUpNotFound or Reason.CaseNotFound })
        {
            return NotFound();
        }

        var query = new QueryBuilder { { "partner", partnerId.Value }, { "topup", id.Value } };
        return LocalRedirect(Request.Path + query.ToQueryString().ToString());
    }

    private async Task<IActionResult> ShowAsync(PartnerId partnerId, TopUpId id, CancellationToken cancel)
    {
        var found = await closing.FindAsync(partnerId, id, cancel);
        if (found.Refusal is not null)
        {
            return NotFound();
        }

        (Known, IsUnfinished) = (found.Value.Case, found.Value.TopUp.State == TopUpState.Processing);
        Title("close.title", "cases");
        InCommonZone();
        return Page();
    }
}
