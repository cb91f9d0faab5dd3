using System.CommandLine;
using System.Globalization;
using Partner.Core.Actions;
using Partner.Core.Esims;
using Partner.Core.Texts;
using Partner.Core.TopUps;
using Partner.Storage;

namespace Partner.Server.Verbs;

/// <summary>in-doubt: lists what the issuer has not answered, and settles it by an operator's word.</summary>
internal static class InDoubtVerb
{
    private static readonly Argument<string> PartnerId = new("PARTNER") { Description = "The partner's id" };

    private static readonly Argument<string> Name = new("NAME")
    {
        Description = "topUps/…, topUps/…/reversals/…, topUps/…/gifts or esimReissues/…, as list shows it",
    };

    private static readonly Option<string?> Outcome = VerbOptions.Parsed(
        "--outcome", "succeeded|failed", "What became of it", "succeeded or failed",
        text => text is "succeeded" or "failed" ? text : null, required: true);

    private static readonly Option<string> Evidence = VerbOptions.Required("--evidence", "TEXT", "What proves it");

    private static readonly Option<string?> Force = VerbOptions.Text(
        "--force", "REASON", "Settles what is not in doubt, but merely being sent; kept with the evidence");

    /// <summary>The verb.</summary>
    public static Command Create() => new("in-doubt", "What the issuer has not answered: lists it, settles it")
    {
        new Command("list", """
            Every top-up, reversal and eSIM reissue whose final state is outstanding, the oldest first; then gifts to
            cards that are under way, or that the issuer refused in the last 30 days
            """)
            .WithDatabase().Runs(ListAsync),
        new Command("resolve", """
            Settles one in doubt by evidence from the issuer, kept with it. Use it when the issuer never answers
            """) { PartnerId, Name, Outcome, Evidence, Force }.WithWhy().WithDatabase().Runs(ResolveAsync),
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
                + Since(since));
        }

        var reissues = await store.Reissues.ListUnfinishedAsync(cancel);
        foreach (var reissue in reissues)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{reissue.PartnerId}  esimReissues/{reissue.Id}  age {now - reissue.CreatedAt:d\\.hh\\:mm\\:ss}  ")
                + Since(reissue.InDoubtSince));
        }

        var gifts = await store.Gifts.ListOpenAsync(now, cancel);
        foreach (var gift in gifts)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{gift.PartnerId}  topUps/{gift.TopUpId}/gifts  {EnumWord.Upper(gift.State)}  " +
                $"age {now - gift.CreatedAt:d\\.hh\\:mm\\:ss}  ")
                + (!gift.IsUnfinished ? $"the issuer refused: {EnumWord.Upper(gift.Reason)}"
                    : gift.InDoubtSince is not { } since ? "not in doubt yet"
                    : $"in doubt since {since:yyyy-MM-dd HH:mm:ss}Z"));
        }

        Console.WriteLine(
            $"{unfinished.Count + reissues.Count + gifts.Count(gift => gift.IsUnfinished)} unfinished.");
        return 0;
    }

    private static string Since(DateTimeOffset? since) => since is null
        ? "not in doubt yet"
        : string.Create(CultureInfo.InvariantCulture, $"in doubt since {since:yyyy-MM-dd HH:mm:ss}Z");

    private static async Task<int> ResolveAsync(ParseResult parsed, CancellationToken cancel)
    {
        const int longest = 1000;
        var partnerId = new PartnerId(parsed.GetRequiredValue(PartnerId));
        var parts = parsed.GetRequiredValue(Name).Split('/');
        var word = new OperatorWord(
            parsed.GetRequiredValue(Outcome) == "succeeded", parsed.GetRequiredValue(Evidence), parsed.GetValue(Force));
        VerbOptions.EnsureVisible("--evidence", word.Evidence);
        VerbOptions.EnsureVisible("--force", word.ForcedBecause);
        if (word.Kept.Length > longest || string.IsNullOrWhiteSpace(word.Evidence))
        {
            throw new UsageException($"--evidence must say what proves it, in 1 to {longest} characters");
        }

        if (word.ForcedBecause is not null && string.IsNullOrWhiteSpace(word.ForcedBecause))
        {
            throw new UsageException("--force must say why what is not in doubt is settled");
        }

        if (parts is not (["topUps", _] or ["topUps", _, "reversals", _] or ["topUps", _, "gifts"]
            or ["esimReissues", _]))
        {
            throw new UsageException(
                "the name must have the form topUps/…, topUps/…/reversals/…, topUps/…/gifts or esimReissues/…");
        }

        var by = VerbActor.By(parsed);
        await using var store = PartnerStore.Open(VerbOptions.Database(parsed));
        return parts switch
        {
            ["topUps", var id] => await ResolveTopUpAsync(store, partnerId, new TopUpId(id), word, by),
            ["topUps", var id, "gifts"] => await ResolveGiftsAsync(store, partnerId, new TopUpId(id), word, by),
            ["esimReissues", var id] => await ResolveReissueAsync(
                store, partnerId, new ReissueId(id), word, by, cancel),
            _ => await ResolveReversalAsync(
                store, partnerId, new TopUpId(parts[1]), new ReversalId(parts[3]), word, by, cancel),
        };
    }

    private static async Task<int> ResolveReissueAsync(
        PartnerStore store, PartnerId partnerId, ReissueId id, OperatorWord word, ActionBy by, CancellationToken cancel)
    {
        if (await store.Reissues.FindAsync(partnerId, id, cancel) is not { } known)
        {
            return AdministrationVerbs.Fail($"Partner {partnerId} has no eSIM reissue {id}.");
        }

        var reissue = await store.Reissues.ResolveAsync(known, word, TimeProvider.System.GetUtcNow(), by);
        return Report(
            $"esimReissues/{id}", EnumWord.Upper(reissue.State), reissue.State != ReissueState.Processing,
            reissue.Evidence == word.Kept);
    }

    private static async Task<int> ResolveTopUpAsync(
        PartnerStore store, PartnerId partnerId, TopUpId id, OperatorWord word, ActionBy by)
    {
        var resolved = await store.TopUps.ResolveAsync(partnerId, id, word, TimeProvider.System.GetUtcNow(), by);
        return resolved is null
            ? AdministrationVerbs.Fail($"Partner {partnerId} has no top-up {id}.")
            : Report(
                $"topUps/{id}", EnumWord.Upper(resolved.State), resolved.State != TopUpState.Processing,
                resolved.Evidence == word.Kept);
    }

    private static async Task<int> ResolveGiftsAsync(
        PartnerStore store, PartnerId partnerId, TopUpId id, OperatorWord word, ActionBy by)
    {
        var resolved = await store.Gifts.ResolveAsync(partnerId, id, word, TimeProvider.System.GetUtcNow(), by);
        return resolved is not { } gifts
            ? AdministrationVerbs.Fail($"Top-up {id} of partner {partnerId} gives nothing to its card.")
            : Report(
                $"topUps/{id}/gifts", EnumWord.Upper(gifts.After.State),
                !gifts.Before.IsUnfinished || gifts.After != gifts.Before, gifts.After.Evidence == word.Kept);
    }

    private static async Task<int> ResolveReversalAsync(
        PartnerStore store,
        PartnerId partnerId,
        TopUpId topUpId,
        ReversalId id,
        OperatorWord word,
        ActionBy by,
        CancellationToken cancel)
    {
        var known = await store.Reversals.FindAsync(partnerId, id, cancel);
        if (known is null || known.TopUpId != topUpId)
        {
            return AdministrationVerbs.Fail($"Partner {partnerId} has no reversal {id} of top-up {topUpId}.");
        }

        var (reversal, _) = await store.Reversals
            .ResolveAsync(partnerId, id, word, TimeProvider.System.GetUtcNow(), by);
        return Report(
            $"reversal {id}", EnumWord.Upper(reversal.State), reversal.State != ReversalState.Processing,
            reversal.Evidence == word.Kept);
    }

    private static int Report(string name, string state, bool final, bool changed)
    {
        if (!final)
        {
            return AdministrationVerbs.Fail(
                $"{name} is not in doubt: it is being sent, and the issuer's answer is still to come. Nothing changed. "
                + "Look again with in-doubt list; --force REASON settles it all the same.");
        }

        if (!changed)
        {
            return AdministrationVerbs.Fail($"{name} is final already: {state}. Nothing changed.");
        }

        Console.WriteLine($"{name} is {state}; the evidence is kept with it.");
        return 0;
    }
}
