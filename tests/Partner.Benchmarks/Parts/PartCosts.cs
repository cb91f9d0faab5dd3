using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Partner.Benchmarks.Harness;
using Partner.Core.Cards;
using Partner.Core.TopUps;
using Partner.Sandbox.Issuer;
using Partner.Server.Contract;
using Partner.Server.Issuer;

namespace Partner.Benchmarks.Parts;

/// <summary>
/// The verb parts: processor time of single steps of the route, each run alone in this process. Processor time rather
/// than latency, because on a busy server it is what bounds the throughput, and it hardly depends on what else the
/// machine does.
/// </summary>
public sealed class PartCosts
{
    /// <summary>How to call it.</summary>
    public const string Usage = """
        parts [--provider sqlite]
            Processor time of single steps of a top-up, in microseconds: reading, saving, asking the issuer, settling.
        """;

    private const int InFlight = 64;

    // Enough for the runtime to compile what is measured in its final form.
    private const int WarmUp = 30_000;
    private const int Operations = 30_000;
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly StoreSales _sales;

    private PartCosts(StoreSales sales) => _sales = sales;

    /// <summary>Measures and prints.</summary>
    /// <param name="args">The words behind the verb.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancel)
    {
        var arguments = new BenchmarkArguments(args);
        var options = DatabaseOptions.Read(arguments);
        arguments.End();
        await using var server = await PostgresServer.OfAsync(options, cancel);
        await using var bed = await TestBed.CreateAsync(1, server, cancel);
        await using var sales = await StoreSales.OpenAsync(bed, 1, cancel);
        var costs = new PartCosts(sales);
        await costs.MeasureStoreAsync(cancel);
        await costs.MeasureIssuerAsync(bed, cancel);
        return 0;
    }

    private async Task MeasureStoreAsync(CancellationToken cancel)
    {
        await MeasureAsync("decide (price and all)", () => Task.FromResult(_sales.Next()));
        await MeasureAsync("read facts", async () =>
        {
            await _sales.ReadFactsAsync(cancel);
            return true;
        });
        var saved = new System.Collections.Concurrent.ConcurrentQueue<TopUpRecord>();
        await MeasureAsync("save", async () =>
        {
            var topUp = await _sales.SaveAsync(_sales.Next());
            saved.Enqueue(topUp);
            return topUp;
        });
        await MeasureAsync("settle", () => saved.TryDequeue(out var topUp)
            ? _sales.CompleteAsync(topUp)
            : throw new InvalidOperationException("Nothing is left to settle."));
    }

    private async Task MeasureIssuerAsync(TestBed bed, CancellationToken cancel)
    {
        var options = new SimulatedIssuerOptions { DataFolder = bed.IssuerData };
        await using var issuer = await SimulatedIssuer.StartAsync(options, cancel);
        using var gateway = new HttpIssuerGateway(
            new IssuerOptions { BaseUrl = issuer.Url }, _clock, NullLogger<HttpIssuerGateway>.Instance);
        await MeasureAsync("ask the issuer, both ends", () => gateway.TopUpAsync(
            new IssuerTopUp(
                new TopUpId(Ids.New(_clock.GetUtcNow())), CardNumber.Stored(_sales.NextCard()), "phone-100", 10_000,
                "CNY"),
            cancel));
    }

    private async Task MeasureAsync<T>(string name, Func<Task<T>> operation)
    {
        await RepeatAsync(operation, WarmUp);
        var start = _clock.GetTimestamp();
        var before = Environment.CpuUsage.TotalTime;
        await RepeatAsync(operation, Operations);
        var processor = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Operations;
        var rate = Operations / _clock.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-28} {processor,7:F1} µs processor, {rate,9:F0} per second"));
    }

    private static Task RepeatAsync<T>(Func<Task<T>> operation, int times)
    {
        var left = times;
        return Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await operation();
            }
        })));
    }
}
