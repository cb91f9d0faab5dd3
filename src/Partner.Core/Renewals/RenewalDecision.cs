using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.TopUps;

namespace Partner.Core.Renewals;

/// <summary>What the issuer said of the card.</summary>
/// <param name="Card">The card; null where it said nothing that can be used.</param>
/// <param name="Why">Then: CARD_UNKNOWN or ISSUER_UNAVAILABLE.</param>
public sealed record CardSight(CardState? Card, Reason Why = Reason.None);

/// <summary>What is to be done with an auto-renewal that is looked at.</summary>
/// <param name="Change">How it changes.</param>
/// <param name="Sells">Whether the sale is made once that is stored.</param>
public sealed record RenewalTurn(RenewalChange Change, bool Sells = false);

/// <summary>
/// What becomes of an auto-renewal, purely: as it is stored, what the card shows, what its sale came to, and the time.
/// </summary>
/// <remarks>
/// An attempt is left only when its top-up is known to be over, or together with the abandonment of its request id. So
/// a cycle is renewed once at most; that it goes on, sees to it that none is missed.
/// </remarks>
public static class RenewalDecision
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Decides by what the card shows, where no sale of the present attempt is known.</summary>
    /// <param name="known">As it is stored; ACTIVE.</param>
    /// <param name="sight">The card.</param>
    /// <param name="rules">The rules of the card's type.</param>
    /// <param name="debit">What the renewal would cost the float now; null where that is not known.</param>
    public static RenewalTurn Next(
        AutoRenewal known, CardSight sight, CardTypeRules rules, Money? debit, RenewalPolicy policy, DateTimeOffset now)
    {
        if (sight.Card is not { } card)
        {
            return new(Unseen(known, sight.Why, policy, now));
        }

        if (card.Standing == CardStanding.Terminated || CardProjector.EndOfGrace(card, rules) <= now)
        {
            return new(Over(known, RenewalStepKind.CardEnded, now));
        }

        if (card.ValidUntil is not { } end)
        {
            return new(Failed(known, RenewalStepKind.NotSellable, Reason.AutoRenewalNotAllowed, null, policy, now));
        }

        if (known.Phase == RenewalPhase.Renewed && end <= known.CycleEnd)
        {
            return new(Unextended(known, policy, now));
        }

        var due = Due(known, end, rules, policy);
        if (known.Phase == RenewalPhase.Renewed || (end > known.CycleEnd && due > now))
        {
            return new(Begin(known, end, due, rules, debit, policy, now));
        }

        var seen = known with { CycleEnd = end, RenewsAt = due, ExpectedDebit = debit ?? known.ExpectedDebit };
        if (IsAfterLastDay(known, due > now ? due : now, rules))
        {
            return new(Over(seen, RenewalStepKind.Completed, now));
        }

        return due > now
            ? new(new RenewalChange(Left(seen) with { DueAt = LookAt(due, policy, now) }))
            : new(new RenewalChange(seen with { Phase = RenewalPhase.Selling, DueAt = now + policy.Glance }), true);
    }

    /// <summary>Follows the top-up that the present attempt made.</summary>
    /// <param name="known">As it is stored, in any state.</param>
    /// <param name="topUp">The top-up.</param>
    public static RenewalChange Follow(
        AutoRenewal known, TopUpRecord topUp, RenewalPolicy policy, DateTimeOffset now)
    {
        var seen = known with { TopUpId = topUp.Id };
        var step = Step(seen, RenewalStepKind.AwaitingIssuer, now) with { TopUpId = topUp.Id };
        switch (topUp.State)
        {
            case TopUpState.Processing:
                var age = now - topUp.CreatedAt;
                var waits = seen with { DueAt = now + policy.PauseAfter(age, LongestPause) };

                // Told once; whoever paused or cancelled it was answered with the top-up that is under way.
                return age < policy.Patience || known.LastKind == RenewalStepKind.AwaitingIssuer
                    || known.State != RenewalState.Active
                    ? new RenewalChange(waits)
                    : Told(waits, step);
            case TopUpState.Succeeded:
                return Renewed(seen, topUp, now);
            case TopUpState.Failed:
                return Failed(seen, KindOf(topUp.Reason), topUp.Reason, null, policy, now, topUp.Id);
            default:
                return Told(
                    Left(seen) with { State = seen.IsOver ? seen.State : RenewalState.Paused, DueAt = null },
                    step with { Kind = RenewalStepKind.TakenBack });
        }
    }

    /// <summary>The sale of the present attempt was refused: nothing was saved.</summary>
    /// <param name="known">As it is stored.</param>
    /// <param name="refusal">Why.</param>
    public static RenewalChange Refused(AutoRenewal known, Refusal refusal, RenewalPolicy policy, DateTimeOffset now)
    {
        if (refusal.Reason is Reason.Overloaded or Reason.ServiceUnavailable)
        {
            // Nothing is the matter with the renewal: the same attempt is made again soon.
            return new RenewalChange(known with { DueAt = now + policy.Patience });
        }

        var kind = refusal.Reason switch
        {
            Reason.InsufficientFloat => RenewalStepKind.LowFloat,
            Reason.MaxDebitExceeded => RenewalStepKind.PriceAboveMaximum,
            Reason.IssuerUnavailable => RenewalStepKind.IssuerTrouble,
            _ => RenewalStepKind.NotSellable,
        };
        var amount = refusal.Metadata.TryGetValue("needed", out var needed) ? Money.Parse(needed) : null;
        return Failed(known, kind, refusal.Reason, amount, policy, now);
    }

    /// <summary>Nothing is left to do with one that is not active: what its sale came to is noted.</summary>
    public static RenewalChange Rest(AutoRenewal known) => new(Left(known) with { DueAt = null });

    /// <summary>A failure: it is told, and tried again, or given up and told as well.</summary>
    private static RenewalChange Failed(
        AutoRenewal known, RenewalStepKind kind, Reason reason, Money? amount, RenewalPolicy policy, DateTimeOffset now,
        TopUpId? topUpId = null)
    {
        var left = Left(known);
        if (known.State != RenewalState.Active)
        {
            return new RenewalChange(left with { DueAt = null });
        }

        var giveUpAt = known.GiveUpAt ?? RenewalPolicy.GiveUpAt(known.CycleEnd, now);
        var failures = known.Failures + 1;
        var next = policy.NextAttempt(kind, failures, known.CycleEnd, giveUpAt, now);
        var step = Step(known, kind, now) with
        {
            Reason = reason,
            TopUpId = topUpId,
            NextAt = next,
            Amount = amount,
        };
        var tried = left with
        {
            Failures = failures,
            GiveUpAt = giveUpAt,
            DueAt = next,
            ExpectedDebit = kind == RenewalStepKind.LowFloat ? amount ?? known.ExpectedDebit : known.ExpectedDebit,
        };
        return next is not null
            ? Told(tried, step)
            : Told(
                tried with { State = RenewalState.Paused, RenewsAt = null },
                step,
                Step(known, RenewalStepKind.GivenUp, now) with { Reason = reason });
    }

    private static RenewalChange Renewed(AutoRenewal known, TopUpRecord topUp, DateTimeOffset now)
    {
        var renewed = known with
        {
            Phase = RenewalPhase.Renewed,
            Made = known.Made + 1,
            RenewedAt = topUp.AcceptedAt ?? now,
            Failures = 0,
            GiveUpAt = null,
            RenewsAt = null,
            ExpectedDebit = null,
            DueAt = known.State == RenewalState.Active ? now : null,
        };
        var step = Step(renewed, RenewalStepKind.Renewed, now) with
        {
            TopUpId = topUp.Id,
            Amount = topUp.Offer.Price.NetDebit,
        };
        return renewed.IsOver || renewed.Made < renewed.Terms.MostRenewals || renewed.Terms.MostRenewals is null
            ? Told(renewed, step)
            : Told(
                renewed with { State = RenewalState.Ended, DueAt = null },
                step,
                Step(renewed, RenewalStepKind.Completed, now));
    }

    /// <summary>The next cycle, which ends as the card shows.</summary>
    private static RenewalChange Begin(
        AutoRenewal known, DateTimeOffset end, DateTimeOffset due, CardTypeRules rules, Money? debit,
        RenewalPolicy policy, DateTimeOffset now)
    {
        var next = known with
        {
            Phase = RenewalPhase.Waiting,
            Cycle = known.Cycle + 1,
            Attempt = 1,
            Failures = 0,
            GiveUpAt = null,
            CycleEnd = end,
            RenewsAt = due,
            DueAt = LookAt(due, policy, now),
            ExpectedDebit = debit ?? known.ExpectedDebit,
        };
        RenewalStep[] steps = known.Phase == RenewalPhase.Renewed
            ? []
            : [Step(known, RenewalStepKind.RenewedElsewhere, now) with { CardEnd = end }];
        if (!IsAfterLastDay(next, due, rules))
        {
            return Told(next, steps);
        }

        var over = Over(next, RenewalStepKind.Completed, now);
        return over with { Steps = [.. steps, .. over.Steps] };
    }

    private static RenewalChange Unseen(AutoRenewal known, Reason why, RenewalPolicy policy, DateTimeOffset now)
    {
        if (known.Phase == RenewalPhase.Renewed)
        {
            return new RenewalChange(known with
            {
                DueAt = now + policy.PauseAfter(now - (known.RenewedAt ?? now), Hour),
            });
        }

        if (known.RenewsAt is { } due && due > now && known.Phase == RenewalPhase.Waiting)
        {
            var later = now + Hour;
            return new RenewalChange(known with { DueAt = later < due ? later : due });
        }

        return Failed(known, KindOf(why), why, null, policy, now);
    }

    private static RenewalChange Unextended(AutoRenewal known, RenewalPolicy policy, DateTimeOffset now)
    {
        var since = now - (known.RenewedAt ?? now);
        return since < policy.ShowsWithin
            ? new RenewalChange(known with { DueAt = now + policy.PauseAfter(since, Hour) })
            : Told(
                known with { State = RenewalState.Paused, DueAt = null },
                Step(known, RenewalStepKind.NotExtended, now) with { TopUpId = known.TopUpId });
    }

    private static RenewalChange Over(AutoRenewal known, RenewalStepKind kind, DateTimeOffset now) => Told(
        Left(known) with { State = RenewalState.Ended, DueAt = null, RenewsAt = null, ExpectedDebit = null },
        Step(known, kind, now));

    /// <summary>As it is once the present attempt is left: with nothing sold in the next one.</summary>
    internal static AutoRenewal Left(AutoRenewal known) => known.Phase == RenewalPhase.Selling
        ? known with { Phase = RenewalPhase.Waiting, Attempt = known.Attempt + 1 }
        : known;

    internal static RenewalStep Step(AutoRenewal known, RenewalStepKind kind, DateTimeOffset now) =>
        new(kind, now, known.Cycle, known.CycleEnd);

    internal static RenewalChange Told(AutoRenewal after, params IReadOnlyList<RenewalStep> steps) => new(
        steps.Count == 0 ? after : after with { LastKind = steps[^1].Kind, LastReason = steps[^1].Reason }, steps);

    /// <summary>When it is looked at next: a while before it falls due, where that is far away.</summary>
    internal static DateTimeOffset LookAt(DateTimeOffset due, RenewalPolicy policy, DateTimeOffset now) =>
        due - now > policy.LookAhead ? due - policy.LookAhead : due;

    private static DateTimeOffset Due(
        AutoRenewal known, DateTimeOffset end, CardTypeRules rules, RenewalPolicy policy)
    {
        var due = RenewalCycle.Due(end, known.Terms.DaysBefore, rules.Zone);
        return known.RenewedAt is { } last && last + policy.Between > due ? last + policy.Between : due;
    }

    private static bool IsAfterLastDay(AutoRenewal known, DateTimeOffset at, CardTypeRules rules) =>
        known.Terms.LastDay is { } last && RenewalCycle.DayOf(at, rules.Zone) > last;

    private static RenewalStepKind KindOf(Reason reason) => reason switch
    {
        Reason.CardUnknown or Reason.CardBlocked or Reason.CardExpired or Reason.ProductNotAccepted =>
            RenewalStepKind.CardRefused,
        _ => RenewalStepKind.IssuerTrouble,
    };
}
