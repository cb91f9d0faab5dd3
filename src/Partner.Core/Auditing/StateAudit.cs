using Partner.Core.TopUps;

namespace Partner.Core.Auditing;

/// <summary>What a top-up says of itself: its price, its state and its events.</summary>
internal static class StateAudit
{
    public static void Check(OperationFacts operation, Findings findings)
    {
        if (operation.TopUp is { } topUp)
        {
            var subject = Wording.TopUp(topUp.PartnerId, topUp.Id);
            PriceAudit.Check(topUp, subject, findings);
            CheckState(topUp, subject, findings);
            CheckEvents(topUp, operation.Events, subject, findings);
        }
        else
        {
            foreach (var orphan in operation.Events)
            {
                findings.Add(
                    AuditCode.EventOrphan,
                    Wording.Partner(operation.PartnerId),
                    $"event {Wording.Number(orphan.Number)} names top-up {operation.Id}, which does not exist");
            }
        }

        foreach (var detail in operation.Anomalies)
        {
            findings.Add(AuditCode.Anomaly, Wording.TopUp(operation.PartnerId, operation.Id), detail);
        }
    }

    private static void CheckState(TopUpFacts topUp, string subject, Findings findings)
    {
        if (!Enum.IsDefined((TopUpState)topUp.State))
        {
            findings.Add(AuditCode.StateMismatch, subject, $"there is no {Wording.State(topUp.State)}");
            return;
        }

        var accepted = topUp.State is (int)TopUpState.Succeeded or (int)TopUpState.Reversed;
        if (accepted != topUp.AcceptedAt is not null)
        {
            findings.Add(
                AuditCode.StateMismatch,
                subject,
                $"{Wording.State(topUp.State)} {(accepted ? "without" : "with")} a time of acceptance");
        }
    }

    private static void CheckEvents(
        TopUpFacts topUp, IReadOnlyList<EventFacts> events, string subject, Findings findings)
    {
        var (number, state) = events.Count > 0 ? (events[^1].Number, events[^1].State) : (0, 0);
        if (number != topUp.EventNumber || state != topUp.State)
        {
            findings.Add(
                AuditCode.EventMismatch,
                subject,
                events.Count == 0
                    ? "has no events"
                    : $"{Wording.State(topUp.State)} by event {Wording.Number(topUp.EventNumber)}, but its last one " +
                        $"is {Wording.Number(number)}, {Wording.State(state)}");
        }

        if (events.Count > 0 && events.Count != topUp.Version)
        {
            findings.Add(
                AuditCode.EventMismatch,
                subject,
                $"written {Wording.Number(topUp.Version)} times, but it has {Wording.Number(events.Count)} events");
        }

        var before = TopUpState.Processing;
        foreach (var next in events.Select(change => (TopUpState)change.State))
        {
            if (!Follows(before, next))
            {
                findings.Add(
                    AuditCode.EventMismatch,
                    subject,
                    $"its events go from {Wording.State((int)before)} to {Wording.State((int)next)}");
            }

            before = next;
        }
    }

    private static bool Follows(TopUpState before, TopUpState next) => before == next || (before, next) is
        (TopUpState.Processing, TopUpState.Succeeded or TopUpState.Failed or TopUpState.Cancelled)
        or (TopUpState.Succeeded, TopUpState.Reversed);
}
