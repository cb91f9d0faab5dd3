using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Partner.Benchmarks.Harness;
using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Pricing;
using Partner.Core.TopUps;
using Partner.Server.Hosting;
using Partner.Server.Issuer;
using Partner.Server.Issuer.Simulation;
using Partner.Server.Plans;
using Partner.Storage;

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
        parts
            Processor time of single steps of a top-up, in microseconds: reading, saving, asking the issuer, settling.
        """;

    private const int InFlight = 64;

    // Enough for the runtime to compile what is measured in its final form.
    private const int WarmUp = 30_000;
    private const int Operations = 30_000;
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly PartnerStore _store;
    private readonly SellingTerms _terms;
    private readonly PartnerAccount _partner;
    private int _number;

    private PartCosts(PartnerStore store, SellingTerms terms, PartnerAccount partner) =>
        (_store, _terms, _partner) = (store, terms, partner);

    /// <summary>Measures and prints.</summary>
    /// <param name="cancel">Stops.</param>
    public static async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var bed = await TestBed.CreateAsync(1, cancel).ConfigureAwait(false);
        await using var store = PartnerStore.Open(StoreOptions.Sqlite(ServerSettings.DatabaseIn(bed.Data)));
        using var source = new TermsSource(store, TimeProvider.System, NullLogger<TermsSource>.Instance);
        await source.RefreshAsync(cancel).ConfigureAwait(false);
        var terms = source.At(TimeProvider.System.GetUtcNow())
            ?? throw new InvalidOperationException("The demo terms are not in force.");
        var partner = await store.Partners.FindAsync(DemoData.PartnerId, cancel).ConfigureAwait(false);
        var costs = new PartCosts(store, terms, partner!);
        await costs.MeasureStoreAsync(cancel).ConfigureAwait(false);
        await costs.MeasureIssuerAsync(bed, cancel).ConfigureAwait(false);
        return 0;
    }

    private async Task MeasureStoreAsync(CancellationToken cancel)
    {
        await MeasureAsync("decide (price and all)", () => Task.FromResult(Candidate())).ConfigureAwait(false);
        await MeasureAsync("read facts", () =>
        {
            var (order, sale) = Order();
            return _store.TopUps.ReadFactsAsync(_partner.Id, order, sale, _partner.Currency, cancel);
        }).ConfigureAwait(false);
        var saved = new System.Collections.Concurrent.ConcurrentQueue<TopUpRecord>();
        await MeasureAsync("save", async () =>
        {
            var (_, topUp) = await _store.TopUps.SaveAsync(Candidate()).ConfigureAwait(false);
            saved.Enqueue(topUp!);
            return topUp;
        }).ConfigureAwait(false);
        await MeasureAsync("settle", () =>
        {
            if (!saved.TryDequeue(out var topUp))
            {
                throw new InvalidOperationException("Nothing is left to settle.");
            }

            var now = _clock.GetUtcNow();
            var answer = new IssuerAnswer(IssuerVerdict.Accepted, Reference: "SIM0000000001");
            return _store.TopUps.SettleAsync(topUp, answer, now, now);
        }).ConfigureAwait(false);
    }

    private async Task MeasureIssuerAsync(TestBed bed, CancellationToken cancel)
    {
        var options = new SimulatedIssuerOptions { DataFolder = bed.IssuerData };
        await using var issuer = await SimulatedIssuer.StartAsync(options, cancel).ConfigureAwait(false);
        using var gateway = new HttpIssuerGateway(
            new IssuerOptions { BaseUrl = issuer.Url }, _clock, NullLogger<HttpIssuerGateway>.Instance);
        await MeasureAsync("ask the issuer, both ends", () => gateway.TopUpAsync(
            new IssuerTopUp(Ids.New(_clock.GetUtcNow()), CardNumber.Stored(NextCard()), "phone-100", 10_000, "CNY"),
            cancel)).ConfigureAwait(false);
    }

    private async Task MeasureAsync<T>(string name, Func<Task<T>> operation)
    {
        await RepeatAsync(operation, WarmUp).ConfigureAwait(false);
        var start = _clock.GetTimestamp();
        var before = Environment.CpuUsage.TotalTime;
        await RepeatAsync(operation, Operations).ConfigureAwait(false);
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
                await operation().ConfigureAwait(false);
            }
        })));
    }

    private TopUpCandidate Candidate()
    {
        var (order, sale) = Order();
        var now = _clock.GetUtcNow();
        var dispatch = new Dispatch(new Lease("benchmark", now + TimeSpan.FromHours(1)), null);
        return new TopUpCandidate(
            _partner.Id, Ids.New(now), order, sale, _partner.Currency, now, true, new TopUpPolicy(), dispatch);
    }

    private (TopUpOrder Order, Result<SaleProposal> Sale) Order()
    {
        var card = CardNumber.Iccid(NextCard());
        var order = new TopUpOrder(
            Guid.NewGuid().ToString("N"),
            card,
            "phone-100",
            null,
            null,
            null,
            true,
            Channel.Pos,
            new Seller("store-1", "till-1", "c-17", "benchmark", null));
        var input = new SaleInput(card!, order.PlanCode!, null, Channel.Pos, "store-1", null, null);
        var chain = new[] { new Payee(_partner.Id, null, null, _partner.Currency) };
        return (order, SaleProposal.Of(PreparedSale.Of(input, chain, _terms, _clock.GetUtcNow()).Value));
    }

    private string NextCard() => Cards.Number(Interlocked.Increment(ref _number) % 10_000);
}
