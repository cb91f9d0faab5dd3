using System.Globalization;
using Partner.Benchmarks.Harness;
using Partner.Benchmarks.Load;

namespace Partner.Benchmarks.Overload;

/// <summary>
/// The verb overload: several times as many calls as the server can take. What it accepts should be as much and as fast
/// as at its capacity, the rest refused, its memory bounded, and all be well again right afterwards.
/// </summary>
public static class OverloadVerb
{
    /// <summary>How to call it.</summary>
    public const string Usage = """
        overload [--times 3] [--for 60] [--deadline 10] [--seconds 10] [--warm-up 5] [--in-flight 256]
                 [--connections 64] [--provider sqlite] [--json FILE]
            Whole top-ups at so many times the rate that a closed loop of --in-flight callers reaches in --seconds.
        """;

    private const double MiB = 1024 * 1024;
    private const int WellAgain = 20;
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SampleEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeProvider Clock = TimeProvider.System;

    /// <summary>Measures and prints.</summary>
    /// <param name="args">The words behind the verb.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancel)
    {
        var arguments = new BenchmarkArguments(args);
        var times = LoadOptions.Number(arguments, "--times", 3);
        var length = TimeSpan.FromSeconds(LoadOptions.Number(arguments, "--for", 60));
        var deadline = TimeSpan.FromSeconds(LoadOptions.Number(arguments, "--deadline", 10));
        var file = arguments.Option("--json");
        var connections = LoadOptions.Number(arguments, "--connections", 64);
        var options = LoadOptions.Read(arguments) with { Connections = connections };
        arguments.End();

        await using var database = await PostgresServer.OfAsync(options.Database, cancel);
        await using var bed = await TestBed.CreateAsync(1, database, cancel);
        await using var service = await Service.StartAsync(bed, null, cancel);
        using var pool = new ClientPool(bed, service.Url, options.Connections);
        var usual = new LoadRun("capacity", pool, service.Process, options);
        await usual.RunAsync(options.WarmUp, cancel);
        var capacity = await usual.RunAsync(options.Length, cancel);
        if (capacity.Accepted == 0)
        {
            throw new InvalidOperationException("Nothing was accepted at capacity; take a longer --seconds.");
        }

        var memoryBefore = service.Process.ResidentMemory;

        using var calls = new RawCalls(bed, service.Url, options.Connections, options.Cards, deadline);
        await Task.WhenAll(Enumerable.Range(0, options.Connections).Select(number => calls.SellAsync(number, cancel)));
        var ended = 0L;
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var memory = HighestMemoryAsync(service.Process, watch.Token);
        var recovery = new TaskCompletionSource<Task<double?>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var overload = await OpenLoop.RunAsync(
            "overload",
            times * capacity.AcceptedPerSecond,
            length,
            number => calls.SellAsync(number, cancel),
            () =>
            {
                ended = Clock.GetTimestamp();
                recovery.SetResult(RecoverAsync(bed, service.Url, options, capacity.Latency.P99, ended, cancel));
            },
            cancel);
        var recovered = await (await recovery.Task);
        await watch.CancelAsync();
        var result = new OverloadResult(
            capacity,
            overload,
            overload.AcceptedPerSecond / capacity.AcceptedPerSecond,
            overload.Latency.P99 / capacity.Latency.P99,
            memoryBefore / MiB,
            await memory / MiB,
            service.Process.ResidentMemory / MiB,
            recovered);
        Print(result, times, length);
        await Report.WriteAsync(file, new { machine = Report.Machine, options, times, result }, cancel);
        return 0;
    }

    /// <summary>
    /// One caller sells on: seconds from the end of the overload until the first of so many calls in a row that are all
    /// accepted within the p99 at capacity; null when that did not come about.
    /// </summary>
    private static async Task<double?> RecoverAsync(
        TestBed bed, Uri server, LoadOptions options, double p99, long ended, CancellationToken cancel)
    {
        using var pool = new ClientPool(bed, server, 1);
        var calls = new Calls(pool, options.Cards, RecoveryLimit);
        var (row, since) = (0, 0.0);
        while (Clock.GetElapsedTime(ended) < RecoveryLimit)
        {
            var begun = Clock.GetTimestamp();
            var answer = await calls.SellAsync(0, cancel);
            var well = answer.Error is null && Clock.GetElapsedTime(begun).TotalMilliseconds <= p99;
            since = row == 0 ? Clock.GetElapsedTime(ended, begun).TotalSeconds : since;
            row = well ? row + 1 : 0;
            if (row == WellAgain)
            {
                return since;
            }
        }

        return null;
    }

    private static async Task<long> HighestMemoryAsync(ChildProcess server, CancellationToken until)
    {
        var highest = 0L;
        while (!until.IsCancellationRequested)
        {
            highest = Math.Max(highest, server.ResidentMemory);
            await Task.Delay(SampleEvery, Clock, until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return highest;
    }

    private static void Print(OverloadResult result, int times, TimeSpan length)
    {
        Report.Line($"              offered/s accepted/s   p50 ms   p99 ms");
        Row("capacity", null, result.Capacity);
        Row("overload", times * result.Capacity.AcceptedPerSecond, result.Overload);
        Report.Line($"accepted, overload / capacity for {length.TotalSeconds:F0} s: {result.Rate:F3}; asked ≥ 0.9");
        Report.Line($"p99 of the accepted, overload / capacity: {result.P99:F2}; asked ≤ 2");
        Report.Line(
            $"memory: {result.MiBBefore:F0} MiB before, at most {result.MiBHighest:F0}, {result.MiBAfter:F0} after");
        var recovered = result.RecoveredAfter?.ToString("F2", CultureInfo.InvariantCulture) ?? "not within 60";
        Report.Line($"well again after {recovered} s; asked ≤ 2");
        foreach (var (reason, count) in result.Overload.Errors.OrderByDescending(pair => pair.Value))
        {
            Report.Line($"refused: {count} × {reason}");
        }
    }

    private static void Row(string name, double? offered, LoadResult result)
    {
        var rates = $"{Report.Cell(offered, 10)} {Report.Cell(result.AcceptedPerSecond, 10)}";
        Report.Line($"{name,-12} {rates} {Report.Cell(result.Latency.P50, 8)} {Report.Cell(result.Latency.P99, 8)}");
    }

    /// <summary>What was found.</summary>
    /// <param name="Capacity">At capacity.</param>
    /// <param name="Overload">Above it.</param>
    /// <param name="Rate">Accepted per second above it, divided by that at it.</param>
    /// <param name="P99">The same of the latency.</param>
    /// <param name="MiBBefore">The server's memory before.</param>
    /// <param name="MiBHighest">The most of it.</param>
    /// <param name="MiBAfter">When all was answered.</param>
    /// <param name="RecoveredAfter">Seconds; null when not within a minute.</param>
    private sealed record OverloadResult(
        LoadResult Capacity,
        LoadResult Overload,
        double Rate,
        double P99,
        double MiBBefore,
        double MiBHighest,
        double MiBAfter,
        double? RecoveredAfter);
}
