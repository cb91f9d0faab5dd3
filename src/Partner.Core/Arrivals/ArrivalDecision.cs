using Partner.Core.TopUps;

namespace Partner.Core.Arrivals;

/// <summary>
/// What becomes of a case, purely: the sale as it is stored, what issuer and card said, and the time. A closed case
/// never changes, and an escalated one never goes back to OPEN.
/// </summary>
public static class ArrivalDecision
{
    /// <summary>Opens a case. Where the money is back already it is closed at once; nobody need be asked.</summary>
    /// <param name="topUp">The sale as stored.</param>
    public static ArrivalCase Open(TopUpRecord topUp, ArrivalPolicy policy, DateTimeOffset now)
    {
        var opened = new ArrivalCase
        {
            PartnerId = topUp.PartnerId,
            TopUpId = topUp.Id,
            Outlet = topUp.Seller.Outlet,
            Card = topUp.Offer.Card,
            PlanCode = topUp.Offer.PlanCode,
            OpenedAt = now,
            OpenedIn = topUp.State,
            ClockEndsAt = (topUp.AcceptedAt ?? topUp.CreatedAt) + policy.Clock,
            TopUpVersion = topUp.Version,
            DueAt = now + ArrivalPolicy.PauseAfter(0),
        };
        return Refund(topUp) is { } verdict ? Closed(opened, CaseState.Refunded, verdict, now) : opened;
    }

    /// <summary>Decides by what was found.</summary>
    /// <param name="known">The case as stored.</param>
    /// <param name="topUp">The sale as stored.</param>
    /// <param name="found">
    /// What issuer and card said. Where the sale is in another state since, it says nothing of that one.
    /// </param>
    /// <returns>The case after it; the same where nothing can change it.</returns>
    public static ArrivalCase Decide(
        ArrivalCase known, TopUpRecord topUp, CaseEvidence found, ArrivalPolicy policy, DateTimeOffset now)
    {
        if (known.ClosedAt is not null || (known.Evidence is { } earlier && earlier.At > found.At))
        {
            return known;
        }

        var looked = known with
        {
            Evidence = found,
            TopUpVersion = topUp.Version,
            Looks = known.Looks + 1,
            Version = known.Version + 1,
        };
        if (Refund(topUp) is { } refund)
        {
            return Closed(looked, CaseState.Refunded, refund, now);
        }

        if (found.TopUp != topUp.State)
        {
            // The sale ended while issuer and card were asked: they are asked again, at once.
            return looked with { DueAt = now };
        }

        if (topUp.State == TopUpState.Succeeded && Delivery(known, found) is { } delivery)
        {
            return Closed(looked, delivery.State, delivery.Verdict, now);
        }

        var verdict = Doubt(topUp, found);
        return known.EscalatedAt is null && now < known.ClockEndsAt && verdict != CaseVerdict.IssuerDenies
            ? looked with { Verdict = verdict, DueAt = Earlier(now + ArrivalPolicy.PauseAfter(looked.Looks), known) }
            : Escalated(looked, verdict, policy, now);
    }

    /// <summary>Closes a case by an operator's word.</summary>
    /// <param name="known">The case as stored.</param>
    /// <param name="topUp">The sale as stored.</param>
    /// <param name="outcome">ARRIVED or REPAIRED: that the money is back, only the sale itself can say.</param>
    /// <param name="evidence">What proves it.</param>
    /// <returns>
    /// The case after it: closed as the sale says where that is over; the same where it is closed already, or the sale
    /// has not succeeded.
    /// </returns>
    public static ArrivalCase Close(
        ArrivalCase known, TopUpRecord topUp, CaseState outcome, string evidence, DateTimeOffset now)
    {
        if (known.ClosedAt is not null || topUp.State == TopUpState.Processing)
        {
            return known;
        }

        var changed = known with { TopUpVersion = topUp.Version, Version = known.Version + 1 };
        return Refund(topUp) is { } refund
            ? Closed(changed, CaseState.Refunded, refund, now)
            : Closed(changed, outcome, CaseVerdict.ClosedByOperator, now) with { OperatorEvidence = evidence };
    }

    private static CaseVerdict? Refund(TopUpRecord topUp) => topUp.State switch
    {
        TopUpState.Failed => CaseVerdict.SaleFailed,
        TopUpState.Cancelled => CaseVerdict.SaleCancelled,
        TopUpState.Reversed => CaseVerdict.SaleReversed,
        _ => null,
    };

    /// <summary>Whether a sale that succeeded has arrived; null while that is not clear.</summary>
    private static (CaseState State, CaseVerdict Verdict)? Delivery(ArrivalCase known, CaseEvidence found)
    {
        if (found.Issuer == IssuerStatement.Refused || found.Card == CardStatement.Differs)
        {
            return null;
        }

        if (known.OpenedIn == TopUpState.Processing && found.Issuer == IssuerStatement.Delivered)
        {
            return (CaseState.Repaired, CaseVerdict.Completed);
        }

        // Without the issuer's word, only a card that is exactly as promised is proof.
        return found.ShowsIt && (found.Issuer == IssuerStatement.Delivered || found.Card == CardStatement.AsPromised)
            ? (known.OpenedIn == TopUpState.Processing || known.EscalatedAt is not null
                ? CaseState.Repaired : CaseState.Arrived, CaseVerdict.OnCard)
            : null;
    }

    private static CaseVerdict Doubt(TopUpRecord topUp, CaseEvidence found) => (topUp.State, found) switch
    {
        (TopUpState.Processing, _) => CaseVerdict.AwaitingIssuer,
        (_, { Issuer: IssuerStatement.Refused }) => CaseVerdict.IssuerDenies,
        (_, { Card: CardStatement.Differs }) => CaseVerdict.NotOnCard,
        (_, { Card: CardStatement.NotComparable }) => CaseVerdict.CardNotComparable,
        _ => CaseVerdict.CardNotReadable,
    };

    private static DateTimeOffset Earlier(DateTimeOffset due, ArrivalCase known) =>
        due < known.ClockEndsAt ? due : known.ClockEndsAt;

    private static ArrivalCase Escalated(
        ArrivalCase looked, CaseVerdict verdict, ArrivalPolicy policy, DateTimeOffset now)
    {
        var since = looked.EscalatedAt ?? now;
        var pause = (now - since) / 4;
        return looked with
        {
            State = CaseState.Escalated,
            Verdict = verdict,
            EscalatedAt = since,
            DueAt = now + (pause > policy.EscalatedPause ? pause : policy.EscalatedPause),
        };
    }

    private static ArrivalCase Closed(ArrivalCase known, CaseState state, CaseVerdict verdict, DateTimeOffset now) =>
        known with { State = state, Verdict = verdict, ClosedAt = now };
}
