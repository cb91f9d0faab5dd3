using Partner.Benchmarks.Harness;

namespace Partner.Benchmarks.Load;

/// <summary>
/// The verb telemetry: what exporting costs. Two servers of the same program take the same load by turns: one exports
/// traces of every call, metrics and logs to a receiver that throws them away, the other exports nothing. They share
/// nothing but the machine; each has a database of its own, so that neither works on the other's queue.
/// </summary>
public static class TelemetryCost
{
    private const string With = "on";
    private const string Without = "off";

    /// <summary>Measures both by turns.</summary>
    /// <param name="options">How much.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<int> RunAsync(LoadOptions options, CancellationToken cancel)
    {
        await using var sink = await OtlpSink.StartAsync(keep: false, cancel).ConfigureAwait(false);
        await using var bedWithout = await TestBed.CreateAsync(options.Partners, cancel).ConfigureAwait(false);
        await using var bedWith = await TestBed.CreateAsync(options.Partners, cancel).ConfigureAwait(false);
        var (plain, plainAddress) = await bedWithout.ServeAsync(0, [], cancel).ConfigureAwait(false);
        await using var plainEnds = plain;
        var (told, toldAddress) = await bedWith.ServeAsync(0, [], cancel, Variables(sink)).ConfigureAwait(false);
        await using var toldEnds = told;
        using var plainPool = new ClientPool(bedWithout, plainAddress, options.Connections);
        using var toldPool = new ClientPool(bedWith, toldAddress, options.Connections);
        LoadRun[] runs = [new(Without, plainPool, plain, options), new(With, toldPool, told, options)];
        foreach (var run in runs)
        {
            await run.RunAsync(TimeSpan.FromSeconds(options.WarmUpSeconds), cancel).ConfigureAwait(false);
        }

        var results = new List<LoadResult>();
        for (var round = 0; round < options.Rounds; round++)
        {
            // Who goes first changes: a machine that becomes busier or calmer favours neither.
            foreach (var run in round % 2 == 0 ? runs : runs.Reverse())
            {
                results.Add(await run.RunAsync(TimeSpan.FromSeconds(options.Seconds), cancel).ConfigureAwait(false));
            }
        }

        if (sink.Bytes == 0)
        {
            throw new InvalidOperationException("Nothing was exported, so nothing was compared.");
        }

        LoadReport.Print(options, results, LoadReport.RatiosOf(results, With, Without), "on/off");
        return results.TrueForAll(result => result.Errors.Count == 0) ? 0 : 1;
    }

    private static Dictionary<string, string> Variables(OtlpSink sink) => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = sink.Grpc.ToString(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
    };
}
