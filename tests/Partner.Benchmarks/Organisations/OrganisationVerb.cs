using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Partner.Benchmarks.Harness;
using Partner.Core.Amounts;
using Partner.Core.Identity;
using Partner.Core.Organisations;
using Partner.Server.Organisations;
using Partner.Server.Verbs;
using Partner.Storage;

namespace Partner.Benchmarks.Organisations;

/// <summary>
/// The verb organisation: what a chain of convenience stores costs a server, in memory, for each sale, and for finding
/// out who calls.
/// </summary>
public static class OrganisationVerb
{
    /// <summary>How to call it.</summary>
    public const string Usage = """
        organisation [--outlets 10000]
            Registers so many outlets with 3 terminals and a cashier each, and looks tills up as sales do: bytes for
            all of them, milliseconds of the first look-up, microseconds of each further one. Then a certificate for
            each terminal, and what authentication adds to a call when all of them are cached: exit status 1 where
            the median is above 20 µs.
        """;

    private const int Terminals = 3;
    private const int OutletsAtOnce = 200;
    private const int WarmUp = 1_000_000;
    private const int Calls = 5_000_000;
    private static readonly PartnerId Chain = new("chain");

    /// <summary>Measures and prints.</summary>
    /// <param name="args">The words behind the verb.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancel)
    {
        var arguments = new BenchmarkArguments(args);
        var outlets = int.TryParse(arguments.Option("--outlets") ?? "10000", out var given) && given > 0
            ? given
            : throw new UsageException("--outlets is a whole number above 0");
        arguments.End();
        var folder = Directory.CreateTempSubdirectory("leb-organisation-").FullName;
        try
        {
            var options = StoreOptions.Sqlite(Path.Combine(folder, "partner.db"));
            PartnerStore.Migrate(options);
            await using var store = PartnerStore.Open(options);
            await RegisterAsync(store, outlets);
            await MeasureAsync(store, outlets, cancel);
            using var cost = await AuthenticationCost.PrepareAsync(
                store, options, folder, Chain, Tills(outlets), cancel);
            return await cost.MeasureAsync(cancel) ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<(string Outlet, string Terminal)> Tills(int outlets) =>
    [
        .. from outlet in Enumerable.Range(0, outlets)
           from terminal in Enumerable.Range(1, Terminals)
           select (Name(outlet), terminal.ToString(CultureInfo.InvariantCulture)),
    ];

    private static async Task RegisterAsync(PartnerStore store, int outlets)
    {
        var now = TimeProvider.System.GetUtcNow();
        await store.Partners.AddAsync(
            new PartnerAccount(Chain, "Chain", PartnerStatus.Active, Currency.Of("CNY")), now);
        foreach (var some in Enumerable.Range(0, outlets).Chunk(OutletsAtOnce))
        {
            var orders = some.SelectMany(Units).ToList();
            var done = await store.Organisations.ImportAsync(Chain, orders, false, now);
            if (done.Refusal is not null || done.Value.Outcomes.Count(one => one == UnitOutcome.Created) < orders.Count)
            {
                throw new InvalidOperationException("The outlets were not registered.");
            }
        }
    }

    private static async Task MeasureAsync(PartnerStore store, int outlets, CancellationToken cancel)
    {
        var clock = TimeProvider.System;
        var cache = new OrganisationCache(store, clock, NullLogger<OrganisationCache>.Instance);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var start = clock.GetTimestamp();
        var view = await cache.GetAsync(Chain, cancel);
        var first = clock.GetElapsedTime(start);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        string[] names = [.. Enumerable.Range(0, outlets).Select(Name)];
        var refused = await LookUpAsync(cache, names, WarmUp, cancel);
        start = clock.GetTimestamp();
        refused += await LookUpAsync(cache, names, Calls, cancel);
        var each = clock.GetElapsedTime(start).TotalMicroseconds / Calls;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{view.Count} units: {bytes / 1024.0 / 1024:F1} MiB, first look-up {first.TotalMilliseconds:F0} ms, " +
            $"each further one {each:F3} µs ({refused} refused)"));
    }

    private static async Task<int> LookUpAsync(
        OrganisationCache cache, string[] names, int calls, CancellationToken cancel)
    {
        var refused = 0;
        for (var call = 0; call < calls; call++)
        {
            var view = await cache.GetAsync(Chain, cancel);
            var outlet = names[call * 7919L % names.Length];
            refused += view.RefuseTill(outlet, "2", "1") is null && view.ClosedThrough(outlet, "2") is null ? 0 : 1;
        }

        return refused;
    }

    private static IEnumerable<UnitOrder> Units(int number)
    {
        var outlet = Name(number);
        yield return new UnitOrder(UnitKey.OfOutlet(outlet), null, null);
        yield return new UnitOrder(new UnitKey(UnitKind.Cashier, outlet, "1"), null, null);
        for (var terminal = 1; terminal <= Terminals; terminal++)
        {
            yield return new UnitOrder(
                new UnitKey(UnitKind.Terminal, outlet, terminal.ToString(CultureInfo.InvariantCulture)), null, null);
        }
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"outlet-{number:D6}");
}
