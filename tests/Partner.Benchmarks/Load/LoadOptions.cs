using System.CommandLine;
using Partner.Server.Verbs;

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
public sealed record LoadOptions(
    int Connections, int InFlight, int Seconds, int WarmUpSeconds, int Cards, int Partners, int Rounds, bool Json)
{
    /// <summary>Reads a command line.</summary>
    /// <param name="args">The words behind the verb.</param>
    /// <exception cref="UsageException">A word is wrong.</exception>
    public static LoadOptions Read(IReadOnlyList<string> args)
    {
        var json = new Option<bool>("--json");
        var (connections, inFlight) = (Number("--connections", 64), Number("--in-flight", 256));
        var (seconds, warmUp) = (Number("--seconds", 10), Number("--warm-up", 5));
        var (cards, partners, rounds) = (Number("--cards", 10_000), Number("--partners", 1), Number("--rounds", 3));
        var parsed = CommandLineReader.Parse(
            new Command("load") { connections, inFlight, seconds, warmUp, cards, partners, rounds, json }, args);
        return new LoadOptions(
            parsed.GetValue(connections),
            parsed.GetValue(inFlight),
            parsed.GetValue(seconds),
            parsed.GetValue(warmUp),
            parsed.GetValue(cards),
            parsed.GetValue(partners),
            parsed.GetValue(rounds),
            parsed.GetValue(json));
    }

    internal static Option<int> Number(string name, int otherwise)
    {
        var option = new Option<int>(name) { DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) < 1)
            {
                result.AddError($"{name} takes a whole number above 0");
            }
        });
        return option;
    }
}
