using Partner.Core.Amounts;
using Partner.Core.Errors;

namespace Partner.Core.Renewals;

/// <summary>What a partner does to an auto-renewal, purely. Each may be asked again without effect.</summary>
public static class RenewalLife
{
    /// <summary>Sets one up.</summary>
    /// <param name="draft">What it is: its terms, and the end of its card.</param>
    /// <param name="zone">The card's zone.</param>
    /// <param name="debit">What the renewal would cost the float now.</param>
    public static RenewalChange Create(
        AutoRenewal draft, TimeZoneInfo zone, Money debit, RenewalPolicy policy, DateTimeOffset now)
    {
        var due = RenewalCycle.Due(draft.CycleEnd, draft.Terms.DaysBefore, zone);
        var created = draft with
        {
            RenewsAt = due,
            DueAt = RenewalDecision.LookAt(due, policy, now),
            ExpectedDebit = debit,
        };
        return RenewalDecision.Told(created, RenewalDecision.Step(created, RenewalStepKind.Created, now));
    }

    /// <summary>Pauses it.</summary>
    /// <param name="sold">The top-up that the present attempt made; null when it made none.</param>
    /// <returns>The change, the same where it is paused; or AUTO_RENEWAL_OVER.</returns>
    public static Result<RenewalChange> Pause(AutoRenewal known, TopUpId? sold, DateTimeOffset now) =>
        Stop(known, sold, RenewalState.Paused, RenewalStepKind.Paused, now);

    /// <summary>Ends it for ever.</summary>
    /// <param name="sold">The top-up that the present attempt made; null when it made none.</param>
    /// <returns>The change, the same where it is cancelled; or AUTO_RENEWAL_OVER where it ended by itself.</returns>
    public static Result<RenewalChange> Cancel(AutoRenewal known, TopUpId? sold, DateTimeOffset now) =>
        Stop(known, sold, RenewalState.Cancelled, RenewalStepKind.Cancelled, now);

    /// <summary>
    /// Goes on with it: the card is looked at, at once. When it is renewed is told by the end that was known last,
    /// unless a renewal of the cycle is on its way or waits to be seen.
    /// </summary>
    /// <param name="zone">The card's zone.</param>
    /// <returns>The change, the same where it is active; or AUTO_RENEWAL_OVER.</returns>
    public static Result<RenewalChange> Resume(AutoRenewal known, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (known.IsOver)
        {
            return new Refusal(Reason.AutoRenewalOver);
        }

        return known.State == RenewalState.Active
            ? new RenewalChange(known)
            : RenewalDecision.Told(
                known with
                {
                    State = RenewalState.Active,
                    RenewsAt = known.Phase == RenewalPhase.Waiting
                        ? RenewalCycle.Due(known.CycleEnd, known.Terms.DaysBefore, zone)
                        : null,
                    DueAt = now,
                    Failures = 0,
                    GiveUpAt = null,
                },
                RenewalDecision.Step(known, RenewalStepKind.Resumed, now));
    }

    private static Result<RenewalChange> Stop(
        AutoRenewal known, TopUpId? sold, RenewalState state, RenewalStepKind kind, DateTimeOffset now)
    {
        if (known.State == state)
        {
            return new RenewalChange(known);
        }

        if (known.IsOver)
        {
            return new Refusal(Reason.AutoRenewalOver);
        }

        // What was sold already goes on to its end, and is followed until then.
        var stopped = sold is null
            ? RenewalDecision.Left(known) with { DueAt = null }
            : known with { TopUpId = sold, DueAt = now };
        return RenewalDecision.Told(
            stopped with { State = state, RenewsAt = null },
            RenewalDecision.Step(known, kind, now) with { TopUpId = sold });
    }
}
