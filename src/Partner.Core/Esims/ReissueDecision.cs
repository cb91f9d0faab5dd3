using Partner.Core.Contacts;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.Texts;
using Partner.Core.TopUps;

namespace Partner.Core.Esims;

/// <summary>An earlier reissue of the card, at whichever partner.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="Id">Its id.</param>
/// <param name="State">Its state.</param>
/// <param name="Reason">Why it is in its state.</param>
/// <param name="CreatedAt">When it was saved (UTC).</param>
public sealed record EarlierReissue(
    PartnerId PartnerId, ReissueId Id, ReissueState State, Reason Reason, DateTimeOffset CreatedAt);

/// <summary>What concurrent reissues and sales can change. Read inside the transaction.</summary>
/// <param name="Earlier">The card's reissues since <see cref="ReissueTerms.Since"/>.</param>
/// <param name="First">The first identity check that the partner keeps for the card; null where there is none.</param>
public sealed record ReissueFacts(IReadOnlyList<EarlierReissue> Earlier, KeptIdCheck? First);

/// <summary>By what a reissue is judged.</summary>
/// <param name="Limit">How many a card may have in a period.</param>
/// <param name="Zone">The zone of the card's calendar.</param>
/// <param name="Now">The time (UTC).</param>
/// <param name="IssuerAccepts">Whether the issuer can be expected to take it.</param>
public sealed record ReissueTerms(CardLimit Limit, TimeZoneInfo Zone, DateTimeOffset Now, bool IssuerAccepts)
{
    /// <summary>How many other documents may be shown within <see cref="LockFor"/>.</summary>
    public const int MostMismatches = 5;

    /// <summary>For how long a mismatch counts.</summary>
    public static readonly TimeSpan LockFor = TimeSpan.FromDays(1);

    /// <summary>Earlier reissues need not be looked for.</summary>
    public DateTimeOffset Since => Stretch.Since;

    internal LimitStretch Stretch => new(Limit, Zone, Now);
}

/// <summary>Whether a reissue is made, and what the issuer's answer does to it.</summary>
public static class ReissueDecision
{
    /// <summary>
    /// Decides about a new one. The order is the precedence: one that is under way, the limit, too many mismatches,
    /// the document, the issuer. Where the document is another it is saved all the same, as FAILED: so that it is known
    /// who tried, and nobody can try for long.
    /// </summary>
    /// <param name="draft">The reissue as it would be saved.</param>
    /// <param name="shown">The document that was shown.</param>
    /// <param name="facts">What is true now.</param>
    /// <param name="terms">By what it is judged.</param>
    /// <returns>The reissue as it is saved, or why it is not.</returns>
    public static Result<EsimReissue> Decide(EsimReissue draft, IdCheck shown, ReissueFacts facts, ReissueTerms terms)
    {
        if ((RefuseUnderWay(draft, facts) ?? RefuseLimit(facts, terms) ?? RefuseLocked(facts, terms)) is { } refusal)
        {
            return refusal;
        }

        switch (facts.First is { } first ? shown.Matches(first, draft.Card) : true)
        {
            case null:
                return new Refusal(Reason.IdCheckUnavailable);
            case false:
                return draft with
                {
                    State = ReissueState.Failed,
                    Reason = Reason.IdCheckMismatch,
                    FinalAt = draft.CreatedAt,
                };
            default:
                return terms.IssuerAccepts
                    ? draft
                    : new Refusal(Reason.IssuerUnavailable) { RetryAfter = TimeSpan.FromSeconds(5) };
        }
    }

    /// <summary>Decides what the issuer's answer does.</summary>
    /// <param name="current">The reissue as stored.</param>
    public static Completion<EsimReissue> Decide(EsimReissue current, IssuerAnswer answer, DateTimeOffset now)
    {
        if (current.State != ReissueState.Processing)
        {
            return new Completion<EsimReissue>.Nothing();
        }

        return answer.Verdict switch
        {
            IssuerVerdict.Accepted => new Completion<EsimReissue>.Change(
                After(current, ReissueState.Succeeded, Reason.None, now) with { IssuerReference = answer.Reference },
                null),
            IssuerVerdict.Declined => End(current, ReissueState.Failed, answer.Refusal, now),
            IssuerVerdict.Withdrawn => End(current, ReissueState.Failed, Reason.WithdrawnAtIssuer, now),
            IssuerVerdict.NotSent => new Completion<EsimReissue>.Nothing(),
            _ when current.InDoubtSince is not null => new Completion<EsimReissue>.Nothing(),
            _ => new Completion<EsimReissue>.Change(
                current with { InDoubtSince = now, Version = current.Version + 1 }, null),
        };
    }

    /// <summary>Settles one in doubt by an operator's word.</summary>
    /// <param name="current">The reissue as stored.</param>
    /// <param name="word">The operator's word; it ends nothing that is not in doubt, unless it says so.</param>
    /// <param name="now">The time.</param>
    public static Completion<EsimReissue> Resolve(EsimReissue current, OperatorWord word, DateTimeOffset now)
    {
        if (current.State != ReissueState.Processing || !word.Settles(current.InDoubtSince))
        {
            return new Completion<EsimReissue>.Nothing();
        }

        var (state, reason) = word.Succeeded
            ? (ReissueState.Succeeded, Reason.None)
            : (ReissueState.Failed, Reason.ResolvedByOperator);
        return new Completion<EsimReissue>.Change(
            After(current, state, reason, now) with { Evidence = word.Kept }, null);
    }

    private static Refusal? RefuseUnderWay(EsimReissue draft, ReissueFacts facts)
    {
        if (facts.Earlier.FirstOrDefault(one => one.State == ReissueState.Processing) is not { } underWay)
        {
            return null;
        }

        var refusal = new Refusal(Reason.EsimReissueUnderWay);
        return underWay.PartnerId == draft.PartnerId
            ? refusal.With("reissue", $"esimReissues/{underWay.Id}")
            : refusal;
    }

    private static Refusal? RefuseLimit(ReissueFacts facts, ReissueTerms terms) => terms.Stretch.Check(
        facts.Earlier.Where(one => one.State != ReissueState.Failed).Select(one => one.CreatedAt),
        Reason.EsimReissueLimitReached);

    private static Refusal? RefuseLocked(ReissueFacts facts, ReissueTerms terms)
    {
        var ends = facts.Earlier.Where(one => one.Reason == Reason.IdCheckMismatch)
            .Select(one => one.CreatedAt + ReissueTerms.LockFor).Where(end => end > terms.Now).Order().ToList();
        return ends.Count < ReissueTerms.MostMismatches
            ? null
            : new Refusal(Reason.IdCheckLocked).With(
                "room_from", InstantText.Utc(ends[^ReissueTerms.MostMismatches]));
    }

    private static Completion<EsimReissue>.Change End(
        EsimReissue current, ReissueState state, Reason reason, DateTimeOffset now) =>
        new(After(current, state, reason, now), null);

    private static EsimReissue After(EsimReissue current, ReissueState state, Reason reason, DateTimeOffset now) =>
        current with
        {
            State = state,
            Reason = reason,
            FinalAt = now,
            InDoubtSince = null,
            Version = current.Version + 1,
        };
}
