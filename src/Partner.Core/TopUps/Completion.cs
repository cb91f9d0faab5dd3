using Partner.Core.Errors;
using Partner.Core.Ledger;

namespace Partner.Core.TopUps;

/// <summary>What an answer of the issuer, an operator or the partner does to a stored operation.</summary>
/// <typeparam name="T">The operation's record.</typeparam>
public abstract record Completion<T>
{
    private Completion()
    {
    }

    /// <summary>The record changes.</summary>
    /// <param name="Record">The record after the change, its version raised by one.</param>
    /// <param name="Resolves">
    /// The phase that the pending debit gets; null when it stays pending or there is none.
    /// </param>
    public sealed record Change(T Record, TransferPhase? Resolves) : Completion<T>;

    /// <summary>The answer says nothing new.</summary>
    public sealed record Nothing : Completion<T>;

    /// <summary>The answer contradicts a final state. Nothing changes; people have to look.</summary>
    /// <param name="Detail">What contradicts what.</param>
    public sealed record Contradiction(string Detail) : Completion<T>;
}

/// <summary>Step 8 of a top-up's route: post, release, or stay in doubt.</summary>
public static class TopUpCompletion
{
    /// <summary>Decides what the issuer's answer does.</summary>
    /// <param name="current">The top-up as stored.</param>
    public static Completion<TopUpRecord> Decide(TopUpRecord current, IssuerAnswer answer, DateTimeOffset now)
    {
        if (current.State != TopUpState.Processing)
        {
            return Contradicts(current.State, answer.Verdict)
                ? new Completion<TopUpRecord>.Contradiction($"issuer says {answer.Verdict}, top-up is {current.State}")
                : new Completion<TopUpRecord>.Nothing();
        }

        return answer.Verdict switch
        {
            IssuerVerdict.Accepted => Succeed(current, answer.Reference, now, null),
            IssuerVerdict.Declined => Release(current, TopUpState.Failed, answer.Refusal, now, null),
            IssuerVerdict.Withdrawn => Release(current, TopUpState.Failed, Reason.WithdrawnAtIssuer, now, null),
            IssuerVerdict.NotSent => new Completion<TopUpRecord>.Nothing(),
            _ when current.InDoubtSince is not null => new Completion<TopUpRecord>.Nothing(),
            _ => new Completion<TopUpRecord>.Change(
                current with { InDoubtSince = now, Version = current.Version + 1 }, null),
        };
    }

    /// <summary>Cancels a top-up that was not sent.</summary>
    /// <param name="current">The top-up as stored, PROCESSING.</param>
    public static Completion<TopUpRecord> Cancel(TopUpRecord current, DateTimeOffset now) =>
        Release(current, TopUpState.Cancelled, Reason.CancelledByPartner, now, null);

    /// <summary>Settles a top-up by an operator's word.</summary>
    /// <param name="current">The top-up as stored.</param>
    /// <param name="word">The operator's word; it ends nothing that is not in doubt, unless it says so.</param>
    /// <param name="now">The time.</param>
    public static Completion<TopUpRecord> Resolve(TopUpRecord current, OperatorWord word, DateTimeOffset now)
    {
        if (current.State != TopUpState.Processing || !word.Settles(current.InDoubtSince))
        {
            return new Completion<TopUpRecord>.Nothing();
        }

        return word.Succeeded
            ? Succeed(current, current.IssuerReference, now, word.Kept)
            : Release(current, TopUpState.Failed, Reason.ResolvedByOperator, now, word.Kept);
    }

    private static Completion<TopUpRecord> Succeed(
        TopUpRecord current, string? reference, DateTimeOffset now, string? evidence) =>
        new Completion<TopUpRecord>.Change(
            current with
            {
                State = TopUpState.Succeeded,
                Reason = Reason.None,
                IssuerReference = reference,
                AcceptedAt = now,
                FinalAt = now,
                InDoubtSince = null,
                Evidence = evidence,
                Version = current.Version + 1,
            },
            TransferPhase.Posted);

    private static Completion<TopUpRecord> Release(
        TopUpRecord current, TopUpState state, Reason reason, DateTimeOffset now, string? evidence) =>
        new Completion<TopUpRecord>.Change(
            current with
            {
                State = state,
                Reason = reason,
                FinalAt = now,
                InDoubtSince = null,
                Evidence = evidence,
                Version = current.Version + 1,
            },
            TransferPhase.Voided);

    private static bool Contradicts(TopUpState state, IssuerVerdict verdict) => verdict switch
    {
        IssuerVerdict.Accepted => state is TopUpState.Failed or TopUpState.Cancelled,
        IssuerVerdict.Declined or IssuerVerdict.Withdrawn => state is TopUpState.Succeeded or TopUpState.Reversed,
        _ => false,
    };
}
