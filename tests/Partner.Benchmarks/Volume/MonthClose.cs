using System.Globalization;
using Partner.Benchmarks.Harness;
using Partner.Benchmarks.Load;
using Partner.Core.Actions;
using Partner.Core.Settlements;
using Partner.Server.Settlements;
using Partner.Storage;

namespace Partner.Benchmarks.Volume;

/// <summary>Closes a month of many commission entries while the same partners go on selling.</summary>
internal static class MonthClose
{
    private static readonly TimeProvider Clock = TimeProvider.System;

    /// <summary>Measures and prints.</summary>
    /// <param name="server">The PostgreSQL server.</param>
    /// <param name="options">How much.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>0: the month was closed.</returns>
    public static async Task<int> RunAsync(PostgresServer server, VolumeOptions options, CancellationToken cancel)
    {
        await using var bed = await TestBed.CreateAsync(1, server, cancel);
        var period = await FillAsync(server, bed, options, cancel);
        await using var service = await Service.StartAsync(bed, null, cancel);
        using var pool = new ClientPool(bed, service.Url, options.Load.Connections);
        var run = new LoadRun("without", pool, service.Process, options.Load);
        await run.RunAsync(options.Load.WarmUp, cancel);
        var before = await run.RunAsync(options.Load.Length, cancel);

        using var until = new CancellationTokenSource();
        var close = CloseAsync(bed, period, options.Limit, until, cancel);
        var beside = await run.RunUntilAsync(TimeSpan.Zero, until.Token, cancel);
        var during = beside with { Name = "beside" };
        var (status, seconds) = await close;
        var after = await run.RunAsync(options.Load.Length, cancel);

        Report.Line($"{options.Entries} entries of {options.Payees} payee(s) in {period}");
        Report.Line($"closing it: {seconds:F1} s, exit status {status}; asked ≤ 300");
        foreach (var result in (LoadResult[])[before, during, after])
        {
            var (p50, _, p99, _) = result.Latency;
            Report.Line($"{result.Name,-7} {result.FinishedPerSecond,8:F1} per s  p50 {p50:F1} ms  p99 {p99:F1} ms");
            foreach (var (error, count) in result.Errors)
            {
                Report.Line($"        {count} × {error}");
            }
        }

        var rate = 2 * during.FinishedPerSecond / (before.FinishedPerSecond + after.FinishedPerSecond);
        var p99s = 2 * during.Latency.P99 / (before.Latency.P99 + after.Latency.P99);
        Report.Line($"rate beside it: {rate:F3} of that without; asked ≥ 0.8");
        Report.Line($"p99 beside it: {p99s:F2} of that without; asked ≤ 2");
        await Report.WriteAsync(
            options.File,
            new { machine = Report.Machine, options, period, status, seconds, rate, p99s, before, during, after },
            cancel);
        return status;
    }

    private static async Task<string> FillAsync(
        PostgresServer server, TestBed bed, VolumeOptions options, CancellationToken cancel)
    {
        // The month before, in the time zone of the demo's schedule; hours away from its ends.
        var now = Clock.GetUtcNow();
        var to = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddDays(-1);
        var from = new DateTimeOffset(to.Year, to.Month, 2, 0, 0, 0, TimeSpan.Zero);
        var orders = new List<SalesOrder>();
        await using (var sales = await StoreSales.OpenAsync(bed, options.Payees, cancel))
        {
            foreach (var partner in sales.Partners)
            {
                var template = await sales.SellAsync(sales.Next(partner));
                var share = options.Entries / options.Payees;
                orders.Add(new SalesOrder(partner.Id.Value, template.Id.Value, share, from, to, Settled: false));
            }
        }

        await new StoredSales(server, bed.Store.ConnectionString).MakeAsync(orders, Console.WriteLine, cancel);
        return from.ToString("yyyy-MM", CultureInfo.InvariantCulture);
    }

    private static async Task<(int Status, double Seconds)> CloseAsync(
        TestBed bed, string period, TimeSpan limit, CancellationTokenSource ended, CancellationToken cancel)
    {
        var start = Clock.GetTimestamp();
        using var given = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        given.CancelAfter(limit);
        try
        {
            await using var store = PartnerStore.Open(bed.Store);
            var closed = await new SettlementClosing(store).CloseAsync(
                period, Clock.GetUtcNow(), ActionBy.Program, given.Token);
            Console.WriteLine($"{closed.Refusal}: {closed.Statements.Count} statement(s)");
            return (closed.Refusal == PeriodRefusal.None ? 0 : 1, Clock.GetElapsedTime(start).TotalSeconds);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            Console.WriteLine("The close was given up: it took longer than --limit.");
            return (1, limit.TotalSeconds);
        }
        finally
        {
            await ended.CancelAsync();
        }
    }
}
