using System.Diagnostics;
using System.Globalization;
using Partner.Benchmarks.Harness;
using Partner.Server.Tests.Support;
using Partner.Server.Tests.Telemetry;
using Partner.Server.Tests.Telemetry.Otlp;

namespace Partner.Server.Tests.Attacks;

/// <summary>
/// One server for a group of attacks, and an honest client beside each of them: it keeps half of its rate, which is
/// measured by turns with and without the attack. The memory is bounded and given back, the log is bounded, and nothing
/// in it is an error of ours.
/// </summary>
public sealed class Siege : IAsyncLifetime
{
    private const double Half = 0.5;
    private const double Window = 0.12;
    private const double Quiet = 0.08;
    private const int Fewest = 8;
    private const int MostRounds = 100;

    // The process ends beyond what the chart gives it, in MiB. Of that, what the heap may have, and what a siege may
    // leave behind.
    private const int MostMemory = 512;
    private const int MostHeap = BesiegedServer.HeapLimit / 2;
    private const int Grown = BesiegedServer.HeapLimit / 2;

    private const int MostWritten = 8 * 1024;

    // Ends the wait for something that is refused to be so, where it was ignored.
    private static readonly TimeSpan NothingComes = TimeSpan.FromSeconds(10);

    private OtlpReceiver? _telemetry;
    private BesiegedServer? _server;
    private double _quiet;
    private long _atFirst;

    /// <summary>The server.</summary>
    internal BesiegedServer Server => _server!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        const int warm = 3;
        _telemetry = await OtlpReceiver.StartAsync();
        _server = await BesiegedServer.StartAsync(environment: new Dictionary<string, string>(_telemetry.Variables())
        {
            ["OTEL_TRACES_EXPORTER"] = "none",
            ["OTEL_LOGS_EXPORTER"] = "none",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
        });
        await _server.AdmitCrowdAsync();
        await _server.RateAsync(warm);
        _quiet = await _server.RateAsync(Quiet, Fewest);
        _atFirst = _server.Memory;
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        if (_telemetry is not null)
        {
            await _telemetry.DisposeAsync();
        }
    }

    /// <summary>Lets something hostile be sent once, by a certificate that is new.</summary>
    /// <param name="hostile">What, and what has to become of it.</param>
    /// <param name="isAsExpected">Whether a fate is what had to become of it.</param>
    /// <returns>What became of it, and the reasons that the server gave.</returns>
    internal async Task<(Fate Fate, string Reasons)> SendAsync(Hostile hostile, Func<Fate, bool> isAsExpected)
    {
        Server.RenewAttacker();
        await using var connection = hostile.IsFirst
            ? await RawHttp2.ShakeHandsAsync(Server.Address, Server.Attacker)
            : await RawHttp2.OpenAsync(Server.Address, Server.Attacker);
        if (hostile.IsFirst)
        {
            connection.BeginReading();
        }

        await connection.TryWriteAsync(hostile.Bytes);
        if (hostile.Then.Length > 0)
        {
            await Eventually.SeeAsync(() => Task.FromResult(connection.Ended), ended => ended > 0);
            await connection.TryWriteAsync(hostile.Then);
        }

        await connection.TryWriteAsync(RawHttp2.Frame(RawHttp2.Kind.Ping, 0, 0, new byte[8]));
        var watch = Stopwatch.StartNew();
        var seen = await Eventually.SeeAsync(
            () => Task.FromResult(Of(connection)),
            fate => fate is { } known && (isAsExpected(known) || known == Fate.Closed || watch.Elapsed > NothingComes));
        return (seen!.Value, connection.Reasons());
    }

    /// <summary>Attacks beside the honest client, and looks at what it costs.</summary>
    /// <param name="attack">The attack.</param>
    /// <returns>What was measured, in words.</returns>
    internal async Task<string> EndureAsync(Attack attack)
    {
        var written = Server.Process.Written;
        var most = 0L;
        var shares = new List<double>();
        while (shares.Count == 0 || (shares.Count < MostRounds && (!attack.IsWhole || Median.Of(shares) < Half)))
        {
            var under = await attack.DuringAsync(Server, async () =>
            {
                var rate = await Server.RateAsync(Window, Fewest);
                most = Math.Max(most, Server.Memory);
                return rate;
            });
            var after = await Server.RateAsync(Quiet, Fewest);
            shares.Add(under / ((_quiet + after) / 2));
            _quiet = after;
        }

        var told = string.Create(
            CultureInfo.InvariantCulture,
            $"{Median.Of(shares):F2} of the rate in {shares.Count} rounds; {_atFirst} MiB at first, {most} at most, "
            + $"heap {Heap()}; {Server.Process.Written - written} characters logged");
        Assert.True(Median.Of(shares) >= Half, told);
        Assert.True(most <= MostMemory, told);
        Assert.True(Heap() <= MostHeap, told);

        // The server goes on with its honest work, as servers do; nobody asks it to collect its garbage.
        await Eventually.SeeAsync(
            async () =>
            {
                await Server.RateAsync(Window, Fewest);
                return Server.Memory;
            },
            now => now <= _atFirst + Grown);
        Assert.True(Server.Process.Written - written <= MostWritten, told + "\n" + Server.Process.Describe());
        AssertNoFault();
        return told;
    }

    /// <summary>That nothing in the log is an error of ours.</summary>
    internal void AssertNoFault() => Assert.True(
        !Server.Process.Lines.Any(IsFault),
        string.Join('\n', Server.Process.Lines.SkipWhile(line => !IsFault(line)).Take(4)));

    private static bool IsFault(string line) =>
        line.Contains(" fail: ", StringComparison.Ordinal) || line.Contains(" crit: ", StringComparison.Ordinal)
        || line.Contains("nhandled", StringComparison.Ordinal) || line.Contains("   at ", StringComparison.Ordinal);

    private static Fate? Of(RawHttp2 connection) => connection switch
    {
        { Closed.IsCompleted: true } => Fate.Closed,
        { Ponged.IsCompleted: false } => null,
        { Ended: > 0 } => connection.Told.Any(IsOk) ? Fate.Served : Fate.Ended,
        _ => Fate.Ignored,
    };

    // The web server packs nothing by Huffman's code, and this answer is the first of its connection.
    private static bool IsOk((RawHttp2.Kind Kind, int Stream, byte[] Payload) told) =>
        told.Payload.AsSpan().IndexOf("grpc-status\u00010"u8) >= 0;

    // Of the last collection, in MiB; as the server tells it every second.
    private long Heap()
    {
        const int mib = 1024 * 1024;
        var last = _telemetry!.Exports.LastOrDefault(export => export.Signal == "metrics");
        if (last is null)
        {
            return 0;
        }

        return (from resource in MetricsRequest.Parser.ParseFrom(last.Body).ResourceMetrics
                from scope in resource.ScopeMetrics
                from metric in scope.Metrics
                where metric.Name == "dotnet.gc.last_collection.heap.size"
                from point in (metric.Sum ?? metric.Gauge).DataPoints
                select point.AsInt).Sum() / mib;
    }
}
