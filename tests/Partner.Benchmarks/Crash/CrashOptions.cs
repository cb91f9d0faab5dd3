using System.Globalization;
using Partner.Benchmarks.Harness;
using Partner.Benchmarks.Load;
using Partner.Server.Verbs;

namespace Partner.Benchmarks.Crash;

/// <summary>How often the server is killed, and under how much work.</summary>
/// <param name="Rounds">Kills; each is followed by a restart and a check of everything.</param>
/// <param name="InFlight">
/// Operations saved and unfinished when the kill comes; 200 or more for what the project promises.
/// </param>
/// <param name="Seed">Decides the moments of the kills and which cards are sold; the same seed, the same plan.</param>
/// <param name="Json">Whether to end with a JSON summary.</param>
/// <param name="Database">The database; null for a SQLite file.</param>
public sealed record CrashOptions(int Rounds, int InFlight, int Seed, bool Json, DatabaseOptions? Database = null)
{
    /// <summary>How to call it.</summary>
    public const string Usage = """
        crash [--rounds 5] [--top-ups 256] [--seed N] [--provider sqlite] [--json]
            Kills the server with SIGKILL while so many sales are under way, and once the issuer too, on a PostgreSQL
            of ours in every third round the database too; restarts, lets the clients repeat their calls, and checks
            that no sale was lost and none was carried out twice.
        """;

    /// <summary>Reads a command line.</summary>
    /// <param name="args">The words behind the verb.</param>
    /// <exception cref="UsageException">A word is wrong.</exception>
    public static CrashOptions Read(IReadOnlyList<string> args)
    {
        var arguments = new BenchmarkArguments(args, "--json");
        var options = new CrashOptions(
            LoadOptions.Number(arguments, "--rounds", 5),
            LoadOptions.Number(arguments, "--top-ups", 256),
            LoadOptions.Number(arguments, "--seed", Random.Shared.Next(1, 1_000_000)),
            arguments.Has("--json"),
            DatabaseOptions.Read(arguments));
        arguments.End();
        return options;
    }

    /// <summary>The options as a command line.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"crash --rounds {Rounds} --top-ups {InFlight} --seed {Seed}")
        + (Database is null ? "" : $" --provider {Database}");
}
