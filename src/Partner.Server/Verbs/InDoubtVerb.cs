using System.Globalization;
using Partner.Storage;

namespace Partner.Server.Verbs;

/// <summary>in-doubt: lists what the issuer has not answered, and settles it by an operator's word.</summary>
internal static class InDoubtVerb
{
    public const string Usage = """
        in-doubt list [--data DIR]
            Every top-up and reversal whose final state is outstanding, the oldest first.
        in-doubt resolve PARTNER NAME --outcome succeeded|failed --evidence TEXT [--data DIR]
            Settles one by evidence from the issuer, which is kept with it. Use it when the issuer never answers.
        """;

    public static async Task<int> RunAsync(string[] args, CancellationToken cancel)
    {
        var arguments = new Arguments(args);
        var action = arguments.Word("list or resolve");
        await using var store = PartnerStore.Open(AdministrationVerbs.DatabaseOf(arguments));
        return action switch
        {
            "list" => await ListAsync(store, arguments, cancel).ConfigureAwait(false),
            "resolve" => await ResolveAsync(store, arguments, cancel).ConfigureAwait(false),
            _ => throw new UsageException($"'{action}' is none of list, resolve"),
        };
    }

    private static async Task<int> ListAsync(PartnerStore store, Arguments arguments, CancellationToken cancel)
    {
        arguments.End();
        var now = TimeProvider.System.GetUtcNow();
        var unfinished = await store.Sales.ListUnfinishedAsync(cancel).ConfigureAwait(false);
        foreach (var (topUp, reversal) in unfinished)
        {
            var since = reversal?.InDoubtSince ?? topUp.InDoubtSince;
            var age = now - (reversal?.CreatedAt ?? topUp.CreatedAt);
            var name = reversal is null ? $"topUps/{topUp.Id}" : $"topUps/{topUp.Id}/reversals/{reversal.Id}";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{topUp.PartnerId}  {name}  {topUp.Price.NetDebit}  age {age:d\\.hh\\:mm\\:ss}  ")
                + (since is null ? "not in doubt yet" : $"in doubt since {since:yyyy-MM-dd HH:mm:ss}Z"));
        }

        Console.WriteLine($"{unfinished.Count} unfinished.");
        return 0;
    }

    private static async Task<int> ResolveAsync(PartnerStore store, Arguments arguments, CancellationToken cancel)
    {
        const int longest = 1000;
        var partnerId = arguments.Word("the partner's id");
        var parts = arguments.Word("the name").Split('/');
        var succeeded = arguments.Required("--outcome", "succeeded|failed") switch
        {
            "succeeded" => true,
            "failed" => false,
            var other => throw new UsageException($"--outcome '{other}' is none of succeeded, failed"),
        };
        var evidence = arguments.Required("--evidence", "TEXT (what proves it)");
        arguments.End();
        if (evidence.Length is 0 or > longest || string.IsNullOrWhiteSpace(evidence))
        {
            throw new UsageException($"--evidence must say what proves it, in 1 to {longest} characters");
        }

        var isTopUp = parts is ["topUps", _];
        if (!isTopUp && parts is not ["topUps", _, "reversals", _])
        {
            throw new UsageException("the name must have the form topUps/… or topUps/…/reversals/…");
        }

        var now = TimeProvider.System.GetUtcNow();
        return isTopUp
            ? await ResolveTopUpAsync(store, partnerId, parts[1], succeeded, evidence, now).ConfigureAwait(false)
            : await ResolveReversalAsync(store, partnerId, parts[3], succeeded, evidence, now, cancel)
                .ConfigureAwait(false);
    }

    private static async Task<int> ResolveTopUpAsync(
        PartnerStore store, string partnerId, string id, bool succeeded, string evidence, DateTimeOffset now)
    {
        var resolved = await store.TopUps.ResolveAsync(partnerId, id, succeeded, evidence, now).ConfigureAwait(false);
        if (resolved is null)
        {
            return AdministrationVerbs.Fail($"Partner {partnerId} has no top-up {id}.");
        }

        return Report($"topUps/{id}", resolved.State.ToString(), resolved.Evidence == evidence);
    }

    private static async Task<int> ResolveReversalAsync(
        PartnerStore store,
        string partnerId,
        string id,
        bool succeeded,
        string evidence,
        DateTimeOffset now,
        CancellationToken cancel)
    {
        if (await store.Reversals.FindAsync(partnerId, id, cancel).ConfigureAwait(false) is null)
        {
            return AdministrationVerbs.Fail($"Partner {partnerId} has no reversal {id}.");
        }

        var (reversal, _) = await store.Reversals.ResolveAsync(partnerId, id, succeeded, evidence, now)
            .ConfigureAwait(false);
        return Report($"reversal {id}", reversal.State.ToString(), reversal.Evidence == evidence);
    }

    private static int Report(string name, string state, bool changed)
    {
        if (!changed)
        {
            return AdministrationVerbs.Fail($"{name} is final already: {state.ToUpperInvariant()}. Nothing changed.");
        }

        Console.WriteLine($"{name} is {state.ToUpperInvariant()}; the evidence is kept with it.");
        return 0;
    }
}
