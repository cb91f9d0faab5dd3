using Partner.Core.TopUps;

namespace Partner.Core.Auditing;

/// <summary>What a top-up says of itself: its price, its state and its events.</summary>
internal static class StateAudit
{
    public static void Check(OperationFacts operation, Findings findings)
    {
        if (operation.TopUp is { } topUp)
        {
            var subject = Named.TopUp(topUp.PartnerId, topUp.Id);
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
                    Named.Partner(operation.PartnerId),
                    $"event {orphan.Number} names top-up {operation.Id}, which does not exist",
                    $"事件 {orphan.Number} 所指充值 {operation.Id} 不存在");
            }
        }

        foreach (var detail in operation.Anomalies)
        {
            findings.Add(AuditCode.Anomaly, Named.TopUp(operation.PartnerId, operation.Id), AnomalyText.Of(detail));
        }
    }

    private static void CheckState(TopUpFacts topUp, string subject, Findings findings)
    {
        if (!Enum.IsDefined((TopUpState)topUp.State))
        {
            findings.Add(
                AuditCode.StateMismatch, subject,
                $"there is no {Named.State(topUp.State)}", $"不存在的{Named.State(topUp.State)}");
            return;
        }

        var accepted = topUp.State is (int)TopUpState.Succeeded or (int)TopUpState.Reversed;
        if (accepted != topUp.AcceptedAt is not null)
        {
            findings.Add(
                AuditCode.StateMismatch,
                subject,
                $"{Named.State(topUp.State)} {(accepted ? "without" : "with")} a time of acceptance",
                $"{Named.State(topUp.State)}，但{(accepted ? "没有" : "有")}受理时间");
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
                    ? new("has no events", "没有事件")
                    : Told.Of(
                        $"{Named.State(topUp.State)} by event {topUp.EventNumber}, but its last one is {number}, "
                        + $"{Named.State(state)}",
                        $"{Named.State(topUp.State)}（事件 {topUp.EventNumber}），"
                        + $"而最后事件为 {number}（{Named.State(state)}）"));
        }

        if (events.Count > 0 && events.Count != topUp.Version)
        {
            findings.Add(
                AuditCode.EventMismatch,
                subject,
                $"written {topUp.Version} times, but it has {events.Count} events",
                $"写入 {topUp.Version} 次，但有 {events.Count} 个事件");
        }

        var before = TopUpState.Processing;
        foreach (var next in events.Select(change => (TopUpState)change.State))
        {
            if (!Follows(before, next))
            {
                findings.Add(
                    AuditCode.EventMismatch,
                    subject,
                    $"its events go from {Named.State((int)before)} to {Named.State((int)next)}",
                    $"其事件由 {Named.State((int)before)} 变为 {Named.State((int)next)}");
            }

            before = next;
        }
    }

    private static bool Follows(TopUpState before, TopUpState next) => before == next || (before, next) is
        (TopUpState.Processing, TopUpState.Succeeded or TopUpState.Failed or TopUpState.Cancelled)
        or (TopUpState.Succeeded, TopUpState.Reversed);
}
