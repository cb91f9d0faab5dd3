using System.Globalization;
using Partner.Benchmarks.Harness;
using Partner.Server.Verbs;
using Partner.Storage.Abstractions;

namespace Partner.Benchmarks.Load;

/// <summary>How much load, and how long.</summary>
/// <param name="Connections">HTTP/2 connections of the clients.</param>
/// <param name="InFlight">Calls under way at any moment, over all connections.</param>
/// <param name="Seconds">Length of the measurement.</param>
/// <param name="WarmUpSeconds">What runs before it and is not counted.</param>
/// <param name="Cards">Different cards.</param>
/// <param name="Partners">Partners, each with a float of its own.</param>
/// <param name="Rounds">Pairs of measurements, where two programs are compared.</param>
/// <param name="Json">Whether to print JSON instead of a table.</param>
/// <param name="Database">The database.</param>
public sealed record LoadOptions(
    int Connections,
    int InFlight,
    int Seconds,
    int WarmUpSeconds,
    int Cards,
    int Partners,
    int Rounds,
    bool Json,
    DatabaseOptions Database)
{
    /// <summary>Length of the measurement.</summary>
    public TimeSpan Length => TimeSpan.FromSeconds(Seconds);

    /// <summary>Length of what runs before it.</summary>
    public TimeSpan WarmUp => TimeSpan.FromSeconds(WarmUpSeconds);

    /// <summary>Reads a command line.</summary>
    /// <param name="args">The words behind the verb.</param>
    /// <exception cref="UsageException">A word is wrong.</exception>
    public static LoadOptions Read(IReadOnlyList<string> args)
    {
        var arguments = new BenchmarkArguments(args, "--json");
        var options = Read(arguments) with { Json = arguments.Has("--json") };
        arguments.End();
        return options;
    }

    /// <summary>Reads what several verbs take; the rest of the command line is left to the caller.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="provider">The provider where none is named.</param>
    /// <exception cref="UsageException">A word is wrong.</exception>
    internal static LoadOptions Read(
        BenchmarkArguments arguments, StoreProvider provider = StoreProvider.Sqlite) => new(
        Number(arguments, "--connections", 64),
        Number(arguments, "--in-flight", 256),
        Number(arguments, "--seconds", 10),
        Number(arguments, "--warm-up", 5),
        Number(arguments, "--cards", 10_000),
        Number(arguments, "--partners", 1),
        Number(arguments, "--rounds", 3),
        false,
        DatabaseOptions.Read(arguments, provider));

    internal static int Number(BenchmarkArguments arguments, string option, int otherwise)
    {
        if (arguments.Option(option) is not { } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new UsageException($"{option} takes a whole number above 0");
    }
}
