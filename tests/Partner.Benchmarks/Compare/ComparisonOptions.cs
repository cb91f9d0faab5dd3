using System.Text.Json.Serialization;
using Partner.Benchmarks.Harness;
using Partner.Benchmarks.Load;
using Partner.Server.Verbs;
using Partner.Storage.Abstractions;

namespace Partner.Benchmarks.Compare;

/// <summary>What is compared.</summary>
/// <param name="Cases">Letters of the cases.</param>
/// <param name="Floats">Floats of the store's second measurement.</param>
/// <param name="Load">How much load, how long, how often, and on which database.</param>
/// <param name="File">Where the JSON goes; null for nowhere.</param>
public sealed record ComparisonOptions(string Cases, int Floats, LoadOptions Load, [property: JsonIgnore] string? File)
{
    /// <summary>How to call it.</summary>
    public const string Usage = """
        compare [--cases a,b,c,d,e,f,g,h] [--rounds 3] [--seconds 10] [--warm-up 5] [--provider postgres]
                [--in-flight 256] [--connections 64] [--floats 1000] [--json FILE]
            By turns, round after round: plain SQL at 1, 8, 32 clients (a), the store alone with one and many floats
            (b), the same on SQLite (c), whole top-ups (d), echo (e), latency of one caller against its parts (f),
            whole top-ups with 1 ms each way to the database (g), the same rows written by EF Core and as sets (h).
            With --provider sqlite: no a, b, g and h.
        """;

    private const string OnPostgres = "abcdefgh";
    private const string OnSqlite = "cdef";

    /// <summary>Reads a command line.</summary>
    /// <param name="args">The words behind the verb.</param>
    /// <exception cref="UsageException">A word is wrong.</exception>
    public static ComparisonOptions Read(IReadOnlyList<string> args)
    {
        var arguments = new BenchmarkArguments(args);
        var load = LoadOptions.Read(arguments, StoreProvider.Postgres);
        var known = load.Database.Provider == StoreProvider.Postgres ? OnPostgres : OnSqlite;
        var options = new ComparisonOptions(
            (arguments.Option("--cases") ?? known).Replace(",", "", StringComparison.Ordinal),
            LoadOptions.Number(arguments, "--floats", 1000),
            load,
            arguments.Option("--json"));
        arguments.End();
        return options.Cases.All(known.Contains)
            ? options
            : throw new UsageException($"--cases takes some of {string.Join(',', known.ToCharArray())}");
    }

    /// <summary>Whether a case is wanted.</summary>
    /// <param name="letter">Its letter.</param>
    public bool Has(char letter) => Cases.Contains(letter);
}
