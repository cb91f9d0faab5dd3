using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Partner.Core.TopUps;
using Partner.Server.Telemetry;
using Partner.Server.Tests.Issuer;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Telemetry;

/// <summary>What Polly does on the way to the issuer is told on the span of the question.</summary>
public sealed class GatewaySpanTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ConcurrentBag<Activity> _spans = [];
    private readonly ConcurrentBag<string> _results = [];
    private readonly ActivityListener _listener;
    private readonly MeterListener _meters = new();

    public GatewaySpanTests()
    {
        // Tests run side by side: only what belongs to this test's own trace counts.
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == MetricTable.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Add,
        };
        ActivitySource.AddActivityListener(_listener);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == MetricTable.IssuerAttempts.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((_, _, labels, _) =>
            _results.Add(string.Join(' ', labels.ToArray().Select(label => label.Value))));
        _meters.Start();
    }

    [Fact]
    public async Task A_time_out_and_the_attempt_after_it_are_events()
    {
        await using var bench = await SandboxBench.StartAsync();
        using var test = new Activity("test").Start();

        var call = bench.Gateway.TopUpAsync(
            SandboxBench.TopUp(Sandbox.Issuer.SandboxCards.TimeoutAfterApplying), default);
        await bench.TimeOutOneAttemptAsync(bench.Options.HangFor);
        var answer = await call;

        Assert.Equal(IssuerVerdict.Accepted, answer.Verdict);
        var span = Of(test);
        Assert.Equal(["timeout", "retry"], span.Events.Select(happened => happened.Name));
        Assert.Contains(new("leb.because", "timed_out"), span.Events.Last().Tags);
        Assert.Contains("top_up timed_out", _results);
        Assert.Contains("top_up accepted", _results);
    }

    [Fact]
    public async Task An_opening_breaker_is_an_event_and_a_call_that_it_keeps_back_is_counted()
    {
        using var gateway = ScriptedIssuer.Gateway(ScriptedIssuer.NobodyThere(), _clock);
        using var test = new Activity("test").Start();

        for (var i = 0; i < 20; i++)
        {
            await gateway.TopUpAsync(ScriptedIssuer.Order, default);
        }

        Assert.Contains(_spans, span => span.TraceId == test.TraceId
            && span.Events.Any(happened => happened.Name == "breaker.opened"));
        Assert.Equal([("orders", 2), ("look_ups", 0), ("gifts", 0)], gateway.Breakers());
        await gateway.TopUpAsync(ScriptedIssuer.Order, default);
        Assert.Contains("top_up breaker_open", _results);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        _meters.Dispose();
    }

    private Activity Of(Activity test) => Assert.Single(
        _spans, span => span.TraceId == test.TraceId && span.OperationName == "issuer.call");
}
