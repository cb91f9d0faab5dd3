using Partner.Benchmarks.Harness;

namespace Partner.Benchmarks.Load;

/// <summary>
/// The verb telemetry: what exporting costs. Three servers of the same program take the same load by turns: one exports
/// nothing, one all signals to a receiver that throws them away, one also records every call, where the usual sampler
/// would record a share at this load. They share nothing but the machine; each has a database of its own, so that none
/// works on another's queue.
/// </summary>
public static class TelemetryCost
{
    private const string Off = "off";
    private const string On = "on";
    private const string All = "all";

    /// <summary>Measures them by turns.</summary>
    /// <param name="options">How much.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<int> RunAsync(LoadOptions options, CancellationToken cancel)
    {
        await using var sink = await OtlpSink.StartAsync(keep: false, cancel);
        await using var server = await PostgresServer.OfAsync(options.Database, cancel);
        await using var off = await StartAsync(Off, options, server, [], cancel);
        await using var on = await StartAsync(On, options, server, Variables(sink), cancel);
        var everything = Variables(sink);
        everything["OTEL_TRACES_SAMPLER"] = "parentbased_always_on";
        await using var all = await StartAsync(All, options, server, everything, cancel);
        LoadRun[] runs = [off.Run, on.Run, all.Run];
        foreach (var run in runs)
        {
            await run.RunAsync(options.WarmUp, cancel);
        }

        var results = new List<LoadResult>();
        for (var round = 0; round < options.Rounds; round++)
        {
            // Who goes first changes: a machine that becomes busier or calmer favours neither.
            foreach (var run in round % 2 == 0 ? runs : runs.Reverse())
            {
                results.Add(await run.RunAsync(options.Length, cancel));
            }
        }

        if (sink.Bytes == 0)
        {
            throw new InvalidOperationException("Nothing was exported, so nothing was compared.");
        }

        LoadReport.Print(options, results, LoadReport.RatiosOf(results, On, Off), "on/off");
        if (!options.Json)
        {
            var ratios = LoadReport.RatiosOf(results, All, Off);
            Console.WriteLine(
                FormattableString.Invariant($"ratio all/off: median {ratios[ratios.Count / 2]:F3}, {Costs(results)}"));
        }

        return results.TrueForAll(result => result.Errors.Count == 0) ? 0 : 1;
    }

    /// <summary>Processor time for a top-up depends less on what else the machine does.</summary>
    private static string Costs(List<LoadResult> results)
    {
        return FormattableString.Invariant(
            $"server µs on/off {Median(On) / Median(Off):F3}, all/off {Median(All) / Median(Off):F3}");

        double Median(string name)
        {
            var costs = results.Where(result => result.Name == name)
                .Select(result => result.ServerMicroseconds).Order().ToList();
            return costs[costs.Count / 2];
        }
    }

    private static async Task<Contender> StartAsync(
        string name,
        LoadOptions options,
        PostgresServer? server,
        Dictionary<string, string> environment,
        CancellationToken cancel)
    {
        var bed = await TestBed.CreateAsync(options.Partners, server, cancel);
        var (process, address) = await bed.ServeAsync(0, TestBed.ManyCallers, cancel, environment);
        var pool = new ClientPool(bed, address, options.Connections);
        return new Contender(bed, process, pool, new LoadRun(name, pool, process, options));
    }

    private static Dictionary<string, string> Variables(OtlpSink sink) => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = sink.Grpc.ToString(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
    };

    private sealed record Contender(TestBed Bed, ChildProcess Process, ClientPool Pool, LoadRun Run) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            Pool.Dispose();
            await Process.DisposeAsync();
            await Bed.DisposeAsync();
        }
    }
}
