using Leb.Partner.V1;
using Partner.Benchmarks.Harness;
using Partner.Benchmarks.Load;

namespace Partner.Benchmarks.Volume;

/// <summary>The same service on a database with millions of top-ups and on an empty one.</summary>
internal static class FullAndEmpty
{
    private const double MiB = 1024 * 1024;
    private const int Starts = 3;
    private const int Names = 1000;
    private const int Days = 720;
    private static readonly TimeProvider Clock = TimeProvider.System;
    private static readonly string[] Sides = ["full", "empty"];

    private static readonly string SomeNames = FormattableString.Invariant(
        $"SELECT string_agg(id, ' ') FROM (SELECT id FROM top_ups ORDER BY random() LIMIT {Names}) picked");

    /// <summary>Measures and prints.</summary>
    /// <param name="server">The PostgreSQL server.</param>
    /// <param name="options">How much.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<int> RunAsync(PostgresServer server, VolumeOptions options, CancellationToken cancel)
    {
        await using var fullBed = await TestBed.CreateAsync(1, server, cancel);
        var seconds = await FillAsync(server, fullBed, options.TopUps, cancel);
        await using var emptyBed = await TestBed.CreateAsync(1, server, cancel);
        Dictionary<string, List<double>> starts = new() { ["full"] = [], ["empty"] = [] };
        for (var start = 0; start < Starts; start++)
        {
            starts["full"].Add(await StartUpAsync(fullBed, cancel));
            starts["empty"].Add(await StartUpAsync(emptyBed, cancel));
        }

        await using var full = await Service.StartAsync(fullBed, null, cancel);
        await using var empty = await Service.StartAsync(emptyBed, null, cancel);
        Dictionary<string, Service> services = new() { ["full"] = full, ["empty"] = empty };
        var samples = await MeasureAsync(server, services, options.Load, cancel);
        Report.Line($"{options.TopUps} top-ups, made in {seconds:F0} s; medians of {options.Load.Rounds} round(s)");
        Report.Line($"       start s   load/s load p99 ms  GetTopUp p50 ms  ListTopUps p50 ms  memory MiB");
        foreach (var side in Sides)
        {
            var load = $"{Median("load")}  {Median("load", one => one.Latency.P99)}";
            var cells = $"{load}  {P50("get")}  {P50("list")}";
            Report.Line($"{side,-5} {Harness.Median.Of(starts[side]),8:F2}  {cells}  {Memory(side):F0}");

            string Median(string what, Func<LoadResult, double>? number = null) =>
                Report.Cell(Harness.Median.Of(Of(what).Select(number ?? (one => one.FinishedPerSecond))), 8, "F2");
            string P50(string what) => Median(what, one => one.Latency.P50);
            IEnumerable<LoadResult> Of(string what) => samples.Where(one => one.Name == $"{what} {side}");
        }

        Ratio("load, full / empty", "load", one => one.FinishedPerSecond, "≥ 0.9");
        Ratio("GetTopUp p50, full / empty", "get", one => one.Latency.P50, "≤ 1.2");
        Ratio("ListTopUps p50, full / empty", "list", one => one.Latency.P50, "≤ 1.2");
        var memory = Sides.ToDictionary(side => side, Memory);
        await Report.WriteAsync(
            options.File, new { machine = Report.Machine, options, starts, memory, samples }, cancel);
        return samples.TrueForAll(sample => sample.Errors.Count == 0) ? 0 : 1;

        double Memory(string side) => services[side].Process.ResidentMemory / MiB;

        void Ratio(string name, string what, Func<LoadResult, double> number, string bar)
        {
            var ratios = Sides
                .Select(side => samples.Where(one => one.Name == $"{what} {side}").Select(number).ToList()).ToList();
            var median = Harness.Median.Of(ratios[0].Zip(ratios[1], (above, below) => above / below));
            Report.Line($"{name}: median {median:F3}; asked {bar}");
        }
    }

    private static async Task<double> FillAsync(
        PostgresServer server, TestBed bed, int count, CancellationToken cancel)
    {
        var start = Clock.GetTimestamp();
        string template;
        await using (var sales = await StoreSales.OpenAsync(bed, 1, cancel))
        {
            template = (await sales.SellAsync(sales.Next())).Id.Value;
        }

        // All in months that are over, and closed.
        var now = Clock.GetUtcNow();
        var to = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddDays(-1);
        await new StoredSales(server, bed.Store.ConnectionString).MakeAsync(
            [new SalesOrder(bed.Partners[0], template, count, to.AddDays(-Days), to, Settled: true)],
            Console.WriteLine,
            cancel);
        return Clock.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> StartUpAsync(TestBed bed, CancellationToken cancel)
    {
        var start = Clock.GetTimestamp();
        var (process, _) = await bed.ServeAsync(0, ["--no-settlement", .. TestBed.ManyCallers], cancel);
        var time = Clock.GetElapsedTime(start).TotalSeconds;
        await process.DisposeAsync();
        return time;
    }

    private static async Task<List<LoadResult>> MeasureAsync(
        PostgresServer server, Dictionary<string, Service> services, LoadOptions options, CancellationToken cancel)
    {
        using var fullPool = new ClientPool(services["full"].Bed, services["full"].Url, options.Connections);
        using var emptyPool = new ClientPool(services["empty"].Bed, services["empty"].Url, options.Connections);
        var runs = new List<Func<TimeSpan, Task<LoadResult>>>();
        foreach (var (side, pool) in ((string, ClientPool)[])[("full", fullPool), ("empty", emptyPool)])
        {
            var load = new LoadRun($"load {side}", pool, services[side].Process, options);
            runs.Add(length => load.RunAsync(length, cancel));
            await load.RunAsync(options.WarmUp, cancel);
        }

        // Only now has the empty one something to be found.
        foreach (var (side, pool) in ((string, ClientPool)[])[("full", fullPool), ("empty", emptyPool)])
        {
            var database = services[side].Bed.Store.ConnectionString;
            var names = await server.ScalarAsync(database, SomeNames, cancel);
            var ids = ((string)names!).Split(' ');
            var next = 0;
            runs.Add(length => ClosedLoop.RunAsync($"get {side}", 1, length, async _ =>
            {
                var request = new GetTopUpRequest { Name = "topUps/" + ids[next++ % ids.Length] };
                await pool.Clients[0].GetTopUpAsync(request, cancellationToken: cancel);
                return Answer.Done;
            }, cancel));
            runs.Add(length => ClosedLoop.RunAsync($"list {side}", 1, length, async _ =>
            {
                await pool.Clients[0].ListTopUpsAsync(new ListTopUpsRequest(), cancellationToken: cancel);
                return Answer.Done;
            }, cancel));
        }

        var results = new List<LoadResult>();
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var run in round % 2 == 0 ? runs : Enumerable.Reverse(runs))
            {
                results.Add(await run(options.Length));
            }
        }

        return results;
    }
}
