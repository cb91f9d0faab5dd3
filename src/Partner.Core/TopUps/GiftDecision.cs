using Partner.Core.Errors;

namespace Partner.Core.TopUps;

/// <summary>What the issuer's answers, a refund and an operator's word do to the gifts of a sale.</summary>
public static class GiftDecision
{
    /// <summary>Decides what the issuer's answer about the grant does.</summary>
    /// <param name="current">The gifts as stored.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="now">The time.</param>
    public static Completion<CardGiftRecord> Decide(CardGiftRecord current, IssuerAnswer answer, DateTimeOffset now)
    {
        if (!AwaitsGrant(current))
        {
            return Contradicts(answer.Verdict, current.GrantedAt is not null)
                ? Contradiction($"issuer says {answer.Verdict}, gifts are {current.State}")
                : Nothing;
        }

        return answer.Verdict switch
        {
            IssuerVerdict.Accepted => Grant(current, answer.Reference, now, current.Evidence),
            IssuerVerdict.Declined => End(current, GiftState.Refused, answer.Refusal, now, null),
            IssuerVerdict.Withdrawn => NotGranted(current, Reason.WithdrawnAtIssuer, now, null),
            _ => Doubt(current, answer.Verdict, now),
        };
    }

    /// <summary>Decides what the issuer's answer about the taking back does.</summary>
    /// <param name="current">The gifts as stored.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="now">The time.</param>
    public static Completion<CardGiftRecord> DecideBack(
        CardGiftRecord current, IssuerAnswer answer, DateTimeOffset now)
    {
        if (current.State != GiftState.TakingBack || AwaitsGrant(current))
        {
            var contradicts = current.State == GiftState.Kept
                ? answer.Verdict == IssuerVerdict.Accepted
                : current.BackReference is not null && Contradicts(answer.Verdict, tookEffect: true);
            return contradicts
                ? Contradiction($"issuer says {answer.Verdict} of taking gifts back that are {current.State}")
                : Nothing;
        }

        return answer.Verdict switch
        {
            IssuerVerdict.Accepted => TakenBack(current, answer.Reference, now, null),
            IssuerVerdict.Declined => End(current, GiftState.Kept, answer.Refusal, now, null),
            IssuerVerdict.Withdrawn => End(current, GiftState.Kept, Reason.WithdrawnAtIssuer, now, null),
            _ => Doubt(current, answer.Verdict, now),
        };
    }

    /// <summary>Takes the gifts back with their sale; refused ones stay refused.</summary>
    /// <param name="current">The gifts as stored.</param>
    /// <param name="back">What of them goes back.</param>
    public static Completion<CardGiftRecord> TakeBack(CardGiftRecord current, GiftTakeBack back) =>
        back.IsEmpty || current.State is not (GiftState.Processing or GiftState.Granted)
            ? Nothing
            : new Completion<CardGiftRecord>.Change(
                current with
                {
                    State = GiftState.TakingBack,
                    Back = back,
                    FinalAt = null,
                    Version = current.Version + 1,
                },
                null);

    /// <summary>
    /// Settles what is under way by an operator's word: whether the gifts are on the card, and once they are to be
    /// taken off it and were granted, whether they are off.
    /// </summary>
    /// <param name="current">The gifts as stored.</param>
    /// <param name="word">The operator's word; it ends nothing that is not in doubt, unless it says so.</param>
    /// <param name="now">The time.</param>
    public static Completion<CardGiftRecord> Resolve(CardGiftRecord current, OperatorWord word, DateTimeOffset now)
    {
        if (!current.IsUnfinished || !word.Settles(current.InDoubtSince))
        {
            return Nothing;
        }

        return (AwaitsGrant(current), word.Succeeded) switch
        {
            (true, true) => Grant(current, current.Reference, now, word.Kept),
            (true, false) => NotGranted(current, Reason.ResolvedByOperator, now, word.Kept),
            (false, true) => TakenBack(current, current.BackReference, now, word.Kept),
            (false, false) => End(current, GiftState.Kept, Reason.ResolvedByOperator, now, word.Kept),
        };
    }

    /// <summary>
    /// Whether what was not granted yet is to be withdrawn at the issuer instead of granted: all of it goes back. Where
    /// a part stays with the customer, it is granted first.
    /// </summary>
    public static bool IsToBeWithdrawn(CardGiftRecord gifts) => AwaitsGrant(gifts) && gifts.Back is { Whole: true };

    private static bool AwaitsGrant(CardGiftRecord gifts) => gifts.IsUnfinished && gifts.GrantedAt is null;

    private static Completion<CardGiftRecord> Grant(
        CardGiftRecord current, string? reference, DateTimeOffset now, string? evidence) => Change(current with
        {
            // What is to be taken back is not at rest by being granted.
            State = current.State == GiftState.Processing ? GiftState.Granted : current.State,
            FinalAt = current.State == GiftState.Processing ? now : null,
            Reference = reference,
            GrantedAt = now,
            Evidence = evidence,
        });

    private static Completion<CardGiftRecord> NotGranted(
        CardGiftRecord current, Reason reason, DateTimeOffset now, string? evidence) =>
        current.State == GiftState.TakingBack
            ? End(current, GiftState.TakenBack, Reason.None, now, evidence)
            : End(current, GiftState.Refused, reason, now, evidence);

    private static Completion<CardGiftRecord> TakenBack(
        CardGiftRecord current, string? reference, DateTimeOffset now, string? evidence) =>
        End(current with { BackReference = reference }, GiftState.TakenBack, Reason.None, now, evidence);

    private static Completion<CardGiftRecord> End(
        CardGiftRecord current, GiftState state, Reason reason, DateTimeOffset now, string? evidence) => Change(
        current with { State = state, Reason = reason, FinalAt = now, Evidence = evidence ?? current.Evidence });

    private static Completion<CardGiftRecord> Change(CardGiftRecord changed) =>
        new Completion<CardGiftRecord>.Change(
            changed with { InDoubtSince = null, Version = changed.Version + 1 }, null);

    private static Completion<CardGiftRecord> Doubt(
        CardGiftRecord current, IssuerVerdict verdict, DateTimeOffset now) =>
        verdict == IssuerVerdict.NotSent || current.InDoubtSince is not null
            ? Nothing
            : new Completion<CardGiftRecord>.Change(
                current with { InDoubtSince = now, Version = current.Version + 1 }, null);

    private static bool Contradicts(IssuerVerdict verdict, bool tookEffect) => tookEffect
        ? verdict is IssuerVerdict.Declined or IssuerVerdict.Withdrawn
        : verdict is IssuerVerdict.Accepted;

    private static Completion<CardGiftRecord> Nothing => new Completion<CardGiftRecord>.Nothing();

    private static Completion<CardGiftRecord> Contradiction(string detail) =>
        new Completion<CardGiftRecord>.Contradiction(detail);
}
