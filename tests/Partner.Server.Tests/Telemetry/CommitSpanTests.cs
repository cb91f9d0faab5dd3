using System.Collections.Concurrent;
using System.Diagnostics;
using Partner.Server.Telemetry;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Telemetry;

/// <summary>Many calls share one transaction; each finds it from its own trace.</summary>
public sealed class CommitSpanTests
{
    private const int Calls = 64;

    [Fact]
    public async Task The_transaction_is_in_the_first_members_trace_and_links_to_the_others()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == MetricTable.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = await RunningServer.StartAsync();
        var demo = await server.ConnectDemoAsync();
        using var test = new Activity("test").Start();

        await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => demo.SellAsync(Sale.Of())));

        // The clients' own context travels with the calls, so that all of them are in this test's trace.
        var ours = spans.Where(span => span.TraceId == test.TraceId).ToList();
        var saves = ours.Where(span => span.OperationName == "TopUps.Save").ToDictionary(span => span.SpanId);
        Assert.Equal(Calls, saves.Count);
        var commits = ours.Where(span => span.OperationName == "COMMIT").ToList();
        var shared = commits.Where(commit => commit.Links.Any()).ToList();
        Assert.NotEmpty(shared);
        Assert.All(
            shared,
            commit => Assert.True((int)commit.GetTagItem("db.operation.batch.size")! > commit.Links.Count()));
        var members = commits.SelectMany(commit =>
            commit.Links.Select(link => link.Context.SpanId).Prepend(commit.ParentSpanId));
        Assert.Equal(Calls, members.Count(saves.ContainsKey));
    }

    [Fact]
    public void A_call_that_nobody_records_saves_no_context_with_its_job()
    {
        using var call = new Activity("call").SetIdFormat(ActivityIdFormat.W3C).Start();
        call.ActivityTraceFlags = ActivityTraceFlags.None;

        Assert.Null(Spans.ContextToSave());
    }
}
