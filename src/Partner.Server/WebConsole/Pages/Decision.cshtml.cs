using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Partner.Core.Approvals;
using Partner.Server.BackOffice;
using Partner.Server.Errors;

namespace Partner.Server.WebConsole.Pages;

/// <summary>Why a decision was refused, in the language of the page.</summary>
/// <param name="Text">What happened and what to do.</param>
/// <param name="Available">What the float covers; null where it is not about that.</param>
internal sealed record RefusedDecision(string Text, string? Available);

/// <summary>One change that waits for a second person, with the form that decides on it.</summary>
/// <param name="administration">Finds and decides.</param>
internal sealed class DecisionModel(ApprovalAdministration administration) : ConsolePage
{
    /// <summary>The approval.</summary>
    public Approval Known { get; private set; } = null!;

    /// <summary>Its name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The form; it has no evidence.</summary>
    public EvidenceForm Form { get; private set; } = EvidenceForm.Empty;

    /// <summary>Why it was not decided; null where nothing was refused.</summary>
    public RefusedDecision? Refusal { get; private set; }

    /// <summary>The address of an approval's page.</summary>
    public static string AddressOf(Approval approval) =>
        $"/approvals/decide?name={Uri.EscapeDataString(ApprovalWords.NameOf(approval))}";

    /// <summary>Shows it.</summary>
    /// <param name="name">Its name: "partners/demo/approvals/…".</param>
    public async Task<IActionResult> OnGetAsync(string? name, CancellationToken cancel) =>
        await FindAsync(name, cancel) is { } known ? Show(known) : NotFound();

    /// <summary>Decides on it, and shows what it is then: whoever loads that page again repeats nothing.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="outcome">"approve" or "reject".</param>
    /// <param name="why">Why.</param>
    public async Task<IActionResult> OnPostAsync(string? name, string? outcome, string? why, CancellationToken cancel)
    {
        if (await FindAsync(name, cancel) is not { } known)
        {
            return NotFound();
        }

        Form = new EvidenceForm(outcome, null, why)
        {
            OutcomeProblem = outcome is "approve" or "reject" ? null : "form.outcome-missing",
            WhyProblem = string.IsNullOrWhiteSpace(why) ? "form.why-missing" : Settling.Problem(why),
        };
        if (Form.HasProblem)
        {
            return Show(known);
        }

        var state = outcome == "approve" ? ApprovalState.Approved : ApprovalState.Rejected;
        var decided = await administration.DecideAsync(
            known.PartnerId, known.Id, state, HttpContext.Party(), why!, cancel);
        if (decided.Refusal is { } refusal)
        {
            Refusal = new RefusedDecision(
                ClerkTexts.ForRefusal(refusal.Reason, Visit.Language), refusal.Metadata.GetValueOrDefault("available"));
            return Show(await FindAsync(name, cancel) ?? known);
        }

        return LocalRedirect(AddressOf(decided.Value));
    }

    private async Task<Approval?> FindAsync(string? name, CancellationToken cancel)
    {
        if ((name ?? "").Split('/') is not ["partners", var partner, "approvals", var id])
        {
            return null;
        }

        var found = await administration.FindAsync(new PartnerId(partner), id, cancel);
        return found.Refusal is null ? found.Value : null;
    }

    private PageResult Show(Approval known)
    {
        (Known, Name) = (known, ApprovalWords.NameOf(known));
        Title("approvals.title.one", "approvals");
        InCommonZone();
        return Page();
    }
}
