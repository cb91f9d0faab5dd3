using System.CommandLine;
using System.Globalization;
using Partner.Core.Arrivals;
using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Texts;
using Partner.Server.BackOffice;
using Partner.Storage;

namespace Partner.Server.Verbs;

/// <summary>cases: lists sales that did not arrive and that a person has to look into, and closes them.</summary>
internal static class CasesVerb
{
    private static readonly Argument<string> PartnerId = new("PARTNER") { Description = "The partner's id" };

    private static readonly Argument<string> Name = new("NAME")
    {
        Description = "topUps/… or topUps/…/case, as list shows it",
    };

    private static readonly Option<string?> Outcome = VerbOptions.Parsed(
        "--outcome", "arrived|repaired", "What became of it", "arrived or repaired",
        text => text is "arrived" or "repaired" ? text : null, required: true);

    private static readonly Option<string> Evidence = VerbOptions.Required("--evidence", "TEXT", "What proves it");

    /// <summary>The verb.</summary>
    public static Command Create() => new("cases", "Top-ups reported as not arrived: lists the escalated, closes them")
    {
        new Command("list", "Every case that a person has to look into, the longest escalated first")
            .WithDatabase().Runs(ListAsync),
        new Command("close", """
            Closes one of a top-up that succeeded, by evidence that is kept with it. Where the money is to go back,
            reverse the top-up: its case is then closed by itself
            """) { PartnerId, Name, Outcome, Evidence }.WithWhy().WithDatabase().Runs(CloseAsync),
    };

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancel)
    {
        await using var store = PartnerStore.Open(VerbOptions.Database(parsed));
        var now = TimeProvider.System.GetUtcNow();
        var escalated = await store.Cases.ListEscalatedAsync(cancel);
        foreach (var known in escalated)
        {
            var age = now - known.EscalatedAt!.Value;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{known.PartnerId}  topUps/{known.TopUpId}/case  {EnumWord.Upper(known.Verdict)}  "
                + $"{known.PlanCode}  {CardMask.Of(known.Card.Value)}  escalated {age:d\\.hh\\:mm\\:ss} ago  ")
                + Found(known));
        }

        var counts = await store.Cases.CountAsync(cancel);
        Console.WriteLine($"{counts.Escalated} escalated, {counts.Open} open.");
        return 0;
    }

    private static string Found(ArrivalCase known)
    {
        var again = known.SoldAgain is { } later ? $"; sold again: topUps/{later}" : "";
        return known.Evidence is not { } found
            ? "never looked at" + again
            : $"issuer: {EnumWord.Lower(found.Issuer)}, card: {EnumWord.Lower(found.Card)}"
                + (found.Differences == default ? "" : $" ({found.Differences})") + again;
    }

    private static async Task<int> CloseAsync(ParseResult parsed, CancellationToken cancel)
    {
        var partnerId = new PartnerId(parsed.GetRequiredValue(PartnerId));
        var evidence = parsed.GetRequiredValue(Evidence);
        VerbOptions.EnsureVisible("--evidence", evidence);
        if (evidence.Length > CaseClosing.LongestEvidence || string.IsNullOrWhiteSpace(evidence))
        {
            throw new UsageException(
                $"--evidence must say what proves it, in 1 to {CaseClosing.LongestEvidence} characters");
        }

        var id = parsed.GetRequiredValue(Name).Split('/') switch
        {
            ["topUps", var own] => own,
            ["topUps", var own, "case"] => own,
            _ => throw new UsageException("the name must have the form topUps/… or topUps/…/case"),
        };
        var outcome = parsed.GetRequiredValue(Outcome) == "arrived" ? CaseState.Arrived : CaseState.Repaired;
        var by = VerbActor.By(parsed);
        await using var store = PartnerStore.Open(VerbOptions.Database(parsed));
        var closed = await new CaseClosing(store, TimeProvider.System).CloseAsync(
            partnerId, new TopUpId(id), outcome, evidence, by, cancel);
        return closed.Refusal is not { } refusal ? Report(closed.Value) : AdministrationVerbs.Fail(refusal.Reason switch
        {
            Reason.TopUpNotFound => $"Partner {partnerId} has no top-up {id}.",
            Reason.CaseNotFound => $"The top-up {id} was never reported as not arrived.",
            Reason.AlreadySettled =>
                $"The case is closed already: {refusal.Metadata["state"]}. Nothing changed.",
            _ => "The top-up is not final: settle it with in-doubt resolve, and its case follows. Nothing changed.",
        });
    }

    private static int Report(ArrivalCase known)
    {
        Console.WriteLine(known.State == CaseState.Refunded
            ? "The money is back, so the case is REFUNDED, whatever the outcome was said to be."
            : $"topUps/{known.TopUpId}/case is {EnumWord.Upper(known.State)}; the evidence is kept with it.");
        return 0;
    }
}
