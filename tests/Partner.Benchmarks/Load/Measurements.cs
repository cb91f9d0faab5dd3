using Partner.Benchmarks.Harness;

namespace Partner.Benchmarks.Load;

/// <summary>The verbs load, echo and ratio.</summary>
public static class Measurements
{
    /// <summary>How to call them.</summary>
    public const string Usage = """
        load | echo | ratio | telemetry [--connections 64] [--in-flight 256] [--seconds 10] [--warm-up 5]
                            [--cards 10000] [--partners 1] [--rounds 3] [--provider sqlite] [--json]
            load   top-ups on the real server with its simulated issuer, in a process of its own
            echo   the same calls to a method that does nothing, over the same transport
            ratio  both by turns; finished top-ups per second divided by echoes per second
            telemetry  top-ups by turns on servers that export nothing (off), all signals (on), every call too (all)
        """;

    internal const string Benchmarks = "Partner.Benchmarks.dll";

    /// <summary>Measures top-ups.</summary>
    /// <param name="options">How much.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<int> LoadAsync(LoadOptions options, CancellationToken cancel)
    {
        await using var databases = await PostgresServer.OfAsync(options.Database, cancel);
        await using var bed = await TestBed.CreateAsync(options.Partners, databases, cancel);
        var (server, address) = await bed.ServeAsync(0, TestBed.ManyCallers, cancel);
        await using (server)
        {
            return await MeasureAsync("load", bed, server, address, options, cancel);
        }
    }

    /// <summary>Measures the method that does nothing.</summary>
    /// <param name="options">How much.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<int> EchoAsync(LoadOptions options, CancellationToken cancel)
    {
        await using var bed = await TestBed.CreateAsync(options.Partners, cancel);
        var (echo, address) = await StartEchoAsync(bed, cancel);
        await using (echo)
        {
            return await MeasureAsync("echo", bed, echo, address, options, cancel);
        }
    }

    /// <summary>Measures both by turns.</summary>
    /// <param name="options">How much.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<int> RatioAsync(LoadOptions options, CancellationToken cancel)
    {
        await using var databases = await PostgresServer.OfAsync(options.Database, cancel);
        await using var bed = await TestBed.CreateAsync(options.Partners, databases, cancel);
        var (echo, echoAddress) = await StartEchoAsync(bed, cancel);
        await using var echoEnds = echo;
        var (server, address) = await bed.ServeAsync(0, TestBed.ManyCallers, cancel);
        await using var serverEnds = server;
        using var echoPool = new ClientPool(bed, echoAddress, options.Connections);
        using var loadPool = new ClientPool(bed, address, options.Connections);
        var echoRun = new LoadRun("echo", echoPool, echo, options);
        var loadRun = new LoadRun("load", loadPool, server, options);
        await echoRun.RunAsync(options.WarmUp, cancel);
        await loadRun.RunAsync(options.WarmUp, cancel);
        var results = new List<LoadResult>();
        for (var round = 0; round < options.Rounds; round++)
        {
            results.Add(await echoRun.RunAsync(options.Length, cancel));
            results.Add(await loadRun.RunAsync(options.Length, cancel));
        }

        LoadReport.Print(options, results, LoadReport.RatiosOf(results, "load", "echo"));
        return results.TrueForAll(result => result.Errors.Count == 0) ? 0 : 1;
    }

    private static async Task<int> MeasureAsync(
        string name,
        TestBed bed,
        ChildProcess server,
        Uri address,
        LoadOptions options,
        CancellationToken cancel)
    {
        using var pool = new ClientPool(bed, address, options.Connections);
        var run = new LoadRun(name, pool, server, options);
        await run.RunAsync(options.WarmUp, cancel);
        var result = await run.RunAsync(options.Length, cancel);
        LoadReport.Print(options, [result], []);
        return result.Errors.Count == 0 ? 0 : 1;
    }

    internal static async Task<(ChildProcess Process, Uri Address)> StartEchoAsync(
        TestBed bed, CancellationToken cancel)
    {
        var process = await ChildProcess
            .StartAsync(Benchmarks, ["echo-server", bed.Data], EchoServer.ReadyPrefix, cancel);
        return (process, new Uri(process.ReadyLine.Split(' ')[1]));
    }
}
