using System.CommandLine;
using System.Globalization;
using Partner.Core.Errors;
using Partner.Core.Texts;
using Partner.Core.TopUps;
using Partner.Server.BackOffice;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Verbs;

/// <summary>in-doubt: lists what the issuer has not answered, and settles it by an operator's word.</summary>
internal static class InDoubtVerb
{
    private const int PageSize = 500;

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
            Every top-up, reversal, gift to a card and eSIM reissue whose final state is outstanding, the longest first;
            then gifts that the issuer refused in the last 30 days
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
        var count = 0;
        for (InDoubtPlace? after = null; ;)
        {
            var page = await store.Unfinished.ListAsync(after, PageSize, cancel, alsoSending: true);
            page.ForEach(one => Console.WriteLine(Line(one, now)));
            count += page.Count;
            if (page.Count < PageSize)
            {
                break;
            }

            after = page[^1].Place;
        }

        foreach (var gift in await store.Gifts.ListRefusedAsync(now, cancel))
        {
            Console.WriteLine(
                $"{gift.PartnerId}  topUps/{gift.TopUpId}/gifts  {EnumWord.Upper(gift.State)}  "
                + $"age {Age(now - gift.CreatedAt)}  the issuer refused: {EnumWord.Upper(gift.Reason)}");
        }

        Console.WriteLine($"{count} unfinished.");
        return 0;
    }

    private static string Line(UnfinishedOperation one, DateTimeOffset now)
    {
        var amount = one switch
        {
            { Kind: JobKind.TopUp or JobKind.Reversal, TopUp: { } topUp } => $"{topUp.Offer.Price.NetDebit}  ",
            { Kind: JobKind.Gift } => $"{EnumWord.Upper(GiftState.Processing)}  ",
            { Kind: JobKind.GiftBack } => $"{EnumWord.Upper(GiftState.TakingBack)}  ",
            _ => "",
        };
        return $"{one.PartnerId}  {one.Name}  {amount}age {Age(now - one.CreatedAt)}  " + (one.InDoubtSince is { } since
            ? string.Create(CultureInfo.InvariantCulture, $"in doubt since {since:yyyy-MM-dd HH:mm:ss}Z")
            : "not in doubt yet");
    }

    private static string Age(TimeSpan age) => age.ToString("d\\.hh\\:mm\\:ss", CultureInfo.InvariantCulture);

    private static async Task<int> ResolveAsync(ParseResult parsed, CancellationToken cancel)
    {
        var partnerId = new PartnerId(parsed.GetRequiredValue(PartnerId));
        var name = parsed.GetRequiredValue(Name);
        var word = new OperatorWord(
            parsed.GetRequiredValue(Outcome) == "succeeded", parsed.GetRequiredValue(Evidence), parsed.GetValue(Force));
        VerbOptions.EnsureVisible("--evidence", word.Evidence);
        VerbOptions.EnsureVisible("--force", word.ForcedBecause);
        if (word.Kept.Length > Settling.LongestEvidence || string.IsNullOrWhiteSpace(word.Evidence))
        {
            throw new UsageException(
                $"--evidence must say what proves it, in 1 to {Settling.LongestEvidence} characters");
        }

        if (word.ForcedBecause is not null && string.IsNullOrWhiteSpace(word.ForcedBecause))
        {
            throw new UsageException("--force must say why what is not in doubt is settled");
        }

        if (name.Split('/') is not (["topUps", _] or ["topUps", _, "reversals", _] or ["topUps", _, "gifts"]
            or ["esimReissues", _]))
        {
            throw new UsageException(
                "the name must have the form topUps/…, topUps/…/reversals/…, topUps/…/gifts or esimReissues/…");
        }

        var by = VerbActor.By(parsed);
        await using var store = PartnerStore.Open(VerbOptions.Database(parsed));
        var resolved = await new Settling(store, TimeProvider.System)
            .ResolveAsync(partnerId, name, word, by, cancel);
        if (resolved.Refusal is { } refusal)
        {
            return AdministrationVerbs.Fail(Words(refusal, partnerId, name));
        }

        Console.WriteLine($"{name} is {resolved.Value.State}; the evidence is kept with it.");
        return 0;
    }

    private static string Words(Refusal refusal, PartnerId partnerId, string name) => refusal.Reason switch
    {
        Reason.AlreadySettled => $"{name} is final already: {refusal.Metadata["state"]}. Nothing changed.",
        Reason.NotInDoubt =>
            $"{name} is not in doubt: it is being sent, and the issuer's answer is still to come. Nothing changed. "
            + "Look again with in-doubt list; --force REASON settles it all the same.",
        _ => $"Partner {partnerId} has no {name}.",
    };
}
