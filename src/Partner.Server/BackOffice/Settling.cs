using Partner.Core.Actions;
using Partner.Core.Errors;
using Partner.Core.Esims;
using Partner.Core.Texts;
using Partner.Core.TopUps;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.BackOffice;

/// <summary>An operation that a person may settle.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name: "topUps/…".</param>
/// <param name="State">The word of its state.</param>
/// <param name="IsFinal">Whether that is its last.</param>
/// <param name="InDoubtSince">Since when the issuer's answer is unknown (UTC); null when it is not.</param>
/// <param name="CreatedAt">When it was saved (UTC).</param>
/// <param name="Evidence">What was recorded when it was settled; null otherwise.</param>
/// <param name="TopUp">The top-up that it is, or that it is about; null for a reissue.</param>
/// <param name="Reissue">The reissue; null for everything else.</param>
internal sealed record Settled(
    JobKind Kind,
    string Name,
    string State,
    bool IsFinal,
    DateTimeOffset? InDoubtSince,
    DateTimeOffset CreatedAt,
    string? Evidence,
    TopUpRecord? TopUp,
    EsimReissue? Reissue = null)
{
    /// <summary>Whether it was carried out at the issuer; null where it is open, or its state does not say.</summary>
    public bool? Succeeded { get; init; }

    /// <summary>Its id; of gifts that of their top-up.</summary>
    public string OperationId => Name.Split('/') is [.., var topUp, "gifts"] ? topUp : Name[(Name.LastIndexOf('/') + 1)..];

    /// <summary>Whether a word is the one that it was settled by: then saying it again changes nothing.</summary>
    /// <param name="word">The word.</param>
    public bool WasSettledBy(OperatorWord word) =>
        Evidence == word.Kept && (Succeeded ?? word.Succeeded) == word.Succeeded;
}

/// <summary>
/// What an operator settles by a word: found by its name, and settled. The verb, the pages and the back office come
/// through here; the pages force nothing.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="clock">The time.</param>
internal sealed class Settling(PartnerStore store, TimeProvider clock)
{
    /// <summary>The longest evidence.</summary>
    public const int LongestEvidence = 1000;

    /// <summary>Why a text is no evidence: the key of a text; null where it is one.</summary>
    public static string? Problem(string? evidence) => evidence switch
    {
        null => "form.evidence-missing",
        _ when string.IsNullOrWhiteSpace(evidence) => "form.evidence-missing",
        { Length: > LongestEvidence } => "form.evidence-long",
        _ => VisibleText.FirstUnseen(evidence) is null ? null : "form.evidence-unseen",
    };

    /// <summary>Finds an operation.</summary>
    /// <param name="name">topUps/…, topUps/…/reversals/…, topUps/…/gifts or esimReissues/….</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>The operation; null where there is none.</returns>
    public async Task<Settled?> FindAsync(PartnerId partnerId, string name, CancellationToken cancel) =>
        name.Split('/') switch
        {
            ["topUps", var id] => Of(await store.TopUps.FindAsync(partnerId, new TopUpId(id), cancel)),
            ["topUps", var id, "gifts"] => Of(await store.Gifts.FindAsync(partnerId, new TopUpId(id), cancel)),
            ["topUps", var id, "reversals", var own] => Of(
                await store.Reversals.FindAsync(partnerId, new ReversalId(own), cancel),
                await store.TopUps.FindAsync(partnerId, new TopUpId(id), cancel)),
            ["esimReissues", var id] => Of(await store.Reissues.FindAsync(partnerId, new ReissueId(id), cancel)),
            _ => null,
        };

