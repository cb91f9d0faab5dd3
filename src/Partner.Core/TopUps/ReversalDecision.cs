using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Texts;

namespace Partner.Core.TopUps;

/// <summary>When a top-up may be reversed, and what the issuer's answer does to a reversal.</summary>
public static class ReversalDecision
{
    /// <summary>Whether a new reversal may be saved.</summary>
    /// <param name="latest">Its latest reversal; null when none was asked for.</param>
    /// <param name="issuerAccepts">Whether the issuer can be expected to take it.</param>
    /// <returns>The refusal; null when it may.</returns>
    public static Refusal? Refuse(TopUpRecord topUp, ReversalRecord? latest, bool issuerAccepts, DateTimeOffset now)
    {
        if (latest is { State: ReversalState.Processing or ReversalState.Succeeded })
        {
            return new Refusal(Reason.ReversalExists).With("reversal", $"topUps/{topUp.Id}/reversals/{latest.Id}");
        }

        if (topUp.State != TopUpState.Succeeded)
        {
            return new Refusal(Reason.TopUpNotReversible).With("top_up_state", EnumWord.Upper(topUp.State));
        }

        if (topUp.Offer.Refund?.Scope == RefundScope.Never)
        {
            return new Refusal(Reason.RefundExcluded);
        }

        // Without a window there is none, also where this clock is behind the one that wrote the success.
        if (topUp.Offer.ReversalWindow <= TimeSpan.Zero || now - topUp.FinalAt >= topUp.Offer.ReversalWindow)
        {
            return new Refusal(Reason.ReversalWindowClosed);
        }

        return issuerAccepts
            ? null
            : new Refusal(Reason.IssuerUnavailable) { RetryAfter = TimeSpan.FromSeconds(5) };
    }

    /// <summary>Decides what the issuer's answer does.</summary>
    /// <param name="current">The reversal as stored.</param>
    public static Completion<ReversalRecord> Decide(
        ReversalRecord current, IssuerAnswer answer, DateTimeOffset now)
    {
        if (current.State != ReversalState.Processing)
        {
            var contradicts = current.State == ReversalState.Succeeded
                ? answer.Verdict is IssuerVerdict.Declined or IssuerVerdict.Withdrawn
                : answer.Verdict is IssuerVerdict.Accepted;
            return contradicts
                ? new Completion<ReversalRecord>.Contradiction(
                    $"issuer says {answer.Verdict}, reversal {current.Id} is {current.State}")
                : new Completion<ReversalRecord>.Nothing();
        }

        return answer.Verdict switch
        {
            IssuerVerdict.Accepted => Succeed(current, answer.Reference, now, null),
            IssuerVerdict.Declined => Fail(current, answer.Refusal, now, null),
            IssuerVerdict.Withdrawn => Fail(current, Reason.WithdrawnAtIssuer, now, null),
            IssuerVerdict.NotSent => new Completion<ReversalRecord>.Nothing(),
            _ when current.InDoubtSince is not null => new Completion<ReversalRecord>.Nothing(),
            _ => new Completion<ReversalRecord>.Change(
                current with { InDoubtSince = now, Version = current.Version + 1 }, null),
        };
    }

    /// <summary>Settles a reversal by an operator's word.</summary>
    /// <param name="current">The reversal as stored.</param>
    /// <param name="word">The operator's word; it ends nothing that is not in doubt, unless it says so.</param>
    /// <param name="now">The time.</param>
    public static Completion<ReversalRecord> Resolve(ReversalRecord current, OperatorWord word, DateTimeOffset now)
    {
        if (current.State != ReversalState.Processing || !word.Settles(current.InDoubtSince))
        {
            return new Completion<ReversalRecord>.Nothing();
        }

        return word.Succeeded
            ? Succeed(current, current.IssuerReference, now, word.Kept)
            : Fail(current, Reason.ResolvedByOperator, now, word.Kept);
    }

    /// <summary>
    /// The top-up after its reversal succeeded: REVERSED where all of its money went back. Otherwise it stands, says
    /// what was refunded of it, and goes on counting as a sale.
    /// </summary>
    /// <param name="topUp">The top-up as stored, SUCCEEDED.</param>
    /// <param name="reversal">The reversal.</param>
    public static TopUpRecord After(TopUpRecord topUp, ReversalRecord reversal, DateTimeOffset now) =>
        reversal.Partial is { } partial
            ? topUp with { Refunded = partial, Version = topUp.Version + 1 }
            : topUp with { State = TopUpState.Reversed, FinalAt = now, Version = topUp.Version + 1 };

    private static Completion<ReversalRecord> Succeed(
        ReversalRecord current, string? reference, DateTimeOffset now, string? evidence) =>
        new Completion<ReversalRecord>.Change(
            current with
            {
                State = ReversalState.Succeeded,
                Reason = Reason.None,
                IssuerReference = reference,
                FinalAt = now,
                InDoubtSince = null,
                Evidence = evidence,
                Version = current.Version + 1,
            },
            null);

    private static Completion<ReversalRecord> Fail(
        ReversalRecord current, Reason reason, DateTimeOffset now, string? evidence) =>
        new Completion<ReversalRecord>.Change(
            current with
            {
                State = ReversalState.Failed,
                Reason = reason,
                FinalAt = now,
                InDoubtSince = null,
                Evidence = evidence,
                Version = current.Version + 1,
            },
            null);
}
