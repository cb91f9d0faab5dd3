using Partner.Benchmarks.Harness;
using Partner.Benchmarks.Load;
using Partner.Server.Verbs;
using Partner.Storage.Abstractions;

namespace Partner.Benchmarks.Volume;

/// <summary>How much is stored, and what is measured with it.</summary>
/// <param name="TopUps">Finished top-ups of years before.</param>
/// <param name="Entries">Commission entries of one month to close; 0 to measure the top-ups instead.</param>
/// <param name="Payees">Whose entries these are.</param>
/// <param name="Limit">How long the close may take before it is given up.</param>
/// <param name="Load">How much load, how long, how often.</param>
/// <param name="File">Where the JSON goes; null for nowhere.</param>
public sealed record VolumeOptions(
    int TopUps, int Entries, int Payees, TimeSpan Limit, LoadOptions Load, string? File);

/// <summary>The verb volume.</summary>
public static class VolumeVerb
{
    /// <summary>How to call it.</summary>
    public const string Usage = """
        volume [--top-ups 10000000] [--rounds 3] [--seconds 10] [--warm-up 5] [--connection STRING] [--json FILE]
            So many finished top-ups, made by SQL: load, start-up, memory, GetTopUp and ListTopUps against an empty
            database, by turns.
        volume --entries 1000000 [--payees 100] [--limit 900] …
            Closes a month of so many commission entries, beside a load. Both need PostgreSQL.
        """;

    // So that filling does not make checkpoints without end. Both databases are on the same server.
    private const string Settings = "-c max_wal_size=8GB";

    /// <summary>Measures and prints.</summary>
    /// <param name="args">The words behind the verb.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancel)
    {
        var arguments = new BenchmarkArguments(args);
        var entries = arguments.Option("--entries");
        var options = new VolumeOptions(
            LoadOptions.Number(arguments, "--top-ups", 10_000_000),
            entries is null ? 0 : LoadOptions.Number(new BenchmarkArguments(["--entries", entries]), "--entries", 0),
            LoadOptions.Number(arguments, "--payees", 100),
            arguments.Seconds("--limit", TimeSpan.FromMinutes(15)),
            LoadOptions.Read(arguments, StoreProvider.Postgres),
            arguments.Option("--json"));
        arguments.End();
        if (options.Load.Database.Provider != StoreProvider.Postgres)
        {
            throw new UsageException("volume needs --provider postgres");
        }

        await using var server = await PostgresServer
            .StartAsync(options.Load.Database.Connection, cancel, Settings);
        return options.Entries > 0
            ? await MonthClose.RunAsync(server, options, cancel)
            : await FullAndEmpty.RunAsync(server, options, cancel);
    }
}