    /// <summary>Settles an operation in doubt. Decided once: the first word counts, or the issuer's answer.</summary>
    /// <param name="name">As of <see cref="FindAsync"/>.</param>
    /// <param name="word">What the operator says.</param>
    /// <param name="by">Who says it.</param>
    /// <param name="cancel">Stops looking; what was handed over is carried out.</param>
    /// <returns>
    /// The operation after it, also where the same word settled it before; <see cref="Reason.TopUpNotFound"/>,
    /// <see cref="Reason.ReversalNotFound"/>, <see cref="Reason.EsimReissueNotFound"/>,
    /// <see cref="Reason.NotInDoubt"/> or <see cref="Reason.AlreadySettled"/>.
    /// </returns>
    public async Task<Result<Settled>> ResolveAsync(
        PartnerId partnerId, string name, OperatorWord word, ActionBy by, CancellationToken cancel)
    {
        if (await FindAsync(partnerId, name, cancel) is not { } known)
        {
            return new Refusal(MissingOf(name));
        }

        if (!known.IsFinal && !known.WasSettledBy(word))
        {
            await SettleAsync(partnerId, known, word, by);
            known = (await FindAsync(partnerId, name, CancellationToken.None))!;
        }

        return known.WasSettledBy(word) ? known
            : known.IsFinal ? new Refusal(Reason.AlreadySettled).With("state", known.State)
            : new Refusal(Reason.NotInDoubt);
    }

    private async Task SettleAsync(PartnerId partnerId, Settled known, OperatorWord word, ActionBy by)
    {
        var now = clock.GetUtcNow();
        switch (known.Name.Split('/'))
        {
            case ["topUps", var id]:
                await store.TopUps.ResolveAsync(partnerId, new TopUpId(id), word, now, by);
                break;
            case ["topUps", var id, "gifts"]:
                await store.Gifts.ResolveAsync(partnerId, new TopUpId(id), word, now, by);
                break;
            case ["topUps", _, "reversals", var own]:
                await store.Reversals.ResolveAsync(partnerId, new ReversalId(own), word, now, by);
                break;
            default:
                await store.Reissues.ResolveAsync(known.Reissue!, word, now, by);
                break;
        }
    }

    private static Reason MissingOf(string name) => name.Split('/') switch
    {
        ["topUps", _, "reversals", ..] => Reason.ReversalNotFound,
        ["esimReissues", ..] => Reason.EsimReissueNotFound,
        _ => Reason.TopUpNotFound,
    };

    private static Settled? Of(TopUpRecord? topUp) => topUp is null ? null : new Settled(
        JobKind.TopUp, $"topUps/{topUp.Id}", EnumWord.Upper(topUp.State), topUp.State != TopUpState.Processing,
        topUp.InDoubtSince, topUp.CreatedAt, topUp.Evidence, topUp)
    {
        Succeeded = topUp.State switch
        {
            TopUpState.Processing => null,
            TopUpState.Succeeded or TopUpState.Reversed => true,
            _ => false,
        },
    };

    private static Settled? Of(ReversalRecord? reversal, TopUpRecord? topUp) =>
        reversal is null || topUp is null || reversal.TopUpId != topUp.Id ? null : new Settled(
            JobKind.Reversal, $"topUps/{topUp.Id}/reversals/{reversal.Id}", EnumWord.Upper(reversal.State),
            reversal.State != ReversalState.Processing, reversal.InDoubtSince, reversal.CreatedAt, reversal.Evidence,
            topUp)
        {
            Succeeded = reversal.State == ReversalState.Processing ? null : reversal.State == ReversalState.Succeeded,
        };

    private static Settled? Of((CardGiftRecord Gifts, TopUpRecord TopUp)? found) => found is not { } pair
        ? null
        : new Settled(
            pair.Gifts.State == GiftState.TakingBack ? JobKind.GiftBack : JobKind.Gift,
            $"topUps/{pair.TopUp.Id}/gifts", EnumWord.Upper(pair.Gifts.State), !pair.Gifts.IsUnfinished,
            pair.Gifts.InDoubtSince, pair.Gifts.CreatedAt, pair.Gifts.Evidence, pair.TopUp);

    private static Settled? Of(EsimReissue? reissue) => reissue is null ? null : new Settled(
        JobKind.Reissue, $"esimReissues/{reissue.Id}", EnumWord.Upper(reissue.State),
        reissue.State != ReissueState.Processing, reissue.InDoubtSince, reissue.CreatedAt, reissue.Evidence,
        null, reissue)
    {
        Succeeded = reissue.State == ReissueState.Processing ? null : reissue.State == ReissueState.Succeeded,
    };
}
