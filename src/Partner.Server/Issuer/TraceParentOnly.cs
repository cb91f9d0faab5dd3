using System.Diagnostics;

namespace Partner.Server.Issuer;

/// <summary>
/// Tells the issuer which trace a request belongs to, and nothing more: a caller's trace state and baggage, in which it
/// may have put anything, are not sent. Of a call that is not recorded nothing is sent.
/// </summary>
internal sealed class TraceParentOnly : DistributedContextPropagator
{
    private const string Header = "traceparent";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Fields { get; } = [Header];

    /// <inheritdoc/>
    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
        if (activity is { Recorded: true, IdFormat: ActivityIdFormat.W3C, Id: { } id })
        {
            setter?.Invoke(carrier, Header, id);
        }
    }

    /// <inheritdoc/>
    public override void ExtractTraceIdAndState(
        object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
        (traceId, traceState) = (null, null);

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(
        object? carrier, PropagatorGetterCallback? getter) => null;
}
