using System.Diagnostics;
using OpenTelemetry.Trace;
using Partner.Server.Telemetry;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Telemetry;

/// <summary>How many calls are followed.</summary>
public sealed class BoundedSamplerTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void A_burst_is_recorded_up_to_the_limit_and_then_a_steady_share()
    {
        var sampler = new BoundedSampler(_clock);

        Assert.Equal(BoundedSampler.AtOnce, Ask(sampler, 10_000, default));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(BoundedSampler.PerSecond, Ask(sampler, 10_000, default));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(BoundedSampler.AtOnce, Ask(sampler, 10_000, default));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void What_a_caller_decided_for_itself_does_not_count(bool remote, bool sampled)
    {
        var sampler = BoundedSampler.ForCalls(_clock);

        Assert.Equal(BoundedSampler.AtOnce, Ask(sampler, 10_000, Parent(remote, sampled)));
    }

    [Theory]
    [InlineData(true, 10_000)]
    [InlineData(false, 0)]
    public void What_happens_within_a_call_is_recorded_when_the_call_is(bool sampled, int expected)
    {
        var sampler = BoundedSampler.ForCalls(_clock);

        Assert.Equal(expected, Ask(sampler, 10_000, Parent(remote: false, sampled)));
    }

    private static int Ask(Sampler sampler, int times, ActivityContext parent) => Enumerable.Range(0, times).Count(_ =>
    {
        var parameters = new SamplingParameters(parent, ActivityTraceId.CreateRandom(), "call", ActivityKind.Server);
        return sampler.ShouldSample(parameters).Decision == SamplingDecision.RecordAndSample;
    });

    private static ActivityContext Parent(bool remote, bool sampled) => new(
        ActivityTraceId.CreateRandom(),
        ActivitySpanId.CreateRandom(),
        sampled ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None,
        isRemote: remote);
}
