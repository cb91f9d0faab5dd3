using OpenTelemetry.Trace;

namespace Partner.Server.Telemetry;

/// <summary>
/// Records every call while there are few, and a share of them while there are many: so many new traces a second, and a
/// store of them for bursts. What following costs is bounded then, here and at the receiver, while metrics and logs
/// still tell of every call. Used where OTEL_TRACES_SAMPLER says nothing.
/// </summary>
internal sealed class BoundedSampler : Sampler
{
    /// <summary>New traces in a second.</summary>
    public const int PerSecond = 100;

    /// <summary>New traces at once, after a calm time.</summary>
    public const int AtOnce = 500;

    private readonly TimeProvider _clock;
    private readonly long _pause;
    private long _paidUntil;

    /// <summary>A sampler with a full store.</summary>
    public BoundedSampler(TimeProvider clock)
    {
        _clock = clock;
        _pause = clock.TimestampFrequency / PerSecond;
        _paidUntil = clock.GetTimestamp() - (AtOnce * _pause);
        Description = $"BoundedSampler{{{PerSecond}/s}}";
    }

    /// <summary>
    /// This sampler for calls, whatever those who call have decided for themselves: they are other companies. What
    /// happens within a call, now or later, is recorded if the call is.
    /// </summary>
    public static Sampler ForCalls(TimeProvider clock)
    {
        var bounded = new BoundedSampler(clock);
        return new ParentBasedSampler(bounded, remoteParentSampled: bounded, remoteParentNotSampled: bounded);
    }

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        while (true)
        {
            // Each trace is paid for with a piece of time; time that nobody used is kept, up to a limit.
            var now = _clock.GetTimestamp();
            var paidUntil = Volatile.Read(ref _paidUntil);
            var next = Math.Max(paidUntil, now - (AtOnce * _pause)) + _pause;
            if (next > now)
            {
                return new SamplingResult(SamplingDecision.Drop);
            }

            if (Interlocked.CompareExchange(ref _paidUntil, next, paidUntil) == paidUntil)
            {
                return new SamplingResult(SamplingDecision.RecordAndSample);
            }
        }
    }
}
