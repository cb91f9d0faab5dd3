using System.CommandLine;
using System.Globalization;
using Partner.Core.Texts;
using Partner.Storage;

namespace Partner.Server.Verbs;

/// <summary>in-doubt: lists what the issuer has not answered, and settles it by an operator's word.</summary>
internal static class InDoubtVerb
{
    private static readonly Argument<string> PartnerId = new("PARTNER") { Description = "The partner's id" };

    private static readonly Argument<string> Name = new("NAME")
    {
        Description = "topUps/… or topUps/…/reversals/…, as list shows it",
    };

    private static readonly Option<string?> Outcome = VerbOptions.Parsed(
        "--outcome", "succeeded|failed", "What became of it", "succeeded or failed",
        text => text is "succeeded" or "failed" ? text : null, required: true);

    private static readonly Option<string> Evidence = VerbOptions.Required("--evidence", "TEXT", "What proves it");

    /// <summary>The verb.</summary>
    public static Command Create() => new("in-doubt", "What the issuer has not answered: lists it, settles it")
    {
        new Command("list", "Every top-up and reversal whose final state is outstanding, the oldest first")
            .WithDatabase().Runs(ListAsync),
        new Command("resolve", """
            Settles one by evidence from the issuer, which is kept with it. Use it when the issuer never answers
            """) { PartnerId, Name, Outcome, Evidence }.WithDatabase().Runs(ResolveAsync),
    };

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancel)
    {
        await using var store = PartnerStore.Open(VerbOptions.Database(parsed));
        var now = TimeProvider.System.GetUtcNow();
        var unfinished = await store.Sales.ListUnfinishedAsync(cancel);
        foreach (var (topUp, reversal) in unfinished)
        {
            var since = reversal?.InDoubtSince ?? topUp.InDoubtSince;
            var age = now - (reversal?.CreatedAt ?? topUp.CreatedAt);
            var name = reversal is null ? $"topUps/{topUp.Id}" : $"topUps/{topUp.Id}/reversals/{reversal.Id}";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{topUp.PartnerId}  {name}  {topUp.Offer.Price.NetDebit}  age {age:d\\.hh\\:mm\\:ss}  ")
                + (since is null ? "not in doubt yet" : $"in doubt since {since:yyyy-MM-dd HH:mm:ss}Z"));
        }

        Console.WriteLine($"{unfinished.Count} unfinished.");
        return 0;
    }

    private static async Task<int> ResolveAsync(ParseResult parsed, CancellationToken cancel)
    {
        const int longest = 1000;
        var partnerId = new PartnerId(parsed.GetRequiredValue(PartnerId));
        var parts = parsed.GetRequiredValue(Name).Split('/');
        var succeeded = parsed.GetRequiredValue(Outcome) == "succeeded";
        var evidence = parsed.GetRequiredValue(Evidence);
        if (evidence.Length is 0 or > longest || string.IsNullOrWhiteSpace(evidence))
        {
            throw new UsageException($"--evidence must say what proves it, in 1 to {longest} characters");
        }

        var isTopUp = parts is ["topUps", _];
        if (!isTopUp && parts is not ["topUps", _, "reversals", _])
        {
            throw new UsageException("the name must have the form topUps/… or topUps/…/reversals/…");
        }

        await using var store = PartnerStore.Open(VerbOptions.Database(parsed));
        var now = TimeProvider.System.GetUtcNow();
        return isTopUp
            ? await ResolveTopUpAsync(store, partnerId, parts[1], succeeded, evidence, now)
            : await ResolveReversalAsync(store, partnerId, parts[3], succeeded, evidence, now, cancel);
    }

    private static async Task<int> ResolveTopUpAsync(
        PartnerStore store, PartnerId partnerId, string id, bool succeeded, string evidence, DateTimeOffset now)
    {
        var resolved = await store.TopUps.ResolveAsync(partnerId, new TopUpId(id), succeeded, evidence, now);
        if (resolved is null)
        {
            return AdministrationVerbs.Fail($"Partner {partnerId} has no top-up {id}.");
        }

        return Report($"topUps/{id}", EnumWord.Upper(resolved.State), resolved.Evidence == evidence);
    }

    private static async Task<int> ResolveReversalAsync(
        PartnerStore store,
        PartnerId partnerId,
        string id,
        bool succeeded,
        string evidence,
        DateTimeOffset now,
        CancellationToken cancel)
    {
        if (await store.Reversals.FindAsync(partnerId, new ReversalId(id), cancel) is null)
        {
            return AdministrationVerbs.Fail($"Partner {partnerId} has no reversal {id}.");
        }

        var (reversal, _) = await store.Reversals.ResolveAsync(partnerId, new ReversalId(id), succeeded, evidence, now);
        return Report($"reversal {id}", EnumWord.Upper(reversal.State), reversal.Evidence == evidence);
    }

    private static int Report(string name, string state, bool changed)
    {
        if (!changed)
        {
            return AdministrationVerbs.Fail($"{name} is final already: {state}. Nothing changed.");
        }

        Console.WriteLine($"{name} is {state}; the evidence is kept with it.");
        return 0;
    }
}
