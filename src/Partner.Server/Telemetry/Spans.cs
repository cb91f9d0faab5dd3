using System.Diagnostics;
using Partner.Core.Texts;
using Partner.Core.TopUps;
using Polly;

namespace Partner.Server.Telemetry;

/// <summary>
/// Our own spans. The route of a top-up in one trace: the call, its decision, the transaction, each round of work at
/// the issuer with its attempts, also when another process makes a later round. When nobody listens, nothing is made.
/// </summary>
internal static class Spans
{
    private static readonly ResiliencePropertyKey<Activity> Carried = new("span");

    /// <summary>The source.</summary>
    public static ActivitySource Source { get; } = new(MetricTable.Source);

    /// <summary>Starts a span within the current one.</summary>
    /// <param name="name">Its name, one of few.</param>
    public static Activity? Start(string name) => Source.StartActivity(name);

    /// <summary>
    /// Starts a span whose parent was saved with a job, perhaps by a process that is gone. It counts as our own: it is
    /// recorded because the call was.
    /// </summary>
    /// <param name="traceParent">W3C trace context; null when the call that saved the job was not followed.</param>
    public static Activity? Continue(string name, string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: false, out var parent)
            ? Source.StartActivity(name, ActivityKind.Internal, parent)
            : Source.StartActivity(name);

    /// <summary>What has to be saved so that a later round of work belongs to the trace of this call.</summary>
    /// <returns>W3C trace context; null when nobody follows the call.</returns>
    public static string? ContextToSave() => Source.HasListeners() && Activity.Current is { Recorded: true } current
        ? current.Id
        : null;

    /// <summary>
    /// Notes that something happened to a call through Polly, on the span that <see cref="Carry"/> put into its
    /// context. The current span will not do: Polly tells of a breaker on a thread of its own.
    /// </summary>
    /// <param name="context">The call's context.</param>
    /// <param name="name">What happened.</param>
    /// <param name="facts">Further facts; no text that comes from elsewhere.</param>
    public static void Note(
        this ResilienceContext context, string name, params ReadOnlySpan<KeyValuePair<string, object?>> facts)
    {
        if (context.Properties.TryGetValue(Carried, out var span))
        {
            span.AddEvent(new ActivityEvent(name, tags: new ActivityTagsCollection(facts.ToArray())));
        }
    }

    /// <summary>Lets a call through Polly carry its span along.</summary>
    /// <param name="context">The call's context.</param>
    /// <param name="span">The span; null when nobody follows the call.</param>
    public static void Carry(this ResilienceContext context, Activity? span)
    {
        if (span is { IsAllDataRequested: true })
        {
            context.Properties.Set(Carried, span);
        }
    }

    /// <summary>Says what was decided.</summary>
    /// <param name="span">The span of the decision.</param>
    public static void Tell(this Activity? span, TopUpDecision decision)
    {
        if (span is null)
        {
            return;
        }

        switch (decision)
        {
            case TopUpDecision.Reserve:
                span.SetTag("leb.decision", "reserve");
                break;
            case TopUpDecision.Replay:
                span.SetTag("leb.decision", "replay");
                break;
            case TopUpDecision.Refuse { Refusal.Reason: var reason }:
                span.SetTag("leb.decision", "refuse").SetTag("leb.reason", EnumWord.Lower(reason));
                break;
        }
    }
}
