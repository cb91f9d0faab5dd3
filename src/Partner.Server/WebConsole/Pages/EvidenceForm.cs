using Partner.Server.BackOffice;

namespace Partner.Server.WebConsole.Pages;

/// <summary>What an operator wrote into a form that settles something, and what is wrong with it.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Evidence">What proves it.</param>
/// <param name="Why">Why it is settled.</param>
internal sealed record EvidenceForm(string? Outcome, string? Evidence, string? Why)
{
    /// <summary>An empty form.</summary>
    public static EvidenceForm Empty { get; } = new(null, null, null);

    /// <summary>Key of what is wrong with the outcome; null when nothing is.</summary>
    public string? OutcomeProblem { get; init; }

    /// <summary>The same of the evidence.</summary>
    public string? EvidenceProblem { get; init; }

    /// <summary>The same of the reason.</summary>
    public string? WhyProblem { get; init; }

    /// <summary>Whether anything is wrong.</summary>
    public bool HasProblem => OutcomeProblem is not null || EvidenceProblem is not null || WhyProblem is not null;

    /// <summary>The form with what is wrong with it.</summary>
    /// <param name="outcomes">The outcomes that there are.</param>
    public EvidenceForm Checked(params string[] outcomes) => this with
    {
        OutcomeProblem = outcomes.Contains(Outcome) ? null : "form.outcome-missing",
        EvidenceProblem = Settling.Problem(Evidence),
        WhyProblem = string.IsNullOrWhiteSpace(Why) ? "form.why-missing" : Settling.Problem(Why),
    };
}
